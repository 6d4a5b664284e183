// SPDX-License-Identifier: GPL-2.0-or-later
//
// The table of sessions as Wireshark's dialogs use it: several share one table, and each fills it anew.
#include "host.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace oscar::epan {
namespace {

using Rows = std::vector<std::vector<std::string>>;

stat_tap_table_ui* the_table() { return stat_tap_by_name("aim_rendezvous,sessions"); }

stat_tap_table* first_table()
{
    return g_array_index(the_table()->tables, stat_tap_table*, 0); // cppcheck-suppress cstyleCast  // GLib's
}

Rows rows()
{
    Rows out;
    auto* table = first_table();
    for (unsigned element = 0; element < table->num_elements; ++element) {
        std::vector<std::string> row;
        for (unsigned column = 0; column < table->num_fields; ++column) {
            row.emplace_back(stat_tap_get_field_data(table, element, column)->value.string_value);
        }
        out.push_back(row);
    }
    return out;
}

// A dialog, from the menu item to its end.
class Dialog {
public:
    Dialog() { ++the_table()->refcount; }
    ~Dialog()
    {
        if (--the_table()->refcount == 0) {
            free_stat_tables(the_table());
        }
    }
    Dialog(const Dialog&) = delete;
    Dialog& operator=(const Dialog&) = delete;

    void fill(const std::string& capture, const char* filter = nullptr)
    {
        stat_tap_table_ui* ui = the_table();
        stat_data_t data{ui, nullptr};
        ui->stat_tap_init_cb(ui);
        look_at(path_of_capture(capture), {}, [&] {
            GString* error =
                register_tap_listener(ui->tap_name, &data, filter, 0, nullptr, ui->packet_func, nullptr, nullptr);
            EXPECT_EQ(error, nullptr);
            reset_stat_table(ui);
        });
        remove_tap_listener(&data);
    }
};

TEST(SessionsTable, HasTheFilesOfSessions)
{
    Dialog dialog;
    dialog.fill("transfer-several-files");
    const Rows found = rows();
    ASSERT_EQ(found.size(), 3U);
    for (const auto& row : found) {
        ASSERT_EQ(row.size(), 13U);
        EXPECT_EQ(row[0], "      0"); // texts sort by their first character
        EXPECT_EQ(row[6], "accepted");
        EXPECT_EQ(row[11].size(), 32U);
        EXPECT_EQ(row[12].size(), 64U);
    }
    EXPECT_EQ(found[0][8], "          4001");
}

TEST(SessionsTable, IsFilledAnew)
{
    Dialog dialog;
    dialog.fill("two-interleaved");
    EXPECT_EQ(rows().size(), 3U);
    dialog.fill("two-interleaved", "aim_rendezvous.session == 1");
    ASSERT_EQ(rows().size(), 1U);
    EXPECT_EQ(rows()[0][0], "      1");
    dialog.fill("transfer-direct");
    EXPECT_EQ(rows().size(), 1U);
    dialog.fill("two-interleaved", "http");
    EXPECT_TRUE(rows().empty());
}

// What was hashed of one capture is not that of the next, though its first file has the same number.
TEST(SessionsTable, HashesTheFilesOfEachCapture)
{
    Dialog dialog;
    dialog.fill("transfer-several-files");
    dialog.fill("transfer-direct");
    ASSERT_EQ(rows().size(), 1U);
    EXPECT_EQ(rows()[0][11], "4b4a5c346efe24c3f7ff14f9c2da9b55"); // md5sum of the exported file
}

TEST(SessionsTable, HasNoRowsWhereThereIsNothing)
{
    Dialog dialog;
    dialog.fill("toc-on-5190");
    EXPECT_TRUE(rows().empty());
}

// A dialog keeps pointers to its rows. Sorting them looks at them again.
TEST(SessionsTable, LeavesTheRowsOfOtherDialogs)
{
    Dialog first;
    first.fill("two-interleaved");
    auto* table = first_table();
    const stat_tap_table_item_type* row = stat_tap_get_field_data(table, 2, 0);
    {
        Dialog second;
        second.fill("transfer-several-files");
        EXPECT_EQ(rows().size(), 3U);
        second.fill("transfer-direct");
        EXPECT_EQ(rows().size(), 1U);
        EXPECT_STREQ(row[0].value.string_value, "      2");
    }
    EXPECT_STREQ(row[0].value.string_value, "      2");
    first.fill("transfer-direct");
    EXPECT_EQ(rows().size(), 1U);
}

} // namespace
} // namespace oscar::epan
