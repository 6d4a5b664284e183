// SPDX-License-Identifier: GPL-2.0-or-later
//
// Input: what one side of a direct connection sends. The other side sends the same in segments of another size, of
// which some are missing. Whatever it is, each step goes on, what find() says is what add() said, and what is kept is
// limited.
#include "checker.h"

#include "core/icq_dc/frame.h"
#include "sessions/streams/peer.h"
#include "sessions/streams/peer_report.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

using namespace oscar;
using namespace oscar::sessions;
using fuzz::require;
using Kind = PeerPart::Kind;

namespace {

struct Seen {
    Side side;
    std::uint64_t place;
    std::span<const std::uint8_t> bytes;
    PeerPart part;
};

class Feed {
public:
    void add(Side side, std::uint64_t place, std::span<const std::uint8_t> segment)
    {
        ++frame_;
        while (!segment.empty()) {
            const auto size = static_cast<std::uint32_t>(segment.size());
            const PeerPart part = peer_.add(side, place, segment, size, files_);
            require(part.length > 0, "each part goes on");
            const bool waits = part.kind == Kind::more || (part.is_frame() && part.length > size);
            if (waits) {
                // A dissector gets the same again, with more behind it; or none of it, if TCP does not put it together.
                if (frame_ % 3 == 0) {
                    peer_.give_up(side, place + size, place + part.length);
                }
                return;
            }
            require(part.length <= size, "a part is inside its segment");
            const auto bytes = segment.first(part.length);
            seen_.push_back({side, place, segment, part});
            tell(side, place, bytes, part);
            segment = segment.subspan(part.length);
            place += part.length;
        }
    }

    void check() const
    {
        for (const Seen& s : seen_) {
            const PeerPart found = peer_.find(s.side, s.place, s.bytes, static_cast<std::uint32_t>(s.bytes.size()));
            require(found.length > 0, "what is found later goes on");
            if (s.part.kind == Kind::content || s.part.kind == Kind::data_head) {
                require(found == s.part, "content stays where it was");
            }
        }
        require(peer_.run_count() <= 2 * Peer::kMostRuns, "few runs");
        require(files_.files().size() <= Transfer::kMostFiles, "few files");
    }

private:
    void tell(Side side, std::uint64_t place, std::span<const std::uint8_t> bytes, const PeerPart& part)
    {
        const View view(bytes);
        NullListener to;
        switch (part.kind) {
        case Kind::init:
        case Kind::init_without_length:
            peer_.add_init(side, icq_dc::decode_init(view, part.kind == Kind::init, to));
            break;
        case Kind::channel:
            peer_.add_channel(icq_dc::decode_channel(view, to));
            break;
        case Kind::message:
            tell_message(side, place, view);
            break;
        case Kind::file_packet: {
            const icq_dc::FilePacket packet = icq_dc::decode_file_packet(view, to);
            peer_.add_file_packet(side, place, frame_, packet, view.chars(packet.name.at), files_);
            const std::uint32_t file = peer_.file_at(side, place);
            require(file == Transfer::kNoFile || file < files_.files().size(), "a packet is about a file");
            break;
        }
        case Kind::hello: {
            const icq_dc::ChatHello hello = icq_dc::decode_chat_hello(view, to);
            peer_.add_hello(side, place + bytes.size(), hello, view.chars(hello.nick.at));
            break;
        }
        case Kind::content: {
            require(part.step.file < files_.files().size(), "content belongs to a file");
            files_.count(part.step, bytes);
            RangeText text{};
            emit_peer_content(files_, part.step, {}, text, to);
            break;
        }
        case Kind::chat: {
            std::string typed(view.chars(view.whole()));
            std::ranges::for_each(typed, [](char& c) { c = static_cast<char>(c & 0x7F); }); // valid UTF-8
            peer_.add_chat_text(side, place, typed);
            for (const auto& line : peer_.chat_lines(side).in(place, place + bytes.size())) {
                const std::string_view text = peer_.chat_lines(side).text(line);
                require(line.place == place && !text.empty() && text.size() <= ChatLines::kLongest, "a line was typed");
            }
            break;
        }
        default:
            break;
        }
    }
    void tell_message(Side side, std::uint64_t place, const View& view)
    {
        NullListener to;
        const icq_dc::Scrambled found = icq_dc::decode_scrambled(view, peer_.version(), to);
        std::vector<std::uint8_t> clear(found.bytes.captured());
        icq_dc::unscramble(found.bytes, clear);
        // As if it were proved, for hardly any input is.
        const icq_dc::Message message = icq_dc::decode_area(View(clear), peer_.version(), peer_.plugin(), to);
        const bool yes = View(clear).chars(message.summary.text.at).starts_with('1');
        peer_.add_message(side, place + view.size(), frame_, frame_, message, yes);
        emit_exchange(peer_, side, frame_, message, 0, to);
        if (message.has_sequence && message.is(icq_dc::Command::message)) {
            require(peer_.begun_in(frame_, side, message.sequence) != nullptr, "a message begins an exchange");
        }
    }

    Peer peer_;
    Transfer files_;
    std::uint32_t frame_ = 0;
    std::vector<Seen> seen_;
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size > 0x4000) {
        return -1;
    }
    const std::span<const std::uint8_t> stream(data, size);
    constexpr std::uint64_t start = 0x1'0000'0001;
    constexpr std::size_t segment = 97;
    Feed feed;
    feed.add(Side::low, start, stream);
    for (std::size_t at = 0, number = 1; at < size; at += segment, ++number) {
        if (number % 5 != 0) {
            feed.add(Side::high, start + at, stream.subspan(at, std::min(segment, size - at)));
        }
    }
    feed.check();
    return 0;
}
