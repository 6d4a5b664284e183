// SPDX-License-Identifier: GPL-2.0-or-later
//
// What of a field's registration no output of tshark tells.
#include "host.h"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <string_view>

namespace oscar::epan {
namespace {

// Each field of the plugin.
template <class Look>
void for_each_field(const Look& look)
{
    const int protocol = proto_get_id_by_filter_name("aim_rendezvous");
    ASSERT_GT(protocol, 0);
    void* cookie = nullptr;
    for (const header_field_info* field = proto_get_first_protocol_field(protocol, &cookie); field != nullptr;
         field = proto_get_next_protocol_field(protocol, &cookie)) {
        look(*field);
    }
}

// Wireshark marks the frames that belong to the selected one by this: an arrow for a request, one for a response.
TEST(Registration, LinksSayWhatTheyLeadTo)
{
    std::map<std::string, int> found;
    for_each_field([&found](const header_field_info& field) {
        if (field.type == FT_FRAMENUM) {
            found[field.abbrev] = GPOINTER_TO_INT(field.strings);
        }
    });
    const std::map<std::string, int> expected = {
        {"aim_rendezvous.proposal_in", FT_FRAMENUM_REQUEST},
        {"aim_rendezvous.answer_in", FT_FRAMENUM_RESPONSE},
        {"aim_rendezvous.data_in", FT_FRAMENUM_NONE},
        {"aim_rendezvous.previous_proposal_in", FT_FRAMENUM_NONE},
        {"aim_rendezvous.next_proposal_in", FT_FRAMENUM_NONE},
        {"aim_rendezvous.relay_in", FT_FRAMENUM_NONE},
        {"aim_rendezvous.relay_of", FT_FRAMENUM_NONE},
    };
    EXPECT_EQ(found, expected);
}

// The sender's zone is not known, and the reader's is of no interest.
TEST(Registration, TimesAreUtc)
{
    int times = 0;
    for_each_field([&times](const header_field_info& field) {
        if (field.type == FT_ABSOLUTE_TIME) {
            EXPECT_EQ(field.display, ABSOLUTE_TIME_UTC) << field.abbrev;
            ++times;
        }
    });
    EXPECT_GT(times, 0);
}

} // namespace
} // namespace oscar::epan
