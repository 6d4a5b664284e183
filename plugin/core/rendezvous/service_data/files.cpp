// SPDX-License-Identifier: GPL-2.0-or-later
//
// Send file (1343) and get file (1348). Sources: joscar FileSendReqRvCmd and GetFileReqRvCmd, libpurple, Clark 2005,
// MirandaICQ (64-bit size). All numbers are big-endian.
#include "core/rendezvous/service_data/service_reader.h"
#include "core/rendezvous/value.h"

namespace oscar::rendezvous {
namespace {

// The charset of the file name. Clients that do not send it use UTF-8, ASCII or their code page.
Charset file_name_charset(const ServiceContext& c, Slice& name)
{
    const Tlv* tlv = c.block->find(tag::kFileNameCharset);
    if (tlv == nullptr || tlv->fault != Fault::none) {
        return Charset::unknown;
    }
    name = mime_word(c.view, tlv->value);
    return charset_from_name(c.view.chars(name));
}

// Length in bytes, up to the NUL that ends the text or to the end of the data.
std::uint32_t text_length(const View& view, Slice at, bool two_byte)
{
    const std::string_view text = view.chars(at);
    if (!two_byte) {
        return static_cast<std::uint32_t>(std::min<std::size_t>(text.find('\0'), at.length));
    }
    std::uint32_t n = 0;
    while (n + 2 <= text.size() && (text[n] != 0 || text[n + 1] != 0)) {
        n += 2;
    }
    return n + 2 <= text.size() ? n : at.length;
}

std::uint32_t name_length(const ServiceContext& c, Slice at, Charset charset)
{
    // The charset follows the name. If the block ends too early to contain it, a NUL may be half of a character, so
    // only trailing NULs are left out.
    if (charset == Charset::unknown && c.block->fault != Fault::none) {
        return trim_nuls(c.view, at).length;
    }
    return text_length(c.view, at, charset == Charset::ucs2_be);
}

} // namespace

void decode_file_offer(const ServiceContext& c, Slice data)
{
    // Other data has been seen under this UUID. The first number distinguishes it.
    if (data.length < 8 || c.view.u16(data.offset) < 1 || c.view.u16(data.offset) > 2) {
        report_malformed(data, c.to);
        return;
    }
    ServiceReader r(c, data);
    r.u16(Field::file_multiple);
    c.summary.has_count = r.u16(Field::file_count, &c.summary.count);
    std::uint32_t size = 0;
    r.u32(Field::file_size, &size);
    if (!c.summary.has_size) {
        c.summary.has_size = true; // the tag FILE_SIZE_64 takes precedence
        c.summary.size = size;
    }
    Slice charset_name;
    const Charset charset = file_name_charset(c, charset_name);
    r.text(Field::file_name, name_length(c, r.rest(), charset), charset, charset_name, &c.summary.name);
    // The name ends with one NUL; WinAIM and joscar write several.
    if (trim_nuls(c.view, r.rest()).length > 0) {
        r.finish();
    }
}

void decode_get_file(const ServiceContext& c, Slice data)
{
    ServiceReader r(c, data);
    if (r.u16(Field::get_file_code) && r.u16(Field::get_file_version)) {
        r.u32(Field::get_file_flags);
    }
    // Version 1 pads with four NULs, version 2 with one.
    if (!r.ok() || trim_nuls(c.view, r.rest()).length > 0) {
        r.finish();
    }
}

} // namespace oscar::rendezvous
