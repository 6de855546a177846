// std::string_view and absl::string_view are one type or two, as abseil was built; Debian 12's has two.
#pragma once

#include <string_view>

#include "absl/strings/string_view.h"

namespace wiredesk::runtime {

inline absl::string_view View(std::string_view text) {
  return {text.data(), text.size()};
}
inline std::string_view StdView(absl::string_view text) {
  return {text.data(), text.size()};
}

}  // namespace wiredesk::runtime
