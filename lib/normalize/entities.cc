#include "lib/normalize/entities.h"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "lib/text/utf8.h"

namespace wiredesk::normalize {

std::string ResolveEntities(std::string_view text) {
  struct Named {
    std::string_view name;
    std::string_view value;
  };
  static constexpr auto kNamed = std::to_array<Named>({{"amp", "&"},
                                                       {"quot", "\""},
                                                       {"apos", "'"},
                                                       {"lt", "<"},
                                                       {"gt", ">"},
                                                       {"nbsp", " "},
                                                       {"ndash", "–"},
                                                       {"mdash", "—"},
                                                       {"lsquo", "‘"},
                                                       {"rsquo", "’"},
                                                       {"ldquo", "“"},
                                                       {"rdquo", "”"},
                                                       {"hellip", "…"}});
  std::string resolved;
  while (!text.empty()) {
    const size_t ampersand = std::min(text.size(), text.find('&'));
    resolved.append(text.substr(0, ampersand));
    text.remove_prefix(ampersand);
    if (text.empty()) break;
    const size_t semicolon = text.substr(0, 12).find(';');
    std::string_view name = semicolon == std::string_view::npos ? std::string_view() : text.substr(1, semicolon - 1);
    const auto named =
        std::find_if(kNamed.begin(), kNamed.end(), [&](const Named& entry) { return entry.name == name; });
    char32_t code_point = 0;
    if (name.size() > 1 && name[0] == '#') {
      const bool hexadecimal = name[1] == 'x' || name[1] == 'X';
      const std::string digits(name.substr(hexadecimal ? 2 : 1));
      code_point = static_cast<char32_t>(std::strtoul(digits.c_str(), nullptr, hexadecimal ? 16 : 10));
    }
    const bool scalar = code_point > 0 && code_point < 0x110000 && (code_point < 0xD800 || code_point > 0xDFFF);
    if (named != kNamed.end()) {
      resolved.append(named->value);
    } else if (scalar) {
      text::AppendUtf8(code_point, &resolved);
    }
    const bool known = named != kNamed.end() || scalar;
    if (!known) resolved.push_back('&');
    text.remove_prefix(known ? semicolon + 1 : 1);
  }
  return resolved;
}

}  // namespace wiredesk::normalize
