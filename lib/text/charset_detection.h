// What charset bytes look like when nobody says. Thread-safe.
#pragma once

#include <optional>
#include <string_view>

#include "lib/text/charset_label.h"

namespace wiredesk::text {

// UTF-16 without a mark, by the NULs in every other byte of Latin letters, and ISO-2022-JP, by its escape sequences:
// the charsets whose bytes are also well-formed UTF-8. Cheap: two searches for one byte in text that is neither.
std::optional<Charset> DetectByControls(std::string_view bytes);

// The most likely charset of bytes that are not UTF-8: ICU's detector, against windows-1257, which it does not know,
// and windows-1250, which it takes for windows-1252; each is judged by whether CLD2 recognises a language of it.
// windows-1252 when nothing can be told. `markup`: leave tags out of account. Looks at the first 32 KiB.
Charset DetectCharset(std::string_view bytes, bool markup);

}  // namespace wiredesk::text
