// SPDX-License-Identifier: GPL-2.0-or-later
//
// A listener that wants no items gets the same findings, and nothing else.
#include "samples.h"
#include "trace.h"

#include "core/rendezvous/findings.h"

#include <gtest/gtest.h>

namespace oscar::test {
namespace {

class FindingsOnly final : public Listener {
public:
    FindingsOnly() : Listener(false) {}

    void on_item(const Item&) override { ADD_FAILURE() << "an item"; }
    void on_open() override { ADD_FAILURE() << "an open"; }
    void on_close() override { ADD_FAILURE() << "a close"; }
    void finding(const Finding& finding) override { ids.push_back(finding.id); }
    void embedded(const char*, Slice) override {}

    std::vector<FindingRef> ids;
};

std::vector<FindingRef> ids_without_items(const Bytes& frame)
{
    const View view(frame);
    Message message;
    EXPECT_TRUE(read_message(view, message));
    FindingsOnly listener;
    decode_message(view, message, listener);
    return listener.ids;
}

std::vector<FindingRef> ids_with_items(const Bytes& frame)
{
    std::vector<FindingRef> ids;
    for (const Event& event : decode(frame).events) {
        if (event.kind == Event::Kind::finding) {
            ids.push_back(event.finding.id);
        }
    }
    return ids;
}

TEST(Listener, FindingsDoNotDependOnItems)
{
    using enum FindingId;
    // A proposal from the server without SEQUENCE_NUM, with a PORT of three bytes and an address that a NAT changed.
    const Bytes frame = to_client(
        block(kPropose, kIp + "0003 0004 c0000201"_hex + "0005 0003 000001"_hex + tlv(0x0016, "3fffff00"_hex)));
    EXPECT_EQ(ids_without_items(frame),
              (std::vector<FindingRef>{sequence_missing, verified_ip_missing, tlv_bad_length, ip_xor_mismatch}));
    EXPECT_EQ(ids_without_items(frame), ids_with_items(frame));

    for (const Bytes& real : {real_file_proposal(), real_file_accept(), real_icq_acknowledgement()}) {
        EXPECT_EQ(ids_without_items(real), ids_with_items(real));
    }
    for (const Bytes& broken : {client_error(3), to_host({}), icbm(0x0001, "00"_hex)}) {
        EXPECT_EQ(ids_without_items(broken).size(), 1U);
        EXPECT_EQ(ids_without_items(broken), ids_with_items(broken));
    }
}

class Claimer final : public Listener {
public:
    void on_item(const Item& item) override { last = item.field; }
    void on_open() override {}
    void on_close() override {}
    void finding(const Finding&) override { ADD_FAILURE() << "a finding"; }
    void embedded(const char*, Slice) override { ADD_FAILURE() << "embedded data"; }
    bool claims(FieldRef field, Slice at) override
    {
        claimed = at;
        return field == Field::service_data;
    }

    FieldRef last;
    Slice claimed;
};

// The listener decodes the data itself, and the summary is filled in all the same.
TEST(Listener, ClaimedServiceDataHasNoItemsOrFindings)
{
    // The byte at the end would be a finding.
    const Bytes data = "0001 0003 00002ee8"_hex + "a.txt"_ascii + "00 01"_hex;
    const Bytes frame = to_host(block(kPropose, kProposalTags + tlv(0x2711, data), kFileTransfer));
    EXPECT_EQ(findings(frame).size(), 1U);

    const View view(frame);
    Message message;
    ASSERT_TRUE(read_message(view, message));
    Claimer listener;
    const Summary summary = decode_message(view, message, listener);
    EXPECT_EQ(listener.last, FieldRef(Field::service_data));
    EXPECT_EQ(listener.claimed, (Slice{78, static_cast<std::uint32_t>(data.size())}));
    EXPECT_EQ(view.chars(summary.name.at), "a.txt");
    EXPECT_EQ(summary.size, 12008U);
    EXPECT_EQ(summary.count, 3U);
}

} // namespace
} // namespace oscar::test
