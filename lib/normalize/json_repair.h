#pragma once

#include <string>
#include <string_view>

namespace wiredesk::normalize {

// Makes JSON of what sites write in its place, as far as it can be read: comments, trailing and missing commas, raw
// line ends and quotation marks within strings, wrong escapes, several values in a row, and an end that is cut off. The
// result is an array of the values. One pass, linear, and thread-safe; what cannot be read stays as it is, so that the
// parser refuses it.
std::string RepairJson(std::string_view json);

}  // namespace wiredesk::normalize
