#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "absl/status/statusor.h"

namespace wiredesk::normalize {

// The entries of a file of words and phrases, one a line, compared in lower case; `#` begins a comment line. An entry
// with * in front is any beginning of a word, one with * at its end any end. Immutable after loading and thread-safe.
// Arguments of the tests are in lower case (text::ToLower).
class PhraseTable {
 public:
  // Errors: NotFound for a missing file, DataLoss for one without entries.
  static absl::StatusOr<PhraseTable> Load(const std::string& path);

  // Whether it is an entry, or one with a * is part of it.
  bool Has(std::string_view phrase) const;

  // Whether one of its words is an entry, or ends or begins like one.
  bool HasWordOf(std::string_view text) const;

  // Bytes of the longest entry that the text begins with and that ends with a word there; 0 when there is none. Entries
  // with a * do not count.
  size_t PrefixOf(std::string_view text) const;

 private:
  struct Hash {
    using is_transparent = void;
    size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };

  std::unordered_set<std::string, Hash, std::equal_to<>> exact_;
  std::vector<std::string> endings_;
  std::vector<std::string> beginnings_;
  size_t longest_ = 0;
};

}  // namespace wiredesk::normalize
