#pragma once

#include <string_view>

#include "lib/article/article.h"

namespace wiredesk::text {

// The language that most of the text is in, by CLD2; "und" when it cannot be told. `hint` (BCP 47, may be empty) only
// tips the balance between close candidates. Long text is judged by samples. The text must be well-formed UTF-8.
// Thread-safe.
Language DetectLanguage(std::string_view utf8, std::string_view hint = {});

}  // namespace wiredesk::text
