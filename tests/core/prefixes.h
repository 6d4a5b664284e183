// SPDX-License-Identifier: GPL-2.0-or-later
//
// Every prefix of a sample of a data connection, in the two ways in which it can end too early.
#ifndef OSCAR_TESTS_CORE_PREFIXES_H
#define OSCAR_TESTS_CORE_PREFIXES_H

#include "trace.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace oscar::test {

// `decode` gets the bytes in memory of their own, so that a sanitizer sees any read past them.
// - Cut by the capture: the items are those of the whole, up to where it ends, and nobody is blamed for it.
// - Sent that way: the same items, and a finding of the group `malformed` that says so.
// `least`: as many bytes as it takes to say anything.
inline void expect_sound_prefixes(const Bytes& sample, std::uint32_t least,
                                  const std::function<void(const View&, Listener&)>& decode)
{
    const auto size = static_cast<std::uint32_t>(sample.size());
    const Reports whole = reports_of(View(sample), decode);
    for (std::uint32_t n = 0; n < size; ++n) {
        const Bytes there(sample.begin(), sample.begin() + n);
        const Reports cut = reports_of(View(there.data(), n, size), decode);
        for (const std::string& finding : cut.findings) {
            EXPECT_EQ(std::count(whole.findings.begin(), whole.findings.end(), finding), 1) << n << ": " << finding;
        }
        const Reports sent = reports_of(View(there), decode);
        const bool malformed = std::any_of(sent.events.begin(), sent.events.end(), [](const Event& event) {
            return event.kind == Event::Kind::finding && row(event.finding.id).group == Group::malformed;
        });
        EXPECT_EQ(malformed, n >= least) << n;

        for (const Reports* reports : {&cut, &sent}) {
            auto at = reports->items.begin();
            std::uint32_t end = 0; // of the item at the top
            for (const Event& event : whole.events) {
                if (n < least || event.kind != Event::Kind::item) {
                    continue;
                }
                // Parts are shown where the whole is; a text of no fixed length where its NULs are.
                if (event.depth == 0) {
                    end = event.item.at.end() + (event.item.path ? 2 : 0);
                }
                if (end > n) {
                    continue;
                }
                const std::string item =
                    line({.kind = event.kind, .item = event.item, .text = event.text}, View(sample));
                at = std::find(at, reports->items.end(), item);
                EXPECT_NE(at, reports->items.end()) << n << ": " << item << " is missing";
            }
        }
    }
}

} // namespace oscar::test

#endif
