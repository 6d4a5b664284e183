// SPDX-License-Identifier: GPL-2.0-or-later
//
// FLAP frames that real clients and servers sent, and a few written by hand for cases without a real frame.
#ifndef OSCAR_TESTS_CORE_SAMPLES_H
#define OSCAR_TESTS_CORE_SAMPLES_H

#include "bytes.h"

#include <ostream>

namespace oscar::test {

// AIM, 2009: capture of the network forensics puzzle "Ann's Bad AIM" (forensicscontest.com, puzzle 1), frames 92 and
// 136. A client proposes the file "recipe.docx"; the server relays the answer.
Bytes real_file_proposal();
Bytes real_file_accept();

// AIM, 1999: an invitation to a chat room, from tcpdumps/chat.txt in libfaim.
Bytes real_chat_invitation();

// ICQ, 2003: examples from Alexandr Shutko's documentation of the OSCAR protocol, pages snac_04_06_ch2,
// snac_04_07_ch2, snac_04_0b, snac_04_06_ch4 and snac_04_07_ch4.
Bytes real_icq_message();
Bytes real_icq_rtf_message();
Bytes real_icq_acknowledgement();
Bytes real_icq_channel_4_to_host();
Bytes real_icq_channel_4_to_client();

struct Sample {
    const char* name;
    Bytes frame;
};
inline void PrintTo(const Sample& sample, std::ostream* out) { *out << sample.name; }

// All of the above that are rendezvous messages, and those written by hand.
const std::vector<Sample>& samples();

} // namespace oscar::test

#endif
