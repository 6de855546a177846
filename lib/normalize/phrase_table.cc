#include "lib/normalize/phrase_table.h"

#include <algorithm>
#include <fstream>

#include "absl/status/status.h"
#include "lib/text/ascii.h"
#include "lib/text/utf8.h"

namespace wiredesk::normalize {

absl::StatusOr<PhraseTable> PhraseTable::Load(const std::string& path) {
  std::ifstream file(path);
  if (!file) return absl::NotFoundError(text::Concat({"cannot open ", path}));
  PhraseTable table;
  std::string line;
  while (std::getline(file, line)) {
    std::string entry = text::ToLower(text::Strip(line));
    if (entry.empty() || entry.front() == '#') continue;
    if (entry.front() == '*') {
      table.endings_.push_back(entry.substr(1));
    } else if (entry.back() == '*') {
      entry.pop_back();
      table.beginnings_.push_back(std::move(entry));
    } else {
      table.longest_ = std::max(table.longest_, entry.size());
      table.exact_.insert(std::move(entry));
    }
  }
  const bool empty = table.exact_.empty() && table.endings_.empty() && table.beginnings_.empty();
  if (empty) return absl::DataLossError(text::Concat({path, " has no entries"}));
  return table;
}

bool PhraseTable::Has(std::string_view phrase) const {
  return exact_.contains(phrase) ||
         std::any_of(endings_.begin(), endings_.end(), [&](const auto& ending) { return phrase.ends_with(ending); }) ||
         std::any_of(beginnings_.begin(), beginnings_.end(),
                     [&](const auto& beginning) { return phrase.starts_with(beginning); });
}

bool PhraseTable::HasWordOf(std::string_view text) const {
  while (!text.empty()) {
    const size_t end = std::min(text.size(), text.find(' '));
    if (end > 0 && Has(text.substr(0, end))) return true;
    text.remove_prefix(std::min(text.size(), end + 1));
  }
  return false;
}

size_t PhraseTable::PrefixOf(std::string_view text) const {
  const size_t limit = std::min(text.size(), longest_);
  for (size_t end = limit; end > 0; --end) {
    const bool word_ends = end == text.size() || text[end] == ' ' || text[end] == ':';
    if (word_ends && exact_.contains(text.substr(0, end))) return end;
  }
  return 0;
}

}  // namespace wiredesk::normalize
