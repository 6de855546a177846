// Names of charsets as documents and servers write them. Thread-safe.
#pragma once

#include <optional>
#include <string_view>

namespace wiredesk::text {

struct Charset {
  std::string_view name;       // The Encoding Standard's name, lower case: "windows-1257".
  std::string_view converter;  // ICU's name for the same; empty when ICU has none (charset_converter.h).
};

// The charset that a label stands for, by the WHATWG Encoding Standard (all of its labels): case does not matter,
// "iso-8859-1" and "ascii" mean windows-1252, "gb2312" means gbk. "replacement" stands for charsets that are not read
// because text can be hidden in them. Nothing when the label is unknown.
std::optional<Charset> FindCharset(std::string_view label);

// The label that an HTML or XML document gives itself before its body and within its first 32 KiB, in an XML
// declaration or a meta element; empty when there is none. A view into `bytes`.
std::string_view DeclaredCharsetLabel(std::string_view bytes);

}  // namespace wiredesk::text
