// SPDX-License-Identifier: GPL-2.0-or-later
//
// The connection that a rendezvous leads to: what each direction of it carries, and which session it belongs to.
#ifndef OSCAR_SESSIONS_STREAMS_CONNECTION_H
#define OSCAR_SESSIONS_STREAMS_CONNECTION_H

#include "core/ars/packet.h"
#include "sessions/number.h"
#include "sessions/streams/direct_im.h"
#include "sessions/streams/peer.h"
#include "sessions/streams/places.h"
#include "sessions/streams/transfer.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace oscar::sessions {

struct Endpoint {
    std::uint32_t ip = 0; // in host order; 0: no IPv4 address
    std::uint16_t port = 0;
    bool operator==(const Endpoint&) const = default;
};

// What is at a place of a data connection.
struct Part {
    enum class Kind : std::uint8_t {
        proxy,   // a packet of the proxy of `length` bytes, which may be more than were asked about
        header,  // of a file transfer, likewise
        content, // `length` bytes of a file
        frame,   // of a direct IM, likewise, or the beginning of a long one
        passage, // a further part of a long frame, likewise
        image,   // `length` bytes of an image in one
        rest,    // `length` bytes of a frame, of which nothing more is known
        other,   // `length` bytes, of which nothing is known
        more,    // perhaps a header: it takes more bytes to tell
        tls,     // TLS begins, and has the rest of the connection: what runs inside it is a connection of its own
    };
    Kind kind{};
    std::uint32_t length = 0;
    Step step{};            // of content
    Spot spot{};            // of an image
    bool direct_im = false; // or what may be one
    bool operator==(const Part&) const = default;
};

class DataConnection {
public:
    // No more than a hostile stream makes up: a connection at the proxy has two or three.
    static constexpr std::size_t kMostProxyPackets = 64;

    explicit DataConnection(bool from_the_middle) : from_the_middle_(from_the_middle) {}

    // On the first pass, in the order of the frames; see Transfer. May throw std::bad_alloc.
    Part add(Side side, std::uint64_t place, std::span<const std::uint8_t> captured, std::uint32_t size);
    void add_header(Side side, std::uint64_t place, std::uint32_t frame, const oft::Header& header,
                    std::string_view name)
    {
        transfer_.add_header(side, place, frame, header, name);
    }
    void add_frame(Side side, std::uint64_t place, std::uint32_t frame, const View& view, const odc::Frame& header,
                   std::string_view html)
    {
        direct_im_.add_frame(side, place, frame, view, header, html);
    }
    void add_passage(Side side, std::uint64_t place, const View& view) { direct_im_.add_passage(side, place, view); }
    void add_rest(std::uint32_t size) { direct_im_.add_rest(size); }
    void add_proxy_packet(Side side, std::uint64_t place);
    void note_content(std::uint32_t file, std::uint32_t frame) { transfer_.note_content(file, frame); }
    // Counts content in a segment that TCP keeps from dissectors, because it was sent before or comes late. On any
    // pass.
    void count(const Part& content, std::span<const std::uint8_t> captured) { transfer_.count(content.step, captured); }
    // The same for an image in a direct IM.
    void count_image(const Part& image, std::span<const std::uint8_t> captured)
    {
        direct_im_.count(image.spot, captured);
    }
    // The session is for direct IMs, so a connection whose start was not captured may hold them.
    void expect_direct_im() { expects_direct_im_ = true; }
    // The size of all files according to the proposal, which has 64 bits for it; 0: not known.
    void set_total_size(std::uint64_t size) { transfer_.set_total_size(size); }
    // A frame with a part of the connection that was recognised.
    void note_frame(std::uint32_t frame, std::int64_t time, std::uint32_t content);

    // Later, in any order.
    Part find(Side side, std::uint64_t place, std::span<const std::uint8_t> captured, std::uint32_t size) const;

    // Where the bytes stand that come now, if nothing else tells.
    std::uint64_t count_bytes(Side side, std::uint32_t size)
    {
        std::uint64_t& end = counted_[static_cast<std::size_t>(side)];
        end += size;
        return kFirstCounted + end - size;
    }

    // The last of them are to come again.
    void give_back(Side side, std::uint32_t size) { counted_[static_cast<std::size_t>(side)] -= size; }

    Places& places(Side side) { return places_[static_cast<std::size_t>(side)]; }
    const Transfer& transfer() const { return transfer_; }
    const DirectIm& direct_im() const { return direct_im_; }
    // Whether there was a header of a file transfer or a frame of a direct IM.
    bool has_begun() const { return !transfer_.files().empty() || direct_im_.has_begun(); }
    // Whether it carries direct IMs, as far as that is known.
    bool is_direct_im() const { return direct_im_.has_begun() || (from_the_middle_ && expects_direct_im_); }
    bool has_proxy() const { return !proxy_packets_[0].empty() || !proxy_packets_[1].empty(); }
    // Whether one of its ends is the proxy: also of what runs inside TLS, where the proxy's packets came before.
    bool is_proxied() const { return has_proxy() || carrier_is_proxied; }
    // Whether anything on it was recognised. Until then it may be something else at the address of a session.
    bool is_known() const { return first_frame_ != 0; }

    std::uint32_t first_frame() const { return first_frame_; }
    std::int64_t first_time() const { return first_time_; }
    std::int64_t last_time() const { return last_time_; }
    // The first frame with content of a file; 0 if there is none.
    std::uint32_t first_content() const { return first_content_; }
    std::int64_t first_content_time() const { return first_content_time_; }
    std::int64_t last_content_time() const { return last_content_time_; }

    // The state of an ICQ direct connection; null for all others.
    std::unique_ptr<Peer> peer;
    // The files on it.
    Transfer& files() { return transfer_; }

    Number number = kNone;
    std::array<Endpoint, 2> ends; // by side
    // The session, and the proposal that named the address; kNone if they are not known.
    Number session = kNone;
    Number proposal = kNone;
    bool session_is_certain = false;   // by its cookie
    bool session_is_announced = false; // by nothing but a port that was named
    std::string user;                  // who gave the cookie; empty if not known
    Number carrier = kNone;            // whose TLS it is inside of
    bool carrier_is_proxied = false;

private:
    bool is_start_of_tls(std::span<const std::uint8_t> captured) const;
    bool is_proxy_packet(Side side, std::uint64_t place) const;
    bool is_of_direct_im(std::span<const std::uint8_t> captured) const;

    static constexpr std::uint64_t kFirstCounted = std::uint64_t{1} << 32; // as in Places

    bool from_the_middle_;
    bool expects_direct_im_ = false;
    std::array<std::uint64_t, 2> counted_{};
    std::array<Places, 2> places_;
    std::array<std::vector<std::uint64_t>, 2> proxy_packets_; // places, sorted
    Transfer transfer_;
    DirectIm direct_im_;
    std::uint32_t first_frame_ = 0;
    std::uint32_t first_content_ = 0;
    std::int64_t first_time_ = 0;
    std::int64_t last_time_ = 0;
    std::int64_t first_content_time_ = 0;
    std::int64_t last_content_time_ = 0;
};

} // namespace oscar::sessions

#endif
