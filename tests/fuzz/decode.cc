// Bytes of any charset: the first line is the media type's label, the rest is read as markup when that line ends in
// "<".
#include "lib/text/decode.h"

#include "lib/text/charset_label.h"
#include "lib/text/mojibake.h"
#include "lib/text/utf8.h"
#include "tests/fuzz/fuzzer.h"

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace wiredesk;
  std::string_view bytes = Bytes(data, size);
  std::string_view label = TakeLine(&bytes);
  const bool markup = label.ends_with('<');
  if (markup) label.remove_suffix(1);
  auto decoded = text::Decode(bytes, {.charset_label = label, .markup = markup});
  if (!decoded.ok()) return 0;
  Require(text::IsValidUtf8(decoded->utf8), "decoded text is UTF-8");
  Require(!decoded->utf8.starts_with("\xEF\xBB\xBF") || bytes.size() > decoded->utf8.size(), "the mark is left out");
  Require(text::FindCharset(decoded->charset).has_value(), "the charset is one of the standard's");
  Require(decoded->replaced <= bytes.size(), "no more is replaced than there is");
  const text::MojibakeRepair repair = text::RepairMojibake(&decoded->utf8);
  Require(text::IsValidUtf8(decoded->utf8), "repaired text is UTF-8");
  Require((repair.sequences == 0) == (repair.rounds == 0), "a repair says how often");
  return 0;
}
