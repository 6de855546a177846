#include "lib/text/charset_label.h"

#include <algorithm>
#include <array>
#include <string>

#include "lib/text/ascii.h"

namespace wiredesk::text {
namespace {

// Browsers look at 1,024 bytes before they begin, and begin anew when a meta element comes later.
constexpr size_t kDeclarationBytes = 32 * 1024;

struct Encoding {
  Charset charset;
  std::string_view labels;  // Besides its own name, separated by spaces.
};

// https://encoding.spec.whatwg.org/#names-and-labels
constexpr auto kEncodings = std::to_array<Encoding>({
    {{"utf-8", "UTF-8"}, "unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf8 x-unicode20utf8"},
    {{"windows-1252", "windows-1252"},
     "ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 iso8859-1 iso88591 iso_8859-1 "
     "iso_8859-1:1987 l1 latin1 us-ascii x-cp1252"},
    {{"windows-1250", "windows-1250"}, "cp1250 x-cp1250"},
    {{"windows-1251", "windows-1251"}, "cp1251 x-cp1251"},
    {{"windows-1253", "windows-1253"}, "cp1253 x-cp1253"},
    {{"windows-1254", "windows-1254"},
     "cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 iso_8859-9 iso_8859-9:1989 l5 latin5 x-cp1254"},
    {{"windows-1255", "windows-1255"}, "cp1255 x-cp1255"},
    {{"windows-1256", "windows-1256"}, "cp1256 x-cp1256"},
    {{"windows-1257", "windows-1257"}, "cp1257 x-cp1257"},
    {{"windows-1258", "windows-1258"}, "cp1258 x-cp1258"},
    {{"windows-874", "windows-874-2000"}, "dos-874 iso-8859-11 iso8859-11 iso885911 tis-620"},
    {{"iso-8859-2", "ISO-8859-2"}, "csisolatin2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 iso_8859-2:1987 l2 latin2"},
    {{"iso-8859-3", "ISO-8859-3"}, "csisolatin3 iso-ir-109 iso8859-3 iso88593 iso_8859-3 iso_8859-3:1988 l3 latin3"},
    {{"iso-8859-4", "ISO-8859-4"}, "csisolatin4 iso-ir-110 iso8859-4 iso88594 iso_8859-4 iso_8859-4:1988 l4 latin4"},
    {{"iso-8859-5", "ISO-8859-5"},
     "csisolatincyrillic cyrillic iso-ir-144 iso8859-5 iso88595 iso_8859-5 iso_8859-5:1988"},
    {{"iso-8859-6", "ISO-8859-6"},
     "arabic asmo-708 csiso88596e csiso88596i csisolatinarabic ecma-114 iso-8859-6-e iso-8859-6-i iso-ir-127 iso8859-6 "
     "iso88596 iso_8859-6 iso_8859-6:1987"},
    {{"iso-8859-7", "ISO-8859-7"},
     "csisolatingreek ecma-118 elot_928 greek greek8 iso-ir-126 iso8859-7 iso88597 iso_8859-7 iso_8859-7:1987 "
     "sun_eu_greek"},
    {{"iso-8859-8", "ISO-8859-8"},
     "csiso88598e csisolatinhebrew hebrew iso-8859-8-e iso-ir-138 iso8859-8 iso88598 iso_8859-8 iso_8859-8:1988 "
     "visual"},
    {{"iso-8859-8-i", "ISO-8859-8"}, "csiso88598i logical"},
    {{"iso-8859-10", "iso-8859_10-1998"}, "csisolatin6 iso-ir-157 iso8859-10 iso885910 l6 latin6"},
    {{"iso-8859-13", "ISO-8859-13"}, "iso8859-13 iso885913"},
    {{"iso-8859-14", "iso-8859_14-1998"}, "iso8859-14 iso885914"},
    {{"iso-8859-15", "ISO-8859-15"}, "csisolatin9 iso8859-15 iso885915 iso_8859-15 l9"},
    {{"iso-8859-16", ""}, ""},
    {{"ibm866", "IBM866"}, "866 cp866 csibm866"},
    {{"koi8-r", "KOI8-R"}, "cskoi8r koi koi8 koi8_r"},
    {{"koi8-u", "KOI8-U"}, "koi8-ru"},
    {{"macintosh", "macintosh"}, "csmacintosh mac x-mac-roman"},
    {{"x-mac-cyrillic", "x-mac-cyrillic"}, "x-mac-ukrainian"},
    {{"gbk", "gb18030"}, "chinese csgb2312 csiso58gb231280 gb2312 gb_2312 gb_2312-80 iso-ir-58 x-gbk"},
    {{"gb18030", "gb18030"}, ""},
    {{"big5", "Big5-HKSCS"}, "big5-hkscs cn-big5 csbig5 x-x-big5"},
    {{"euc-jp", "EUC-JP"}, "cseucpkdfmtjapanese x-euc-jp"},
    {{"iso-2022-jp", "ISO-2022-JP"}, "csiso2022jp"},
    {{"shift_jis", "ibm-943_P15A-2003"}, "csshiftjis ms932 ms_kanji shift-jis sjis windows-31j x-sjis"},
    {{"euc-kr", "windows-949-2000"},
     "cseuckr csksc56011987 iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 windows-949"},
    {{"utf-16le", "UTF-16LE"}, "csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff utf-16"},
    {{"utf-16be", "UTF-16BE"}, "unicodefffe"},
    {{"x-user-defined", ""}, ""},
    {{"replacement", ""}, "csiso2022kr hz-gb-2312 iso-2022-cn iso-2022-cn-ext iso-2022-kr"},
});

bool HasLabel(const Encoding& encoding, std::string_view label) {
  if (encoding.charset.name == label) return true;
  for (size_t at = encoding.labels.find(label); at != std::string_view::npos;
       at = encoding.labels.find(label, at + 1)) {
    const size_t end = at + label.size();
    const bool begins = at == 0 || encoding.labels[at - 1] == ' ';
    if (begins && (end == encoding.labels.size() || encoding.labels[end] == ' ')) return true;
  }
  return false;
}

// The value that follows "charset=" or "encoding=" in a tag, with or without quotes.
std::string_view ValueAfter(std::string_view tag, std::string_view key) {
  for (size_t at = 0; at + key.size() <= tag.size(); ++at) {
    if (!StartsWithIgnoreCase(tag.substr(at), key)) continue;
    std::string_view rest = StripLeft(tag.substr(at + key.size()));
    if (rest.empty() || rest[0] != '=') continue;
    rest = StripLeft(rest.substr(1));
    if (!rest.empty() && (rest[0] == '"' || rest[0] == '\'')) {
      return rest.substr(1, rest.find(rest[0], 1) - 1);
    }
    return rest.substr(0, std::min(rest.size(), rest.find_first_of(" \t\r\n\f;\"'>/")));
  }
  return {};
}

}  // namespace

std::optional<Charset> FindCharset(std::string_view label) {
  const std::string wanted = AsciiLowerCopy(Strip(label));
  if (wanted.empty() || wanted.find(' ') != std::string::npos) return std::nullopt;
  for (const Encoding& encoding : kEncodings) {
    if (HasLabel(encoding, wanted)) return encoding.charset;
  }
  return std::nullopt;
}

std::string_view DeclaredCharsetLabel(std::string_view bytes) {
  const std::string_view head = bytes.substr(0, kDeclarationBytes);
  if (head.starts_with("<?xml")) {
    const std::string_view label = ValueAfter(head.substr(0, head.find('>')), "encoding");
    if (!label.empty()) return label;
  }
  for (size_t at = head.find('<'); at != std::string_view::npos; at = head.find('<', at + 1)) {
    const std::string_view tag = head.substr(at);
    if (tag.starts_with("<!--")) {
      const size_t end = head.find("-->", at);
      if (end == std::string_view::npos) return {};
      at = end;
    } else if (StartsWithIgnoreCase(tag, "<body")) {
      return {};
    } else if (StartsWithIgnoreCase(tag, "<meta")) {
      const std::string_view label = ValueAfter(tag.substr(0, tag.find('>')), "charset");
      if (!label.empty()) return label;
    }
  }
  return {};
}

}  // namespace wiredesk::text
