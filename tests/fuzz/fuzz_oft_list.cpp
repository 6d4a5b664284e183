// SPDX-License-Identifier: GPL-2.0-or-later
//
// Input: the columns of name and size, one byte each; then a list of shared files, which is whole if the second is
// even.
#include "checker.h"

#include "core/oft/list.h"

using namespace oscar;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size < 2) {
        return 0;
    }
    const oft::ListColumns columns{.name = data[0], .size = data[1]};
    fuzz::check_decoder({data + 2, size - 2}, [columns](const View& view, Listener& to) {
        oft::decode_list(view, columns, columns.size % 2 == 0, to);
    });
    return 0;
}
