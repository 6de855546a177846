#include "lib/normalize/element_names.h"

#include <algorithm>
#include <fstream>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "lib/text/ascii.h"

namespace wiredesk::normalize {
namespace {

constexpr size_t kMaxValueBytes = 512;
constexpr size_t kMaxWords = 16;      // Of one class name.
constexpr size_t kMaxWordBytes = 32;  // What is longer is no word.

bool IsUpper(char c) {
  return text::IsAsciiUpper(c);
}
bool IsLower(char c) {
  return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80;
}

uint8_t KindOf(std::string_view kind) {
  if (kind == "body") return kNamesBody;
  if (kind == "lead") return kNamesLead;
  if (kind == "furniture") return kNamesFurniture;
  if (kind == "doubtful") return kNamesDoubtful;
  if (kind == "state") return kNamesState;
  if (kind == "post") return kNamesPost;
  if (kind == "embed") return kNamesEmbed;
  if (kind == "paywall") return kNamesPaywall | kNamesFurniture;
  return kNamesNothing;
}

// The words of one class name in lower case, without allocation.
class Words {
 public:
  explicit Words(std::string_view name) {
    size_t begin = 0;
    for (size_t i = 0; i <= name.size(); ++i) {
      const bool letter = i < name.size() && (IsUpper(name[i]) || IsLower(name[i]));
      const bool hump = letter && i > begin && IsUpper(name[i]) && IsLower(name[i - 1]);
      if (letter && !hump) continue;
      Add(name.substr(begin, i - begin));
      begin = hump ? i : i + 1;
    }
  }

  size_t size() const { return size_; }
  std::string_view operator[](size_t i) const { return {text_ + i * kMaxWordBytes, lengths_[i]}; }

 private:
  void Add(std::string_view word) {
    if (word.empty() || word.size() > kMaxWordBytes || size_ == kMaxWords) return;
    std::transform(word.begin(), word.end(), text_ + size_ * kMaxWordBytes, text::AsciiLower);
    lengths_[size_++] = static_cast<uint8_t>(word.size());
  }

  char text_[kMaxWords * kMaxWordBytes];
  uint8_t lengths_[kMaxWords];
  size_t size_ = 0;
};

}  // namespace

absl::StatusOr<ElementNames> ElementNames::Load(const std::string& path) {
  std::ifstream file(path);
  if (!file) return absl::NotFoundError(absl::StrCat("cannot open ", path));
  ElementNames names;
  std::string line;
  for (size_t number = 1; std::getline(file, line); ++number) {
    if (line.empty() || line.starts_with('#')) continue;
    const std::vector<std::string> parts = absl::StrSplit(line, ' ', absl::SkipEmpty());
    const uint8_t kind = parts.empty() ? uint8_t{kNamesNothing} : KindOf(parts[0]);
    if (kind == kNamesNothing || parts.size() < 2) {
      return absl::DataLossError(absl::StrCat(path, ":", number, ": not a kind and a word: ", line));
    }
    if (parts.size() > 2) {
      names.sequences_[parts[1]].push_back({{parts.begin() + 1, parts.end()}, kind});
    } else if (parts[1].ends_with('*')) {
      names.beginnings_.emplace_back(parts[1].substr(0, parts[1].size() - 1), kind);
    } else {
      names.words_[parts[1]] = kind;
    }
  }
  std::sort(names.beginnings_.begin(), names.beginnings_.end());
  return names;
}

uint8_t ElementNames::OfWord(std::string_view word) const {
  if (const auto found = words_.find(word); found != words_.end()) return found->second;
  auto next = std::upper_bound(beginnings_.begin(), beginnings_.end(), word,
                               [](std::string_view a, const auto& b) { return a < b.first; });
  if (next == beginnings_.begin()) return kNamesNothing;
  --next;
  return word.starts_with(next->first) ? next->second : uint8_t{kNamesNothing};
}

uint8_t ElementNames::OfName(std::string_view name) const {
  const Words words(name);
  uint8_t meaning = kNamesNothing;
  for (size_t i = 0; i < words.size();) {
    size_t used = 0;
    if (const auto found = sequences_.find(words[i]); found != sequences_.end()) {
      for (const Sequence& sequence : found->second) {
        size_t same = 0;
        while (same < sequence.words.size() && i + same < words.size() && words[i + same] == sequence.words[same]) {
          ++same;
        }
        if (same < sequence.words.size() || same <= used) continue;
        used = same;
        meaning |= sequence.meaning;
      }
    }
    if (used == 0) {
      const uint8_t one = OfWord(words[i]);
      if (one & kNamesState) ++i;
      meaning |= one & ~kNamesState;
      used = 1;
    }
    i += used;
  }
  return meaning;
}

uint8_t ElementNames::Meaning(std::string_view value) const {
  value = value.substr(0, kMaxValueBytes);
  uint8_t meaning = kNamesNothing;
  while (!value.empty()) {
    const size_t space = std::min(value.size(), value.find_first_of(" \t\n\r\f"));
    meaning |= OfName(value.substr(0, space));
    value.remove_prefix(std::min(value.size(), space + 1));
  }
  if (meaning & kNamesPost) meaning &= ~(kNamesFurniture | kNamesDoubtful);
  return meaning;
}

}  // namespace wiredesk::normalize
