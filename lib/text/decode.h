// Bytes of unknown charset to UTF-8. Thread-safe.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace wiredesk::text {

enum class CharsetOrigin {
  kByteOrderMark,
  kMediaType,  // The sender said so.
  kDocument,   // The document says so itself.
  kContent,    // The bytes are valid UTF-8, or look like the charset.
};

struct DecodedText {
  std::string utf8;     // Well-formed, without byte order mark. May hold U+FFFD and control characters.
  std::string charset;  // The Encoding Standard's name, for example "windows-1257".
  CharsetOrigin origin = CharsetOrigin::kContent;
  size_t replaced = 0;  // Malformed sequences that became U+FFFD.
  // A declaration that was not followed: the label is unknown, or the bytes contradict it. Empty otherwise.
  std::string ignored_label;
};

struct DecodeOptions {
  std::string_view charset_label = {};  // From the media type; may be empty.
  bool markup = false;                  // Look for a declaration in the document.
};

// Decides by the byte order mark, then the media type, then the document, then the bytes. Bytes that are valid UTF-8
// with several multi-byte sequences are UTF-8 whatever is declared, and bytes declared UTF-8 that are mostly malformed
// are not. Errors: InvalidArgument when the bytes are no text (compressed, image, PDF, many NULs or malformed
// sequences); the message says what they look like.
absl::StatusOr<DecodedText> Decode(std::string_view bytes, const DecodeOptions& options);

}  // namespace wiredesk::text
