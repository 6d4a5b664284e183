// SPDX-License-Identifier: GPL-2.0-or-later
//
// The tables of tags, fields, findings and services: consistent among themselves, and equal to the specification.
#include "bytes.h"
#include "spec.h"

#include "core/ars/fields.h"
#include "core/ars/findings.h"
#include "core/icq/guids.h"
#include "core/odc/fields.h"
#include "core/odc/findings.h"
#include "core/oft/fields.h"
#include "core/oft/findings.h"
#include "core/rendezvous/fields.h"
#include "core/rendezvous/findings.h"
#include "core/rendezvous/services.h"
#include "core/rendezvous/tags.h"

#include <gtest/gtest.h>

#include <bit>
#include <map>
#include <set>
#include <string>

namespace oscar::test {
namespace {

// Of every protocol.
std::vector<FieldRef> fields()
{
    std::vector<FieldRef> refs;
    for (std::size_t i = 0; i < kProtocolCount; ++i) {
        const auto id = static_cast<ProtocolId>(i);
        for (std::size_t field = 0; field < protocol(id).fields.size(); ++field) {
            refs.emplace_back(id, static_cast<std::uint16_t>(field));
        }
    }
    return refs;
}
std::vector<FindingRef> findings()
{
    std::vector<FindingRef> refs;
    for (std::size_t i = 0; i < kProtocolCount; ++i) {
        const auto id = static_cast<ProtocolId>(i);
        for (std::size_t finding = 0; finding < protocol(id).findings.size(); ++finding) {
            refs.emplace_back(id, static_cast<std::uint16_t>(finding));
        }
    }
    return refs;
}

// Tags

TEST(Tags, AreThoseOfTheSpec)
{
    ASSERT_EQ(kSpecTagCount, std::size(kSpecTags));
    for (std::size_t i = 0; i < kSpecTagCount; ++i) {
        EXPECT_EQ(kTags[i].tag, kSpecTags[i].number);
        EXPECT_STREQ(kTags[i].name, kSpecTags[i].name);
        EXPECT_EQ(row(kTags[i].field).filter, std::string("aim_rendezvous.") + kSpecTags[i].filter);
    }
}

TEST(Tags, HaveTheSpecsTypes)
{
    for (std::size_t i = 0; i < kSpecTagCount; ++i) {
        const FieldType type = row(kTags[i].field).type;
        const Kind kind = kTags[i].kind;
        switch (kSpecTags[i].type) {
        case SpecType::word:
            EXPECT_EQ(kind, Kind::u16) << kTags[i].name;
            EXPECT_EQ(type, FieldType::u16) << kTags[i].name;
            break;
        case SpecType::dword:
            EXPECT_EQ(kind, Kind::ipv4) << kTags[i].name;
            EXPECT_EQ(type, FieldType::ipv4) << kTags[i].name;
            break;
        case SpecType::string:
            EXPECT_TRUE(kind == Kind::text || kind == Kind::mime_text || kind == Kind::mime_word ||
                        kind == Kind::mime_type)
                << kTags[i].name;
            EXPECT_EQ(type, FieldType::text) << kTags[i].name;
            break;
        case SpecType::empty:
            EXPECT_EQ(kind, Kind::flag) << kTags[i].name;
            EXPECT_EQ(type, FieldType::none) << kTags[i].name;
            break;
        case SpecType::string08:
            EXPECT_EQ(kind, Kind::addr_list) << kTags[i].name;
            EXPECT_EQ(type, FieldType::bytes) << kTags[i].name;
            break;
        case SpecType::blob:
            EXPECT_EQ(kind, Kind::data) << kTags[i].name;
            EXPECT_EQ(type, FieldType::bytes) << kTags[i].name;
            break;
        }
    }
}

TEST(Tags, RulesOfTheSpec)
{
    std::set<std::string> server_only;
    std::map<std::uint16_t, std::uint16_t> guards;
    for (const TagRow& tag : kTags) {
        if (tag.sender == Sender::server) {
            server_only.insert(tag.name);
        }
        if (tag.guards != 0) {
            guards[tag.tag] = tag.guards;
            EXPECT_EQ(row(tag.decoded).filter, std::string(row(tag.field).filter) + ".decoded");
        }
        EXPECT_EQ(tag.allowed == Allowed::proposal_only, tag.tag == 0x0A) << tag.name;
        EXPECT_EQ(tag.allowed == Allowed::cancel_only, tag.tag == 0x0B) << tag.name;
    }
    EXPECT_EQ(server_only, (std::set<std::string>{"VERIFIED_IP_ADDR", "VERIFIED_DOWNLOAD_URL"}));
    EXPECT_EQ(guards, (std::map<std::uint16_t, std::uint16_t>{{0x16, 0x02}, {0x17, 0x05}}));
}

TEST(Tags, FoundByNumber)
{
    std::map<std::uint32_t, const SpecTag*> spec;
    for (const SpecTag& tag : kSpecTags) {
        spec[tag.number] = &tag;
    }
    for (std::uint32_t number = 0; number <= 0xFFFF; ++number) {
        const TagRow* found = find_tag(Service::any, static_cast<std::uint16_t>(number));
        ASSERT_EQ(found != nullptr, spec.count(number) == 1) << number;
        if (found != nullptr) {
            EXPECT_EQ(found->tag, number);
        }
    }
}

TEST(Tags, ReservedOnesAreTheSpecsBelow001B)
{
    for (std::uint32_t number = 0; number <= 0xFFFF; ++number) {
        const bool reserved = number >= 1 && number <= 0x1A && number != 9;
        ASSERT_EQ(is_reserved(static_cast<std::uint16_t>(number)), reserved) << number;
    }
}

TEST(Tags, UndefinedOnes)
{
    for (std::uint32_t number = 0; number <= 0xFFFF; ++number) {
        const bool undefined = number == 0 || number == 9 || (number >= 0x1B && number <= 0x2710);
        ASSERT_EQ(is_undefined(static_cast<std::uint16_t>(number)), undefined) << number;
    }
}

// Fields and findings

TEST(Filters, AreUniqueAmongFieldsAndFindings)
{
    std::set<std::string> seen;
    for (const FieldRef field : fields()) {
        EXPECT_TRUE(seen.insert(row(field).filter).second) << row(field).filter;
    }
    for (const FindingRef finding : findings()) {
        EXPECT_TRUE(seen.insert(row(finding).filter).second) << row(finding).filter;
    }
}

// Wireshark accepts lower-case letters, digits, '.', '_' and '-' in a filter name, no empty part, no dot at an end.
void expect_valid_filter(const std::string& filter, ProtocolId id)
{
    EXPECT_EQ(filter.rfind(std::string(protocol(id).filter) + '.', 0), 0U) << filter;
    EXPECT_EQ(filter.find(".."), std::string::npos) << filter;
    EXPECT_NE(filter.back(), '.') << filter;
    for (const char c : filter) {
        EXPECT_TRUE((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_') << filter;
    }
}

TEST(Filters, AreValidForWireshark)
{
    for (const FieldRef field : fields()) {
        expect_valid_filter(row(field).filter, field.protocol);
    }
    for (const FindingRef finding : findings()) {
        expect_valid_filter(row(finding).filter, finding.protocol);
    }
}

TEST(Fields, EachRowIsUnderItsOwnId)
{
    EXPECT_STREQ(row(Field::type).filter, "aim_rendezvous.type");
    EXPECT_STREQ(row(Field::outcome).filter, "aim_rendezvous.outcome");
    EXPECT_STREQ(row(FindingId::ip_xor_mismatch).filter, "aim_rendezvous.ip_xor.mismatch");
    EXPECT_STREQ(row(FindingId::relay_server_tag_removed).filter, "aim_rendezvous.relay.server_tag_removed");
    EXPECT_STREQ(row(oft::Field::name_rest).filter, "aim_oft.name.rest");
    EXPECT_STREQ(row(oft::FindingId::name_trailing).filter, "aim_oft.name.trailing");
    EXPECT_STREQ(row(ars::Field::pin).filter, "aim_ars.pin");
    EXPECT_STREQ(row(ars::FindingId::service_missing).filter, "aim_ars.service.missing");
}

TEST(Fields, AreLabelledAndDescribed)
{
    for (const FieldRef field : fields()) {
        const FieldRow& r = row(field);
        EXPECT_STRNE(r.label, "") << r.filter;
        EXPECT_GE(std::string(r.about).size(), 8U) << r.filter;
        // A description does not just repeat the label.
        EXPECT_NE(std::string(r.about), r.label) << r.filter;
        EXPECT_TRUE(r.label[0] >= 'A' && r.label[0] <= 'Z') << r.filter;
    }
}

// Only whole numbers have names and a base; the names of one field are unique.
TEST(Fields, ValueNames)
{
    for (const FieldRef field : fields()) {
        const FieldRow& r = row(field);
        const bool number =
            r.type == FieldType::u8 || r.type == FieldType::u16 || r.type == FieldType::u32 || r.type == FieldType::u64;
        if (!number) {
            EXPECT_TRUE(r.values.empty()) << r.filter;
            EXPECT_EQ(r.base, Base::dec) << r.filter;
        }
        std::set<std::uint32_t> numbers;
        std::set<std::string> names;
        for (const ValueName& value : r.values) {
            EXPECT_TRUE(numbers.insert(value.value).second) << r.filter << ' ' << value.value;
            EXPECT_TRUE(names.insert(value.name).second) << r.filter << ' ' << value.name;
            EXPECT_STREQ(value_name(field, value.value), value.name);
        }
    }
}

// Bits have a mask, which for one of them is one bit; nothing else has.
TEST(Fields, Masks)
{
    for (const FieldRef field : fields()) {
        const FieldRow& r = row(field);
        EXPECT_EQ(std::popcount(r.mask), r.type == FieldType::bit ? 1 : 0) << r.filter;
    }
}

TEST(Protocols, HaveTheirNames)
{
    const std::pair<const char*, const char*> expected[] = {
        {"AIM Rendezvous", "aim_rendezvous"}, {"AIM File Transfer", "aim_oft"},    {"AIM Direct IM", "aim_odc"},
        {"AIM Rendezvous Proxy", "aim_ars"},  {"ICQ Direct Connection", "icq_dc"},
    };
    ASSERT_EQ(kProtocolCount, std::size(expected));
    for (std::size_t i = 0; i < kProtocolCount; ++i) {
        EXPECT_STREQ(protocol(static_cast<ProtocolId>(i)).name, expected[i].first);
        EXPECT_STREQ(protocol(static_cast<ProtocolId>(i)).filter, expected[i].second);
    }
}

using Names = std::map<std::uint32_t, std::string>;

Names names_of(Field field)
{
    Names names;
    for (const ValueName& value : row(field).values) {
        names[value.value] = value.name;
    }
    return names;
}

// Spec, classes ICBM__RENDEZVOUS_MESSAGE, _CANCEL_REASONS and _NAK. The names are taken from the notes of the
// constants.
TEST(ValueNames, AreThoseOfTheSpec)
{
    EXPECT_EQ(names_of(Field::type), (Names{{0, "Propose"}, {1, "Cancel"}, {2, "Accept"}, {3, "NAK"}}));
    EXPECT_EQ(names_of(Field::cancel_reason), (Names{{0, "Reason not specified"},
                                                     {1, "User cancelled"},
                                                     {2, "Timeout"},
                                                     {3, "Accepted by another instance of the user"}}));
    EXPECT_EQ(names_of(Field::nak), (Names{{0x00, "Proposal UUID not supported"},
                                           {0x01, "Not authorized, or user declined"},
                                           {0x02, "Proposal ignored (do not use)"},
                                           {0x03, "Proposal malformed"},
                                           {0x04, "Attempt to act on proposal timed out"},
                                           {0x05, "Recipient away or busy"},
                                           {0x06, "Recipient had internal error"},
                                           {0x07, "Recipient was ratelimited"},
                                           {0x08, "Recipient had nothing to send"},
                                           {0x09, "Incompatible versions"},
                                           {0x0A, "Incompatible security settings"},
                                           {0x0F, "Service-specific reason"}}));
    EXPECT_EQ(names_of(Field::client_error_code),
              (Names{{1, "Unsupported channel"}, {2, "Busted payload"}, {3, "Channel-specific reason"}}));
    EXPECT_EQ(names_of(Field::channel),
              (Names{{1, "IM"}, {2, "Rendezvous"}, {3, "MIME (chat)"}, {4, "ICQ"}, {5, "Co-browser"}}));
}

TEST(ValueNames, OfTagsAreTheTagTable)
{
    Names expected;
    for (const SpecTag& tag : kSpecTags) {
        expected[tag.number] = tag.name;
    }
    EXPECT_EQ(names_of(Field::tlv_tag), expected);
}

TEST(ValueNames, NoneForOtherNumbers)
{
    EXPECT_EQ(value_name(Field::type, 4), nullptr);
    EXPECT_EQ(value_name(Field::nak, 0x0B), nullptr);
    EXPECT_EQ(value_name(Field::nak, 0x0E), nullptr);
    EXPECT_EQ(value_name(Field::tlv_tag, 9), nullptr);
    EXPECT_EQ(value_name(Field::port, 5190), nullptr);
}

// Services

struct KnownService {
    const char* uuid; // text form
    const char* name;
    Service service = Service::other;
};

// UUIDs and meanings according to the NINA wiki (UUIDs), libpurple, joscar, Kopete, Miranda and R&Q.
constexpr KnownService kKnownServices[] = {
    // Services of a rendezvous
    {"09461341-4C7F-11D1-8222-444553540000", "Voice Chat", Service::talk},
    {"09461342-4C7F-11D1-8222-444553540000", "DirectPlay"},
    {"09461343-4C7F-11D1-8222-444553540000", "File Transfer", Service::file_transfer},
    {"09461344-4C7F-11D1-8222-444553540000", "ICQ Direct Connection", Service::icq_direct},
    {"09461345-4C7F-11D1-8222-444553540000", "Direct IM", Service::direct_im},
    {"09461346-4C7F-11D1-8222-444553540000", "Buddy Icon", Service::buddy_icon},
    {"09461347-4C7F-11D1-8222-444553540000", "Add-Ins", Service::add_ins},
    {"09461348-4C7F-11D1-8222-444553540000", "Get File", Service::get_file},
    {"09461349-4C7F-11D1-8222-444553540000", "ICQ Server Relay", Service::icq_relay},
    {"0946134A-4C7F-11D1-8222-444553540000", "Games"},
    {"0946134A-4C7F-11D1-2282-444553540000", "Games"},
    {"0946134B-4C7F-11D1-8222-444553540000", "Send Buddy List", Service::send_buddy_list},
    {"748F2420-6287-11D1-8222-444553540000", "Chat", Service::chat},
    {"F2E7C7F4-FEAD-4DFB-B235-36798BDF0000", "Trillian SecureIM", Service::trillian},
    {"0946F004-4C7F-11D1-8222-444553540000", "iChat AV", Service::ichat_av},
    {"09460101-4C7F-11D1-8222-444553540000", "RTC Video"},
    {"09460104-4C7F-11D1-8222-444553540000", "RTC Audio"},
    {"09460107-4C7F-11D1-8222-444553540000", "Multi Audio"},
    {"09460108-4C7F-11D1-8222-444553540000", "Multi Video"},
    // Capabilities of the same family
    {"09460000-4C7F-11D1-8222-444553540000", "Short Capabilities"},
    {"09460001-4C7F-11D1-8222-444553540000", "Secure IM"},
    {"09460002-4C7F-11D1-8222-444553540000", "XHTML IM"},
    {"09460100-4C7F-11D1-8222-444553540000", "Video Chat"},
    {"09460102-4C7F-11D1-8222-444553540000", "Has Camera"},
    {"09460103-4C7F-11D1-8222-444553540000", "Has Microphone"},
    {"09460105-4C7F-11D1-8222-444553540000", "Available for Call"},
    {"09460105-4C7F-11D1-8222-444545535400", "iChat AV (old form)"},
    {"09460106-4C7F-11D1-8222-444553540000", "AOL Call Alert"},
    {"09460109-4C7F-11D1-8222-444553540000", "AOL Call Alert 2"},
    {"0946010A-4C7F-11D1-8222-444553540000", "Host Status Text Aware"},
    {"0946010B-4C7F-11D1-8222-444553540000", "Real-Time IM"},
    {"0946010C-4C7F-11D1-8222-444553540000", "AMO"},
    {"0946010D-4C7F-11D1-8222-444553540000", "Alerts"},
    {"094601FF-4C7F-11D1-8222-444553540000", "Smart Capabilities"},
    {"09461323-4C7F-11D1-8222-444553540000", "Hiptop"},
    {"0946134C-4C7F-11D1-8222-444553540000", "ICQ Devils"},
    {"0946134D-4C7F-11D1-8222-444553540000", "AIM and ICQ Interoperability"},
    {"0946134E-4C7F-11D1-8222-444553540000", "UTF-8 Messages"},
    {"0946134F-4C7F-11D1-8222-444553540000", "No Incoming IMs"},
    {"09461350-4C7F-11D1-8222-444553540000", "ICQ VoIP Voice"},
    {"09461351-4C7F-11D1-8222-444553540000", "ICQ VoIP Video"},
    {"0946E000-4C7F-11D1-8222-444553540000", "Webbie"},
    {"0946E001-4C7F-11D1-8222-444553540000", "Photo Sharing"},
    // Others
    {"97B12751-243C-4334-AD22-D6ABF73F1492", "RTF Messages"},
    {"2E7A6475-FADF-4DC8-886F-EA3595FDB6DF", "UTF-8 Messages (old)"},
    {"563FC809-0B6F-41BD-9F79-422609DFA2F3", "Typing Notifications"},
    {"0138CA7B-769A-4915-88F2-13FC00979EA8", "HTML Messages"},
    {"1A093C6C-D7FD-4EC5-9D51-A6474E34F5A0", "Xtraz"},
    {"B2EC8F16-7C6F-451B-BD79-DC58497888B9", "tZers"},
    {"67361515-612D-4C07-8F3D-BDE6408EA041", "Xtraz Multi-User Chat"},
    {"178C2D9B-DAA5-45BB-8DDB-F3BDBD53A10A", "Xtraz Video"},
    {"E362C1E9-121A-4B94-A626-7A74DE24270D", "Push to Talk"},
    {"B6074378-F50C-4AC7-9092-5938502D0591", "ICQ Video"},
    {"B99708B5-3A92-4202-B069-F1E757BB2E17", "ICQ Voice Chat"},
    {"3B60B3EF-D82A-6C45-A4E0-9C5A5E67E865", "Xtraz Script"},
};

std::span<const std::uint8_t, 16> as_uuid(const Bytes& bytes)
{
    EXPECT_EQ(bytes.size(), 16U);
    return std::span(bytes).first<16>();
}

TEST(Services, KnownByUuid)
{
    for (const KnownService& known : kKnownServices) {
        const Bytes uuid = from_hex(known.uuid);
        const ServiceRow* found = find_service(as_uuid(uuid));
        ASSERT_NE(found, nullptr) << known.uuid;
        EXPECT_STREQ(found->name, known.name) << known.uuid;
        EXPECT_EQ(found->service, known.service) << known.uuid;
        EXPECT_STREQ(service_name(as_uuid(uuid)).c_str(), known.name) << known.uuid;
    }
}

TEST(Services, TableHoldsNothingElse)
{
    std::set<Bytes> known;
    for (const KnownService& service : kKnownServices) {
        known.insert(from_hex(service.uuid));
    }
    std::set<Bytes> seen;
    for (const ServiceRow& service : service_table()) {
        const Bytes uuid(service.uuid.begin(), service.uuid.end());
        EXPECT_EQ(known.count(uuid), 1U) << service.name;
        EXPECT_TRUE(seen.insert(uuid).second) << service.name << " is there twice";
    }
}

// The order of the text form is the wire order: unlike in a Microsoft GUID, no part is swapped.
TEST(Services, InTheOrderInWhichTheyAreWritten)
{
    EXPECT_EQ(find_service(as_uuid("09461343 4c7f 11d1 8222 444553540000"_hex))->service, Service::file_transfer);
    EXPECT_EQ(find_service(as_uuid("43134609 7f4c d111 8222 444553540000"_hex)), nullptr);
}

TEST(Services, ShortCapabilities)
{
    EXPECT_EQ(short_capability(as_uuid("09461343-4C7F-11D1-8222-444553540000"_hex)), 0x1343);
    EXPECT_EQ(short_capability(as_uuid("09460000-4C7F-11D1-8222-444553540000"_hex)), 0);
    EXPECT_EQ(short_capability(as_uuid("0946FFFF-4C7F-11D1-8222-444553540000"_hex)), 0xFFFF);

    // Named by their number if nothing else is known about them.
    EXPECT_STREQ(service_name(as_uuid("09460F02-4C7F-11D1-8222-444553540000"_hex)).c_str(), "Short capability 0F02");
    EXPECT_STREQ(service_name(as_uuid("0946FFFF-4C7F-11D1-8222-444553540000"_hex)).c_str(), "Short capability FFFF");
}

TEST(Services, NoShortCapabilityWhereAnyOtherByteDiffers)
{
    const Bytes uuid = "09460F02-4C7F-11D1-8222-444553540000"_hex;
    for (std::size_t i = 0; i < uuid.size(); ++i) {
        Bytes changed = uuid;
        changed[i] ^= 0x01;
        const bool number = i == 2 || i == 3;
        EXPECT_EQ(short_capability(as_uuid(changed)) == -1, !number) << i;
        const ServiceName name = service_name(as_uuid(changed));
        EXPECT_EQ(std::string(name.c_str()) == "Unknown", !number) << i;
        EXPECT_EQ(name.known, number) << i;
    }
}

// GUIDs inside ICQ messages

struct KnownGuid {
    const char* wire;
    const char* name;
    icq::Guid guid = icq::Guid::other;
};

// Bytes in wire order, according to Shutko, MirandaICQ (guids.h) and Licq.
constexpr KnownGuid kKnownGuids[] = {
    {"00000000 00000000 00000000 00000000", "None", icq::Guid::none},
    {"A0E93F37 4FE9D311 BCD20004 AC96DD96", "Info manager"},
    {"10CF40D1 4FE9D311 BCD20004 AC96DD96", "Status manager"},
    {"F002BF71 4371D311 8DD20010 4B06462E", "Info plugin list"},
    {"10180670 5471D311 8DD20010 4B06462E", "Status plugin list"},
    {"BE6B7305 0FC2104F A6DE4DB1 E3564B0E", "Message", icq::Guid::text},
    {"811A18BC 0E6C1847 A5916F18 DCC76F1A", "Extended status message", icq::Guid::status_text},
    {"F02D12D9 3091D311 8DD70010 4B06462E", "File", icq::Guid::file},
    {"4FA6F34C 09B7FD48 92087E85 7AE07330", "tZer", icq::Guid::xtraz},
    {"371C5872 E987D411 A4C100D0 B759B1D9", "URL", icq::Guid::text},
    {"2A0E7D46 7676D411 BCE60004 AC961EA6", "Contacts", icq::Guid::text},
    {"01E53B48 2AE4D111 B6790060 97E1E294", "Greeting card"},
    {"BFF720B2 378ED411 BD280004 AC96D905", "Chat", icq::Guid::chat},
    {"0E28F600 11E7D311 BCF30004 AC969DC2", "SMS"},
    {"3B60B3EF D82A6C45 A4E09C5A 5E67E865", "Xtraz script", icq::Guid::xtraz},
    {"907C212C 914DD311 ADEB0004 AC96AAB2", "Phone book or follow me"},
    {"80662883 8028D311 8DBB0010 4B06462E", "Picture"},
    {"3FB65E38 A030D411 BD0F0006 29EE4DA1", "ICQ phone"},
    {"47ED2DED F21FD411 BCFD0006 29EE4DA1", "User info"},
    {"501E1E5C 9EDDD311 AB1F0050 048EBC8D", "White pages search"},
    {"506DF82C 72DED311 AB210050 048EBC8D", "Search"},
    {"3BA1F5FD D26E3F40 86E0B484 6B77DFA7", "Features list"},
    {"1C4B8ED6 E702D411 BCE80004 AC96D905", "Extended contacts"},
    {"60F1A83D 9149D311 8DBE0010 4B06462E", "Random users service"},
    {"C0729FFB 7856D311 8DC20010 4B06462E", "Random plugin"},
    {"651D885A 732AD411 BD0A0006 29EE4DA1", "Wireless pager"},
    {"BC363439 A407A240 900C35A9 F003BE09", "External plugin"},
    {"8617DAFA 367EA04E 8E1BC6B3 BD0E515C", "Add-user wizard"},
    {"D1D031C0 2C31D211 8A090010 4B9B48AB", "Voice message"},
    {"A113C91C 1E7ED211 AC9F0010 4BBC2B53", "IrCQ-Net"},
};

TEST(IcqGuids, KnownByTheirBytes)
{
    EXPECT_EQ(icq::guid_table().size(), std::size(kKnownGuids));
    for (const KnownGuid& known : kKnownGuids) {
        const Bytes wire = from_hex(known.wire);
        const icq::GuidRow* found = icq::find_guid(as_uuid(wire));
        ASSERT_NE(found, nullptr) << known.wire;
        EXPECT_STREQ(found->name, known.name);
        EXPECT_EQ(found->guid, known.guid) << known.name;
    }
}

TEST(IcqGuids, AnyOtherByteMakesAnother)
{
    const Bytes file = "F02D12D9 3091D311 8DD70010 4B06462E"_hex;
    for (std::size_t i = 0; i < file.size(); ++i) {
        Bytes changed = file;
        changed[i] ^= 0x80;
        EXPECT_EQ(icq::find_guid(as_uuid(changed)), nullptr) << i;
    }
}

} // namespace
} // namespace oscar::test
