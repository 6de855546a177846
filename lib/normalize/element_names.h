#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"

namespace wiredesk::normalize {

// What an element's class or id says about its part in the page; several may be true.
enum NameMeaning : uint8_t {
  kNamesNothing = 0,
  kNamesBody = 1,       // The article's text.
  kNamesLead = 2,       // Standfirst, summary.
  kNamesFurniture = 4,  // No part of the article.
  kNamesDoubtful = 8,   // No part of it when it is short or full of links.
  kNamesState = 16,     // The next word is a property of the element.
  kNamesEmbed = 64,     // Content of another site: a post, a video.
  kNamesPaywall = 128,  // What readers without a subscription see instead of the rest.
  kNamesPost = 32,      // The whole article; words for furniture do not count.
};

// The words in resources/extraction/element_names.txt, whose README explains them. Immutable after loading and
// thread-safe.
class ElementNames {
 public:
  // Errors: NotFound for a missing file, DataLoss naming file and line of what cannot be read.
  static absl::StatusOr<ElementNames> Load(const std::string& path);

  // The meanings of the value of a class or id attribute, a set of NameMeaning. Linear in its length, of which the
  // first 512 bytes are read.
  uint8_t Meaning(std::string_view value) const;

 private:
  struct Sequence {
    std::vector<std::string> words;
    uint8_t meaning = 0;
  };

  struct Hash {
    using is_transparent = void;
    size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };
  template <typename Value>
  using ByWord = std::unordered_map<std::string, Value, Hash, std::equal_to<>>;

  uint8_t OfWord(std::string_view word) const;
  uint8_t OfName(std::string_view name) const;

  ByWord<uint8_t> words_;
  std::vector<std::pair<std::string, uint8_t>> beginnings_;  // Sorted; none begins another.
  ByWord<std::vector<Sequence>> sequences_;                  // By their first word.
};

}  // namespace wiredesk::normalize
