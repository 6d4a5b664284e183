// SPDX-License-Identifier: GPL-2.0-or-later
//
// A listener that writes down in lines what it is told.
#ifndef OSCAR_TESTS_SESSIONS_LISTING_H
#define OSCAR_TESTS_SESSIONS_LISTING_H

#include "core/schema/describe.h"
#include "core/schema/listener.h"

#include <array>
#include <string>
#include <vector>

namespace oscar::sessions {

class Listing final : public Listener {
public:
    std::vector<std::string> lines;

    void on_item(const Item& item) override
    {
        std::string line = indent_ + without_prefix(row(item.field).filter);
        line += item.text != nullptr ? std::string(" ") + item.text : " " + std::to_string(item.value);
        lines.push_back(line);
    }
    void on_open() override { indent_ += "  "; }
    void on_close() override { indent_.resize(indent_.size() - 2); }
    void embedded(const char*, Slice) override {}
    void finding(const Finding& finding) override
    {
        std::array<char, 240> text;
        lines.push_back(indent_ + "! " + without_prefix(row(finding.id).filter) + ": " + describe(finding, text));
    }

private:
    static std::string without_prefix(const std::string& filter) { return filter.substr(filter.find('.') + 1); }

    std::string indent_;
};

} // namespace oscar::sessions

#endif
