#include "lib/normalize/phrase_filter.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <cstring>

#include "lib/text/utf8.h"

namespace wiredesk::normalize {
namespace {

constexpr size_t kRunBytes = 7;

// Small, capital, and small with a capital first letter.
std::vector<std::string> Spellings(std::string_view text, bool ignore_case) {
  if (!ignore_case || text.empty()) return {std::string(text)};
  const std::string lower = text::ToLower(text);
  const size_t first = text::DecodeAt(lower, 0).length;
  return {lower, ToUpper(lower), ToUpper(lower.substr(0, first)) + lower.substr(first)};
}

}  // namespace

std::string ToUpper(std::string_view text) {
  std::string upper;
  for (size_t at = 0; at < text.size();) {
    const text::CodePoint next = text::DecodeAt(text, at);
    text::AppendUtf8(static_cast<char32_t>(u_toupper(static_cast<UChar32>(next.value))), &upper);
    at += next.length;
  }
  return upper;
}

void BeginFilter::Add(std::string_view literal, bool ignore_case) {
  std::vector<std::string> spellings = {""};
  for (size_t at = 0; at < literal.size() && spellings.front().size() < kSizes.back();) {
    const std::string_view character = literal.substr(at, text::DecodeAt(literal, at).length);
    // The hash takes care of ASCII.
    const bool both = ignore_case && (static_cast<unsigned char>(character[0]) >= 0x80 || character.size() > 1);
    const std::string lower = both ? text::ToLower(character) : std::string(character);
    const std::string upper = both ? ToUpper(character) : lower;
    const size_t before = spellings.size();
    for (size_t i = 0; i < before; ++i) {
      if (upper != lower) spellings.push_back(spellings[i] + upper);
      spellings[i] += lower;
    }
    at += character.size();
    // A space of a phrase may be several in a text.
    if (character == " " && spellings.front().size() >= kSizes[1]) break;
  }
  for (const std::string& spelling : spellings) {
    size_t tier = kSizes.size();
    while (tier > 0 && spelling.size() < kSizes[tier - 1]) --tier;
    if (tier > 0) {
      longer_[tier - 1].set(Hash(FoldedBegin(spelling), kSizes[tier - 1]));
      continue;
    }
    first_.set(static_cast<unsigned char>(spelling[0]));
    if (ignore_case) first_.set(static_cast<unsigned char>(ToUpper(spelling)[0]));
  }
}

uint32_t ContentFilter::GroupAt(const char* bytes) {
  uint32_t group = 0;
  std::memcpy(&group, bytes, sizeof(group));
  return group;
}

void ContentFilter::AddRun(const std::string& run) {
  for (size_t i = 0; i < kStride; ++i) {
    const uint32_t group = GroupAt(run.data() + i);
    groups_.set(Hash(group));
    groups_.set(OtherHash(group));
    runs_.emplace(group, std::pair(i, run));
  }
}

bool ContentFilter::HasRunAround(std::string_view text, size_t at) const {
  const auto [begin, end] = runs_.equal_range(GroupAt(text.data() + at));
  return std::any_of(begin, end, [&](const auto& entry) {
    const auto& [offset, run] = entry.second;
    return offset <= at && text.substr(at - offset, run.size()) == run;
  });
}

void ContentFilter::Add(const std::vector<std::string>& literals, bool ignore_case) {
  const auto longest = std::max_element(literals.begin(), literals.end(),
                                        [](const auto& a, const auto& b) { return a.size() < b.size(); });
  if (longest == literals.end() || longest->empty()) {
    always_ = true;
    return;
  }
  for (const std::string& spelling : Spellings(*longest, ignore_case)) {
    if (spelling.size() >= kRunBytes) {
      AddRun(spelling);
    } else if (std::find(short_runs_.begin(), short_runs_.end(), spelling) == short_runs_.end()) {
      short_runs_.push_back(spelling);
    }
  }
}

bool ContentFilter::MayMatch(std::string_view text) const {
  if (always_) return true;
  for (size_t at = 0; at + kStride <= text.size(); at += kStride) {
    const uint32_t group = GroupAt(text.data() + at);
    if (groups_[Hash(group)] && groups_[OtherHash(group)] && HasRunAround(text, at)) return true;
  }
  return std::any_of(short_runs_.begin(), short_runs_.end(),
                     [&](const std::string& run) { return text.find(run) != std::string_view::npos; });
}

}  // namespace wiredesk::normalize
