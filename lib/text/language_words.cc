#include "lib/text/language_words.h"

#include <algorithm>
#include <bit>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <unordered_map>

#include "absl/status/status.h"
#include "lib/text/ascii.h"
#include "lib/text/utf8.h"
#include "lib/text/word_hashes.h"

namespace wiredesk::text {
namespace {

constexpr std::string_view kClose = "close";
constexpr std::string_view kNear = "near";
constexpr std::string_view kLetters = "letters";

// The rules' files in the directory, in order of name.
std::vector<std::string> Files(const std::string& directory) {
  std::vector<std::string> paths;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(directory, error)) {
    if (entry.path().extension() == ".txt") paths.push_back(entry.path().string());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

// What stands between spaces.
std::vector<std::string_view> Split(std::string_view text) {
  std::vector<std::string_view> parts;
  for (text = StripLeft(text); !text.empty(); text = StripLeft(text)) {
    const size_t end = std::min(text.size(), text.find(' '));
    parts.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return parts;
}

}  // namespace

struct LanguageWords::Entries {
  std::unordered_map<uint64_t, LanguageSet> words;
};

absl::StatusOr<LanguageWords> LanguageWords::Load(const std::string& directory) {
  const std::vector<std::string> paths = Files(directory);
  if (paths.empty()) return absl::NotFoundError(Concat({"there are no *.txt in ", directory}));
  LanguageWords words;
  Entries entries;
  for (const std::string& path : paths) {
    if (absl::Status read = words.ReadFile(path, &entries); !read.ok()) return read;
  }
  words.Index(entries);
  return words;
}

absl::Status LanguageWords::ReadFile(const std::string& path, Entries* entries) {
  std::ifstream file(path);
  if (!file) return absl::NotFoundError(Concat({"cannot open ", path}));
  std::string line;
  for (int number = 1; std::getline(file, line); ++number) {
    const std::string_view rule = Strip(line);
    if (rule.empty() || rule.front() == '#') continue;
    const absl::Status read = IsValidUtf8(rule) ? ReadLine(rule, entries) : absl::DataLossError("is not UTF-8");
    if (!read.ok()) {
      return absl::DataLossError(
          Concat({path, ":", std::to_string(number), ": ", {read.message().data(), read.message().size()}}));
    }
  }
  return absl::OkStatus();
}

// "LANGUAGES: words", "letters LANGUAGES: letters", "close: LANGUAGES", "near: LANGUAGES".
absl::Status LanguageWords::ReadLine(std::string_view line, Entries* entries) {
  const size_t colon = line.find(':');
  if (colon == std::string_view::npos) return absl::DataLossError("has no colon");
  std::string_view head = line.substr(0, colon);
  const std::string_view rest = line.substr(colon + 1);
  const bool close = head == kClose || head == kNear;
  const bool letters = head.starts_with(kLetters) && head.size() > kLetters.size() && head[kLetters.size()] == ' ';
  if (letters) head.remove_prefix(kLetters.size());
  const absl::StatusOr<LanguageSet> languages = Languages(close ? rest : head);
  if (!languages.ok()) return languages.status();
  if (close) {
    for (size_t i = 0; i < codes_.size(); ++i) {
      if (Contains(*languages, i)) close_[i] |= *languages;
    }
    if (head == kNear) told_ |= *languages;
    return absl::OkStatus();
  }
  for (const std::string_view part : Split(rest)) {
    if (letters) {
      letters_[DecodeAt(part, 0).value] |= *languages;
      continue;
    }
    const std::vector<WordHash> words = HashWords(part);
    if (words.size() != 1) return absl::DataLossError(Concat({"\"", part, "\" is not one word"}));
    entries->words[words[0].hash] |= *languages;
  }
  return absl::OkStatus();
}

absl::StatusOr<LanguageSet> LanguageWords::Languages(std::string_view codes) {
  LanguageSet set = 0;
  for (const std::string_view code : Split(codes)) {
    size_t known = Find(code);
    if (known == kNone) {
      known = codes_.size();
      if (known == kNone) return absl::DataLossError("names more than 64 languages with those before it");
      codes_.emplace_back(code);
      close_.push_back(0);
    }
    set |= LanguageSet{1} << known;
  }
  if (set == 0) return absl::DataLossError("names no language");
  return set;
}

void LanguageWords::Index(const Entries& entries) {
  slots_.resize(std::bit_ceil(2 * entries.words.size() + 2));
  slot_shift_ = 64 - static_cast<unsigned>(std::countr_zero(slots_.size()));
  for (const auto& [hash, languages] : entries.words) {
    size_t slot = hash >> slot_shift_;
    while (slots_[slot].languages != 0) slot = (slot + 1) & (slots_.size() - 1);
    slots_[slot] = {hash, languages};
    filter_.set(hash & (kFilterBits - 1));
  }
}

size_t LanguageWords::Find(std::string_view code) const {
  const auto found = std::find(codes_.begin(), codes_.end(), code);
  return found == codes_.end() ? kNone : static_cast<size_t>(found - codes_.begin());
}

LanguageSet LanguageWords::OfLetter(char32_t letter) const {
  const auto found = letters_.find(letter);
  return found == letters_.end() ? 0 : found->second;
}

}  // namespace wiredesk::text
