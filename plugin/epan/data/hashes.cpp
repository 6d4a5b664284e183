// SPDX-License-Identifier: GPL-2.0-or-later
#include "epan/data/hashes.h"

#include "epan/compat.h"
#include "sessions/streams/in_order.h"

#include <cstring>
#include <exception>
#include <memory>
#include <unordered_map>

namespace oscar::epan {

using sessions::DataConnection;
using sessions::File;

namespace {

struct FreeChecksum {
    void operator()(GChecksum* checksum) const { g_checksum_free(checksum); }
};
using Checksum = std::unique_ptr<GChecksum, FreeChecksum>;

struct FileHash {
    bool guessed = false; // without the file's header, it is a guess where its bytes belong
    sessions::InOrder order;
    Checksum md5{g_checksum_new(G_CHECKSUM_MD5)};
    Checksum sha256{g_checksum_new(G_CHECKSUM_SHA256)};
};

// How many bytes of all files together may wait for earlier ones.
constexpr std::size_t kMostWaiting = std::size_t{128} << 20;

std::unordered_map<std::uint64_t, FileHash> hashes; // by key()
std::size_t room = kMostWaiting;

// Whether the guess was wrong.
bool is_wrong(const FileHash& hash, const File& file) { return hash.guessed && file.moved != 0; }

std::uint64_t key(const DataConnection& connection, std::uint32_t file)
{
    return std::uint64_t{connection.number} << 32 | file;
}

const FileHash* find(const DataConnection& connection, std::uint32_t file)
{
    const auto found = hashes.find(key(connection, file));
    return found != hashes.end() ? &found->second : nullptr;
}

void update(GChecksum* checksum, std::span<const std::uint8_t> bytes)
{
    g_checksum_update(checksum, bytes.data(), static_cast<gssize>(bytes.size()));
}

// Asking for the digest closes a checksum, and more of the file may still come.
template <std::size_t Size>
void copy_digest(const GChecksum* checksum, std::array<char, Size>& out)
{
    const Checksum copy(g_checksum_copy(checksum));
    g_strlcpy(out.data(), g_checksum_get_string(copy.get()), out.size());
}

void forget_all()
{
    hashes.clear();
    room = kMostWaiting;
}

} // namespace

void register_hashes() { register_cleanup_routine(forget_all); }

void hash_piece(const DataConnection& connection, std::uint32_t number, std::uint64_t offset,
                std::span<const std::uint8_t> bytes)
{
    const File& file = connection.transfer().files()[number];
    if (bytes.empty() || file.start != 0) {
        return;
    }
    try {
        FileHash& hash = hashes[key(connection, number)];
        if (is_wrong(hash, file)) {
            hash.order.release(room);
            hash = {};
        }
        hash.guessed = !file.has_header;
        hash.order.add(offset, bytes, room, [&](std::span<const std::uint8_t> next) {
            update(hash.md5.get(), next);
            update(hash.sha256.get(), next);
        });
    } catch (const std::exception&) {
        // Without memory for it, the file stays without digests.
    }
}

bool is_hashed(const DataConnection& connection, std::uint32_t number)
{
    const File& file = connection.transfer().files()[number];
    const FileHash* hash = find(connection, number);
    if (!file.is_complete() || file.start != 0 || (hash != nullptr && is_wrong(*hash, file))) {
        return false;
    }
    return (hash != nullptr ? hash->order.position() : 0) == file.size;
}

bool digests_of(const DataConnection& connection, std::uint32_t number, Digests& out)
{
    if (!is_hashed(connection, number)) {
        return false;
    }
    if (const FileHash* hash = find(connection, number)) {
        copy_digest(hash->md5.get(), out.md5);
        copy_digest(hash->sha256.get(), out.sha256);
    } else {
        const FileHash empty;
        copy_digest(empty.md5.get(), out.md5);
        copy_digest(empty.sha256.get(), out.sha256);
    }
    return true;
}

} // namespace oscar::epan
