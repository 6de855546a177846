#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace wiredesk::normalize {

enum class PayloadFormat { kText, kHtml };

struct MediaType {
  PayloadFormat format = PayloadFormat::kText;
  std::string charset;  // The charset parameter; may be empty.
};

// Reads "text/html; charset=windows-1257" (RFC 9110). When `value` is empty, the payload decides: HTML when markup
// stands at its beginning. Errors: InvalidArgument for types that Wiredesk does not read. Thread-safe.
absl::StatusOr<MediaType> ReadMediaType(std::string_view value, std::string_view payload);

}  // namespace wiredesk::normalize
