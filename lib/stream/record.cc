#include "lib/stream/record.h"

#include <algorithm>

namespace wiredesk::stream {

std::string_view HeaderValue(const std::vector<Header>& headers, std::string_view key) {
  const auto found =
      std::find_if(headers.begin(), headers.end(), [key](const Header& header) { return header.key == key; });
  return found == headers.end() ? std::string_view() : found->value;
}

}  // namespace wiredesk::stream
