// Numbers as text that reads back as the same number.
#pragma once

#include <array>
#include <charconv>
#include <string>

namespace wiredesk::runtime {

// The fewest digits that read back as `value`, which is finite: "0.1", "1e+300", "5".
inline std::string ShortestText(double value) {
  std::array<char, 32> buffer;
  return {buffer.data(), std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr};
}

}  // namespace wiredesk::runtime
