// SPDX-License-Identifier: GPL-2.0-or-later
#include "samples.h"

namespace oscar::test {

Bytes real_file_proposal()
{
    return R"(2a 02 0063 007a  0004 0006 0000 00000047
              3731373436343700 0002 0b 53656335353875736572 31
              0003 0000
              0005 0052  0000 3731373436343700 09461343-4c7f-11d1-8222-444553540000
              0002 0004 c0a8019e
              0003 0004 c0a8019e
              0005 0002 1446
              000a 0002 0001
              000f 0000
              2711 0014 0001 0001 00002ee8 7265636970652e646f637800)"_hex;
}

Bytes real_file_accept()
{
    return R"(2a 02 56d8 007b  0004 0007 0000 852ad07f
              3731373436343700 0002 0b 53656335353875736572 31 0000
              0005
              0001 0002 0010
              0005 0004 4a834806
              001d 0012 0001 0005 2b0000316e 0081 0005 2b0000144f
              000f 0004 000006e7
              0003 0004 4a83a485
              0005 001a  0002 3731373436343700 09461343-4c7f-11d1-8222-444553540000
              0013 0001 03)"_hex;
}

Bytes real_chat_invitation()
{
    return R"(2a 02 766a 007e  0004 0006 0000 00008000
              3330383331000000 0002 09 6d6964656e6469616e
              0005 005c  0000 3330383331000000 748f2420-6287-11d1-8222-444553540000
              000a 0002 0001
              000f 0000
              000c 001b 4a6f696e206d6520696e207468697320427564647920436861742e
              2711 0015 0004 10 646970757473 5f38315f636861743131 0000)"_hex;
}

Bytes real_icq_message()
{
    return R"(2a 02 3687 0099  0004 0006 0000 000f0006
              cceb5400f7070000 0002 09 313233343536373839
              0005 0073  0000 cceb5400f7070000 09461349-4c7f-11d1-8222-444553540000
              000a 0002 0001
              000f 0000
              2711 004b 1b00 0800 00000000000000000000000000000000 0000 03000000 00 fbff
                        0e00 fbff 000000000000000000000000
                        01 00 0000 2100 0e00 54657374206d6573736167652e00 00000000 ffffff00
              0003 0000)"_hex;
}

Bytes real_icq_rtf_message()
{
    return R"(2a 02 082c 019d  0004 0007 0000 902f3011
              7095a000261f0000 0002 07 31323334353637 0000
              0004
              0001 0002 0050
              0006 0004 20120000
              000f 0004 000006f3
              0003 0004 405a9378
              0005 015b  0000 7095a000261f0000 09461349-4c7f-11d1-8222-444553540000
              000a 0002 0001
              000f 0000
              2711 0133 1b00 0800 00000000000000000000000000000000 0000 03000000 00 e3ff
                        0e00 e3ff 000000000000000000000000
                        01 00 0000 2100 cc00
                        7b5c727466315c616e73695c616e7369637067313235315c64656666305c6465666c616e67313034397b
                        5c666f6e7474626c7b5c66305c666e696c5c66636861727365743230347b5c2a5c666e616d65204d5320
                        53616e732053657269663b7d4d53205368656c6c20446c673b7d7d0d0a7b5c636f6c6f7274626c203b5c
                        726564305c677265656e305c626c7565303b7d0d0a5c766965776b696e64345c7563315c706172645c63
                        66315c66305c667332303c2323696371696d616765303030383e5c7061720d0a7d0d0a00
                        00000000 ffffff00
                        26000000 7b39374231323735312d323433432d343333342d414432322d4436414246373346313439327d
            )"_hex;
}

Bytes real_icq_acknowledgement()
{
    return R"(2a 02 5428 006e  0004 000b 0000 0000000b
              f33ac10c70180000 0002 07 36323138383935
              0003
              1b00 0700 00000000000000000000000000000000 0000 03000000 00 0700
              0e00 0700 000000000000000000000000
              e9 03 0000 0000 1b00 557365722069732063757272656e746c79204f6363757069656400)"_hex;
}

Bytes real_icq_channel_4_to_host()
{
    return R"(2a 02 561e 006f  0004 0006 0000 000b0006
              4eb56c0133280000 0004 07 31303030303030
              0005 004b 8fe45e00 0400 4300
              546869732069732074686520746573742075726c206d65737361676520746f20616e206f6c6420636c69656e74fe
              687474703a2f2f687474702e746573742e75726c00
              0006 0000)"_hex;
}

Bytes real_icq_channel_4_to_client()
{
    return R"(2a 02 aee2 006a  0004 0007 0000 9ab38deb
              3ebc8e0a5965b956 0004 07 31303030303030 0000
              0004
              0001 0002 0050
              0006 0004 00010000
              000f 0004 000000d2
              0003 0004 00000000
              0005 0028 40420f00 0400 2000 55726c206465736372697074696f6efe687474703a2f2f746573742e75726c00)"_hex;
}

namespace {

// Every tag of the spec, as a server would send them: reserved tags in numerical order, those of the server last.
Bytes every_tag()
{
    return to_client(
        block(kPropose,
              tlv(0x01, u16(1)) + tlv(0x02, "c0000201"_hex) + tlv(0x03, "c0000202"_hex) + tlv(0x05, u16(5190)) +
                  tlv(0x06, "http://a.example/"_ascii) + tlv(0x07, "aim:AddGame"_ascii) + tlv(0x0A, u16(2)) +
                  tlv(0x0B, u16(1)) + tlv(0x0C, "0048 00e9"_hex) + tlv(0x0D, "unicode-2-0"_ascii) +
                  tlv(0x0E, "en"_ascii) + tlv(0x0F) + tlv(0x10) + tlv(0x11) + tlv(0x12, u16(2)) + tlv(0x13, u16(1)) +
                  tlv(0x14, u16(10)) + tlv(0x15, "text/plain"_ascii) + tlv(0x16, "3ffffdfe"_hex) +
                  tlv(0x17, "ebb9"_hex) + tlv(0x18, string08("192.0.2.3 5190"_ascii)) + tlv(0x19, "session"_ascii) +
                  tlv(0x1A, "rollover"_ascii) + tlv(0x2711, "0001 0001 00002ee8 7265636970652e646f6300"_hex) +
                  tlv(0x2712, "us-ascii"_ascii) + tlv(0x04, "cb007101"_hex) + tlv(0x08, "http://b.example/"_ascii),
              kFileTransfer));
}

// A SNAC with an optional block before its body, and TLVs on both sides of the rendezvous block.
Bytes optional_block()
{
    const Bytes optional = tlv(0x0001, u16(4)) + tlv(0x0002, "00000047"_hex);
    return flap("0004 0006 8000 00000047"_hex + u16(optional.size()) + optional + kCookie + kChannel2 + kPeer +
                tlv(0x0003) + tlv(0x0005, block(kCancel, tlv(0x0B, u16(1)))) + tlv(0x0013, "03"_hex));
}

// The charset follows the name, as in WinAIM and MirandaICQ.
Bytes file_name_in_two_bytes()
{
    return to_host(block(kPropose,
                         kProposalTags + tlv(0x2711, "0001 0001 00000004 0041 043d 002e 0000"_hex) +
                             tlv(0x2712, "unicode-2-0"_ascii),
                         kFileTransfer));
}

// ICQ contacts: their UINs, and in a separate tag their nick names.
Bytes contacts()
{
    return to_host(block(kPropose,
                         kSequence1 + "000f 0000"_hex + tlv(0x2711, "0003 466f6f 0001 0007"_hex + "1234567"_ascii) +
                             tlv(0x2712, "0003 466f6f 0001 0008 0001 0004"_hex + "nick"_ascii),
                         "0946134b-4c7f-11d1-8222-444553540000"_hex));
}

Bytes trillian_request()
{
    return to_client(block(kPropose, "03e7 0002 0001 03e8 0002 0000"_hex + tlv(0x03E9, "F488FD584E49DBCD"_ascii),
                           "f2e7c7f4-fead-4dfb-b235-36798bdf0000"_hex));
}

Bytes address_list()
{
    return to_host(
        block(kPropose, kSequence1 + tlv(0x18, string08("192.0.2.1 5190"_ascii) + string08("198.51.100.7 443"_ascii) +
                                                   string08("203.0.113.9 65535"_ascii))));
}

} // namespace

const std::vector<Sample>& samples()
{
    static const std::vector<Sample> all = {
        {"file_proposal", real_file_proposal()},
        {"file_accept", real_file_accept()},
        {"chat_invitation", real_chat_invitation()},
        {"icq_message", real_icq_message()},
        {"icq_rtf_message", real_icq_rtf_message()},
        {"icq_acknowledgement", real_icq_acknowledgement()},
        {"every_tag", every_tag()},
        {"optional_block", optional_block()},
        {"address_list", address_list()},
        {"file_name_in_two_bytes", file_name_in_two_bytes()},
        {"contacts", contacts()},
        {"trillian_request", trillian_request()},
        {"nak", client_error(3, "0002 0001"_hex)},
        {"reverse_connection_failed", client_error(3, "8fe45e00 46140000 47140000 0800 01000000"_hex)},
    };
    return all;
}

} // namespace oscar::test
