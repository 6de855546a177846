#include "services/ingest/event_id.h"

#include <algorithm>
#include <charconv>

#include "absl/strings/str_cat.h"

namespace wiredesk::ingest {
namespace {

constexpr size_t kWordDigits = 16;
constexpr size_t kArticleDigits = 2 * kWordDigits;
constexpr size_t kHashEnd = kArticleDigits + 1 + kWordDigits;

uint64_t Word(std::string_view text, size_t begin) {
  const std::string_view digits = text.substr(begin, kWordDigits);
  uint64_t word = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), word, 16);
  return word;
}

bool AllHexDigits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

// "-v" and a number that is not 0.
std::optional<uint64_t> ParseVersion(std::string_view text) {
  if (text.size() < 3 || text.substr(0, 2) != "-v" || text[2] == '0') return std::nullopt;
  uint64_t version = 0;
  const auto [end, error] = std::from_chars(text.data() + 2, text.data() + text.size(), version);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return version;
}

}  // namespace

EventId::EventId(std::string_view article_id, std::string_view content_hash, uint64_t version)
    : words_{Word(article_id, 0), Word(article_id, kWordDigits), Word(content_hash, 0)}, version_(version) {}

std::optional<EventId> EventId::Parse(std::string_view text) {
  if (text.size() < kHashEnd || text[kArticleDigits] != '-') return std::nullopt;
  const std::string_view article_id = text.substr(0, kArticleDigits);
  const std::string_view hash = text.substr(kArticleDigits + 1, kWordDigits);
  if (!AllHexDigits(article_id) || !AllHexDigits(hash)) return std::nullopt;
  if (text.size() == kHashEnd) return EventId(article_id, hash, 0);
  const std::optional<uint64_t> version = ParseVersion(text.substr(kHashEnd));
  if (!version) return std::nullopt;
  return EventId(article_id, hash, *version);
}

std::string EventId::ToString() const {
  const auto hex = [](uint64_t word) { return absl::Hex(word, absl::kZeroPad16); };
  std::string text = absl::StrCat(hex(words_[0]), hex(words_[1]), "-", hex(words_[2]));
  if (version_ != 0) absl::StrAppend(&text, "-v", version_);
  return text;
}

}  // namespace wiredesk::ingest
