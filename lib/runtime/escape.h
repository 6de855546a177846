// Text that others may have written, made safe for a log line, JSON or TOML. Pure functions, thread-safe.
#pragma once

#include <string>
#include <string_view>

namespace wiredesk::runtime {

// Appends `text` with what could forge or distort a line escaped as in JSON: quotes, backslashes, control characters
// (C0, DEL, C1), line and paragraph separators, bidirectional overrides. Bytes that are not UTF-8 become U+FFFD.
// Between quotation marks the result is a JSON string and a TOML basic string.
void AppendEscaped(std::string& out, std::string_view text);

// The same between quotation marks.
void AppendQuoted(std::string& out, std::string_view text);
std::string Quoted(std::string_view text);

// Like AppendEscaped but leaves quotes and backslashes: for text that stands unquoted in a human's log line.
void AppendPlain(std::string& out, std::string_view text);

// Whether AppendPlain would change nothing.
bool IsPlain(std::string_view text);

// Whether `text` is well-formed UTF-8 (RFC 3629: no surrogates, no overlong forms).
bool IsUtf8(std::string_view text);

}  // namespace wiredesk::runtime
