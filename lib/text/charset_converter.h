// From any charset but UTF-8 to UTF-8. Thread-safe.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "lib/text/charset_label.h"

namespace wiredesk::text {

// Appends `bytes`, read as `charset`, to `utf8`, and adds the number of malformed sequences, each of which becomes
// U+FFFD, to `replaced`. ICU's converters do it, which agree with the Encoding Standard's tables; the charsets that ICU
// lacks are decoded here. Errors: InvalidArgument for "replacement", Internal when ICU's data lacks a converter.
absl::Status ConvertToUtf8(std::string_view bytes, Charset charset, std::string* utf8, size_t* replaced);

}  // namespace wiredesk::text
