// SPDX-License-Identifier: GPL-2.0-or-later
//
// Input: the bytes at the start of a TCP segment.
#include "checker.h"

#include "core/oft/header.h"

using namespace oscar;
using fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::span<const std::uint8_t> bytes(data, size);
    const oft::Start start = oft::start_of(bytes);
    require(start != oft::Start::partial || size < oft::kMagicSize, "a whole magic is one or is none");
    require(!oft::looks_like_header(bytes) || start == oft::Start::header, "what looks like a header starts as one");
    fuzz::check_decoder(bytes, oft::decode_header);

    const View view(bytes);
    const oft::Header header = oft::read_header(view);
    require(view.has(header.name.at), "the name is captured");
    require(!header.numbers || size >= oft::kNumbersEnd, "numbers are there");
    return 0;
}
