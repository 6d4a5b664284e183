// SPDX-License-Identifier: GPL-2.0-or-later
//
// MD5 and SHA-256 of the files on data connections, for the capture that is open.
#ifndef OSCAR_EPAN_DATA_HASHES_H
#define OSCAR_EPAN_DATA_HASHES_H

#include "sessions/streams/connection.h"

#include <array>
#include <cstdint>
#include <span>

namespace oscar::epan {

struct Digests {
    std::array<char, 33> md5;
    std::array<char, 65> sha256;
};

void register_hashes();

// A piece of the content of a file, in any order, on any pass, and again.
void hash_piece(const sessions::DataConnection& connection, std::uint32_t file, std::uint64_t offset,
                std::span<const std::uint8_t> bytes);
// Whether all bytes of a whole file were hashed.
bool is_hashed(const sessions::DataConnection& connection, std::uint32_t file);
// False if they were not.
bool digests_of(const sessions::DataConnection& connection, std::uint32_t file, Digests& out);

} // namespace oscar::epan

#endif
