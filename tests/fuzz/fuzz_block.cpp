// SPDX-License-Identifier: GPL-2.0-or-later
//
// Input: one byte, odd for a message to the client and even for one to the host; then a rendezvous block.
#include "checker.h"
#include "frame.h"

#include "core/rendezvous/block.h"

using namespace oscar;
using namespace oscar::rendezvous;
using fuzz::require;

namespace {

// Iterates over the TLVs of the block, and compares them with what read_block() has found.
void check_block(const View& view)
{
    Block block;
    read_block(view, view.whole(), block);
    if (!block.has_uuid) {
        require(block.fault != Fault::none, "a block without its header is broken");
        return;
    }
    std::uint32_t end = block.tlvs.offset;
    std::uint32_t count = 0;
    Fault fault = Fault::none;
    TlvWalk walk(view, block.tlvs);
    Tlv tlv;
    while (walk.next(tlv)) {
        require(fault == Fault::none, "a broken TLV is the last one");
        require(tlv.at.offset == end && tlv.at.length > 0, "a TLV begins where the last one ended");
        require(tlv.value.end() <= block.at.end(), "a value is inside the block");
        require(!tlv.header || tlv.fault != Fault::none || tlv.value.length == tlv.length, "a whole value is whole");
        end = tlv.at.end();
        fault = tlv.fault;
        ++count;
        if (tlv.header && slot(tlv.tag) != kNoSlot) {
            const Tlv* first = block.find(tlv.tag);
            require(first != nullptr && first->at.offset <= tlv.at.offset, "the first of each tag is found");
        }
    }
    require(fault != Fault::none || end == block.at.end(), "the TLVs fill the block");
    require(count == block.tlv_count && fault == block.fault, "read and walked alike");
    for (const TagRow& row : kTags) {
        std::uint16_t word = 0;
        std::uint32_t dword = 0;
        const bool has_word = block.u16(view, row.tag, word);
        const bool has_dword = block.u32(view, row.tag, dword);
        require(!(has_word && has_dword), "a value has one length");
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0 || size > fuzz::kMostContent) {
        return -1; // not to be added to the corpus
    }
    const std::span<const std::uint8_t> block(data + 1, size - 1);
    check_block(View(block));

    const bool to_client = (data[0] & 1) != 0;
    fuzz::Frame frame(to_client ? 0x07 : 0x06);
    if (to_client) {
        frame.add_u16(0).add_u16(0); // warning level, no user-info TLVs
    }
    fuzz::check_frame(frame.add_u16(0x0005).add_u16(block.size()).add(block).finish());
    return 0;
}
