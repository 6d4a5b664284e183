// SPDX-License-Identifier: GPL-2.0-or-later
//
// An ICQ direct connection: which frames and what else is where in it, which messages belong together, and which files
// are sent.
//
// A connection begins with a handshake, which does not say what it is for. The first frame after that does: messages,
// files, or a chat. Where bytes are missing, it goes on at the next place where something certain begins: a handshake,
// a message that is proved, or content of a file, whose frames all have the same length.
//
// What is kept grows with the number of messages, of files, and of changes of the length of frames with content; not
// with the number of segments.
#ifndef OSCAR_SESSIONS_STREAMS_PEER_H
#define OSCAR_SESSIONS_STREAMS_PEER_H

#include "core/icq_dc/chat.h"
#include "core/icq_dc/file_packet.h"
#include "core/icq_dc/frame.h"
#include "sessions/number.h"
#include "sessions/streams/chat_lines.h"
#include "sessions/streams/transfer.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace oscar::sessions {

// What is at a place.
struct PeerPart {
    enum class Kind : std::uint8_t {
        init, // a frame of `length` bytes, which may be more than were asked about; so are those up to `hello`
        init_without_length,
        ack,
        channel,
        message,
        file_packet,
        hello,     // of a chat
        frame,     // of a kind that this connection does not have
        data_head, // what precedes content in its frame: `length` bytes of it
        content,   // `length` bytes of a file
        chat,      // `length` bytes of text and commands
        secure,    // `length` bytes of TLS
        lost,      // `length` bytes, of which nothing is known, because what precedes them is missing
        more,      // it takes more bytes to tell what it is; `length` bytes, if those that say so are there
    };
    Kind kind{};
    std::uint32_t length = 0;
    Step step{}; // of a head and of content: the file, and the place in it
    bool operator==(const PeerPart&) const = default;

    // Whether it can be shown only as a whole.
    bool is_frame() const { return kind <= Kind::frame; }
};

// A message, and what became of it.
struct Exchange {
    std::uint32_t frame = 0;
    std::uint32_t ack_frame = 0;    // 0: none
    std::uint32_t cancel_frame = 0; // 0: none
    std::int64_t time = 0;
    std::int64_t ack_time = 0;
    std::uint16_t sequence = 0;
    Side side{};                 // of the message
    Number announcement = kNone; // of a port, in the acknowledgement
};

class Peer {
public:
    enum class Use : std::uint8_t { unknown, messages, files, chat };

    static constexpr std::size_t kMostLost = 1024;
    static constexpr std::size_t kMostRuns = 1U << 16;
    static constexpr std::size_t kMostExchanges = 1U << 20;

    // On the first pass, in the order of the frames. Whoever calls goes on behind what was found, and hands frames over
    // as soon as they are whole. May throw std::bad_alloc, as all that follows up to find().
    PeerPart add(Side side, std::uint64_t place, std::span<const std::uint8_t> captured, std::uint32_t size,
                 Transfer& files);
    void add_init(Side side, const icq_dc::Init& init);
    void add_channel(const icq_dc::Channel& channel);
    // Returns the exchange that it begins or ends; null if there is none.
    Exchange* add_message(Side side, std::uint64_t end, std::uint32_t frame, std::int64_t time,
                          const icq_dc::Message& message, bool is_yes);
    // `name`: with its folder.
    void add_file_packet(Side side, std::uint64_t place, std::uint32_t frame, const icq_dc::FilePacket& packet,
                         std::string_view name, Transfer& files);
    void add_hello(Side side, std::uint64_t end, const icq_dc::ChatHello& hello, std::string_view nick);
    // Text at a place, as valid UTF-8.
    void add_chat_text(Side side, std::uint64_t place, std::string_view text);
    // The rest of a frame, up to a place, that TCP does not put together.
    void give_up(Side side, std::uint64_t from, std::uint64_t to);
    // What runs inside the TLS of this connection goes on with messages.
    void continue_inside(const Peer& carrier);
    // The use for which the port was named, if it was.
    void expect(Use use) { expected_ = use; }
    // The size of all files, as the sender says; 0 if it does not.
    std::uint64_t total_size() const { return total_size_; }

    // Later, in any order: the same by what is known now.
    PeerPart find(Side side, std::uint64_t place, std::span<const std::uint8_t> captured, std::uint32_t size) const;

    // The exchange that a message in this frame begins, or that an acknowledgement in it ends; null if there is none.
    const Exchange* begun_in(std::uint32_t frame, Side side, std::uint16_t sequence) const;
    const Exchange* ended_in(std::uint32_t frame, Side side, std::uint16_t sequence) const;
    // The exchange whose message is withdrawn in this frame.
    const Exchange* cancelled_in(std::uint32_t frame, Side side, std::uint16_t sequence) const;
    // The file that a packet at this place names or starts; Transfer::kNoFile if there is none.
    std::uint32_t file_at(Side side, std::uint64_t place) const;
    const ChatLines& chat_lines(Side side) const { return way(side).lines; }

    Use use() const { return use_; }
    // Whether they have agreed on TLS.
    bool is_secure() const { return secure_; }
    // The side that introduced itself first: the one that connects, if its handshake was captured.
    Side first() const { return first_; }
    // The lower of the two; 0 if none is known.
    std::uint16_t version() const { return version_; }
    bool has_both_versions() const { return inits_[0].version != 0 && inits_[1].version != 0; }
    const icq_dc::Init& init(Side side) const { return inits_[static_cast<std::size_t>(side)]; }
    const char* plugin() const { return plugin_; }
    // The UIN, or the nick name where one is known; null if neither is.
    const char* user(Side side) const;
    std::size_t message_count() const { return exchanges_.size(); }
    std::size_t chat_count() const { return ways_[0].lines.size() + ways_[1].lines.size(); }
    std::size_t run_count() const { return ways_[0].runs.size() + ways_[1].runs.size(); }

    std::uint32_t info_in = 0;   // the frame that says that a client listens there; 0: none
    Number announcement = kNone; // of its port; kNone if no acknowledgement named that

private:
    static constexpr std::uint64_t kForever = ~std::uint64_t{0};

    // Frames with content, all of the same length.
    struct Run {
        std::uint64_t from;
        std::uint64_t to;
        std::uint64_t offset; // in the file, of the first one
        std::uint32_t frame;  // length of each, with its head
        std::uint32_t file;
    };
    struct Lost {
        std::uint64_t from;
        std::uint64_t to;
    };
    struct Named {
        std::uint64_t place; // of the packet
        std::uint32_t file;
    };
    struct Way {
        std::uint64_t next = 0;                  // where the next frame begins; 0: nothing seen yet
        std::uint64_t handshake_end = kForever;  // the first frame after it
        std::uint64_t raw_from = kForever;       // text of a chat, or TLS
        std::uint64_t without_length = kForever; // a handshake whose length was lost
        std::uint32_t init_size = 0;             // of that
        bool in_step = true;
        std::vector<Run> runs; // sorted, as those that follow; no two of them overlap
        std::vector<Lost> lost;
        std::uint32_t file = Transfer::kNoFile; // that this side sends
        std::uint64_t offset = 0;               // of what comes next of it
        std::vector<Named> named;               // sorted
        ChatLines lines;
    };
    // An acknowledgement or a cancel, which refers to a message.
    struct Reference {
        std::uint32_t frame;
        std::uint16_t sequence;
        Side side; // of the reference
        std::uint32_t exchange;
    };
    using References = std::vector<Reference>; // in the order of the frames

    Way& way(Side side) { return ways_[static_cast<std::size_t>(side)]; }
    const Way& way(Side side) const { return ways_[static_cast<std::size_t>(side)]; }
    PeerPart frame_at(const Way& w, std::uint64_t place, std::span<const std::uint8_t> captured,
                      std::uint32_t size) const;
    PeerPart raw(std::uint32_t size) const;
    void learn_use(Way& w, std::uint64_t place, std::span<const std::uint8_t> captured);
    Use use_of(std::span<const std::uint8_t> frame) const;
    bool is_old() const { return version_ != 0 && version_ <= icq_dc::kFirstVersion; }
    bool is_certain(std::span<const std::uint8_t> captured, std::uint32_t size) const;
    bool go_on_with_content(Way& w, std::uint64_t place, std::span<const std::uint8_t> captured,
                            const Transfer& files) const;
    static bool go_on_by_size(Way& w, std::uint64_t place, std::span<const std::uint8_t> captured, const File& file);
    static void lose(Way& w, std::uint64_t place, std::uint32_t size);
    bool add_content(Way& w, Side side, std::uint64_t place, std::uint32_t frame, Transfer& files);
    Exchange* refer(References& from, std::uint32_t frame, Side side, Side side_of_message, std::uint16_t sequence);
    const Exchange* find_in(const References& all, std::uint32_t frame, Side side, std::uint16_t sequence) const;
    static PeerPart in_run(const Run& run, std::uint64_t place, std::uint32_t size);

    Use use_ = Use::unknown;
    Use expected_ = Use::unknown;
    bool secure_ = false;
    std::uint16_t version_ = 0;
    Side first_ = Side::low;
    std::array<Way, 2> ways_;
    std::array<icq_dc::Init, 2> inits_;
    std::array<std::string, 2> users_;
    const char* plugin_ = nullptr;
    std::uint32_t file_count_ = 0;
    std::uint64_t total_size_ = 0;
    std::uint32_t files_begun_ = 0;
    std::vector<Exchange> exchanges_; // in the order of the frames
    References acks_;
    References cancels_;
    std::array<std::unordered_map<std::uint16_t, std::uint32_t>, 2> open_; // the latest message by sequence
};

} // namespace oscar::sessions

#endif
