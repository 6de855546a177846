#include "lib/normalize/byline_tokens.h"

#include <algorithm>
#include <array>
#include <utility>

#include "lib/text/ascii.h"
#include "lib/text/utf8.h"

namespace wiredesk::normalize {
namespace {

bool IsAddress(std::string_view word) {
  return word.find('@') != std::string_view::npos || word.find("://") != std::string_view::npos ||
         text::StartsWithIgnoreCase(word, "www.");
}

// The separator that the line has at `at`, and its bytes.
std::pair<char, size_t> SeparatorAt(std::string_view line, size_t at) {
  struct Sign {
    std::string_view sign;
    char separator;
  };
  static constexpr auto kSigns = std::to_array<Sign>(
      {{",", ','},  {"&", '&'}, {"/", '/'},  {"|", '|'},  {";", '|'},  {"(", '|'},  {")", '|'}, {"[", '|'}, {"]", '|'},
       {"\n", '|'}, {"•", '|'}, {"·", '|'},  {"、", ','}, {"，", ','}, {"／", '/'}, {"،", ','}, {"│", '|'}, {"»", '|'},
       {"«", '|'},  {"›", '|'}, {"；", '|'}, {"（", '|'}, {"）", '|'}, {"<", '|'},  {">", '|'}});
  for (const Sign& sign : kSigns) {
    if (line.substr(at).starts_with(sign.sign)) return {sign.separator, sign.sign.size()};
  }
  return {0, 0};
}

std::string_view DashWord(std::string_view word) {
  for (const std::string_view dash : {"-", "–", "—", "~", "*", "+", "::", "//", "--", "―", "−", "="}) {
    if (word == dash) return word;
  }
  return {};
}

class Tokenizer {
 public:
  std::vector<BylineToken> Run(std::string_view line) {
    for (size_t at = 0; at < line.size();) {
      const size_t end = std::min(line.size(), line.find(' ', at));
      ReadChunk(line.substr(at, end - at));
      at = end + 1;
    }
    return std::move(tokens_);
  }

 private:
  void ReadChunk(std::string_view chunk) {
    if (chunk.empty()) return;
    if (IsAddress(chunk) || !DashWord(chunk).empty()) {
      tokens_.push_back({chunk, {}, '|'});
      return;
    }
    size_t begin = 0;
    for (size_t at = 0; at < chunk.size();) {
      const auto [separator, size] = SeparatorAt(chunk, at);
      if (separator != 0) {
        AddWord(chunk.substr(begin, at - begin));
        tokens_.push_back({chunk.substr(at, size), {}, separator});
        begin = at += size;
      } else if (chunk[at] == ':' || chunk.substr(at).starts_with("：")) {
        at += chunk[at] == ':' ? 1 : std::string_view("：").size();
        AddWord(chunk.substr(begin, at - begin));
        begin = at;
      } else {
        ++at;
      }
    }
    AddWord(chunk.substr(begin));
  }

  void AddWord(std::string_view word) {
    if (word.empty()) return;
    std::string lower = text::ToLower(word);
    if (lower.ends_with("：")) lower.replace(lower.size() - std::string_view("：").size(), std::string::npos, ":");
    tokens_.push_back({word, std::move(lower), 0});
  }

  std::vector<BylineToken> tokens_;
};

}  // namespace

std::vector<BylineToken> TokenizeByline(std::string_view line) {
  return Tokenizer().Run(line);
}

}  // namespace wiredesk::normalize
