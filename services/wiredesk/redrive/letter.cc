#include "services/wiredesk/redrive/letter.h"

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "lib/codec/topic_names.h"
#include "lib/runtime/absl_view.h"
#include "services/enricher/dead_letter.h"

namespace wiredesk::command {
namespace {

using runtime::View;
using stream::Header;
using stream::HeaderValue;

// A marker is small, also that of a record whose key is none of ours.
constexpr size_t kMarkerKeyBytes = 256;

// Only digits, so that a number has one spelling; at most `most`.
template <typename T>
std::optional<T> ReadNumber(std::string_view text, T most = std::numeric_limits<T>::max()) {
  T value = 0;
  const bool digits = std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!digits || !absl::SimpleAtoi(View(text), &value) || value > most) return std::nullopt;
  return value;
}

// Reads the header into the number; appends what is wrong with it to the fault.
template <typename T>
void ReadHeader(const std::vector<Header>& headers, const char* name, T most, T& number, std::string& fault) {
  const std::string_view text = HeaderValue(headers, name);
  const std::optional<T> value = ReadNumber<T>(text, most);
  if (value) number = *value;
  if (value || !fault.empty()) return;
  fault = text.empty() ? absl::StrCat("it has no header ", name) : absl::StrCat(name, " is \"", View(text), "\"");
}

bool BelongsToLetter(const Header& header) {
  constexpr std::string_view kNames[] = {enricher::kOriginTopicHeader,  enricher::kOriginPartitionHeader,
                                         enricher::kOriginOffsetHeader, enricher::kErrorHeader,
                                         enricher::kErrorClassHeader,   enricher::kAttemptsHeader,
                                         enricher::kRedrivesHeader,     enricher::kOriginalOffsetHeader};
  return std::find(std::begin(kNames), std::end(kNames), header.key) != std::end(kNames);
}

}  // namespace

Letter ReadLetter(const stream::ConsumedRecord& consumed, int partitions) {
  const std::vector<Header>& headers = consumed.record.headers;
  constexpr int64_t kAnyOffset = std::numeric_limits<int64_t>::max();
  Letter letter;
  letter.partition = consumed.position.partition;
  letter.offset = consumed.position.offset;
  letter.article_id = consumed.record.key;
  letter.error_class = HeaderValue(headers, enricher::kErrorClassHeader);
  const std::string_view topic = HeaderValue(headers, enricher::kOriginTopicHeader);
  if (topic.empty()) {
    letter.fault = absl::StrCat("it has no header ", enricher::kOriginTopicHeader);
  } else if (topic != codec::kArticlesTopic) {
    letter.fault = absl::StrCat("it comes from ", View(topic), ", not from ", codec::kArticlesTopic);
  }
  ReadHeader(headers, enricher::kOriginPartitionHeader, partitions - 1, letter.origin_partition, letter.fault);
  ReadHeader(headers, enricher::kOriginOffsetHeader, kAnyOffset, letter.original_offset, letter.fault);
  // Both or neither are there.
  const std::string_view redrives = HeaderValue(headers, enricher::kRedrivesHeader);
  const std::string_view original = HeaderValue(headers, enricher::kOriginalOffsetHeader);
  if (redrives.empty() && original.empty()) return letter;
  ReadHeader(headers, enricher::kRedrivesHeader, std::numeric_limits<int>::max() - 1, letter.redrives, letter.fault);
  ReadHeader(headers, enricher::kOriginalOffsetHeader, kAnyOffset, letter.original_offset, letter.fault);
  return letter;
}

stream::Record PutBack(const stream::ConsumedRecord& consumed, const Letter& letter) {
  stream::Record record = consumed.record;
  record.topic = codec::kArticlesTopic;
  record.partition = letter.origin_partition;
  std::erase_if(record.headers, BelongsToLetter);
  record.headers.push_back({enricher::kRedrivesHeader, absl::StrCat(letter.redrives + 1)});
  record.headers.push_back({enricher::kOriginalOffsetHeader, absl::StrCat(letter.original_offset)});
  return record;
}

stream::Record MarkerOf(const Letter& letter) {
  using Json = nlohmann::ordered_json;
  const Json value = {{"article_id", letter.article_id.substr(0, kMarkerKeyBytes)},
                      {"partition", letter.origin_partition},
                      {"original_offset", letter.original_offset},
                      {"redrives", letter.redrives + 1}};
  stream::Record record;
  record.topic = codec::kRedrivenTopic;
  record.key = absl::StrCat(letter.partition, "/", letter.offset);
  record.value = value.dump(-1, ' ', false, Json::error_handler_t::replace);
  return record;
}

std::optional<std::pair<int32_t, int64_t>> ReadMarker(std::string_view key) {
  const size_t slash = key.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const auto partition = ReadNumber<int32_t>(key.substr(0, slash));
  const auto offset = ReadNumber<int64_t>(key.substr(slash + 1));
  if (!partition || !offset) return std::nullopt;
  return std::pair(*partition, *offset);
}

}  // namespace wiredesk::command
