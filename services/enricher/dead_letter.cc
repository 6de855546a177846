#include "services/enricher/dead_letter.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "lib/codec/topic_names.h"

namespace wiredesk::enricher {
namespace {

bool IsDeadLetterHeader(const stream::Header& header) {
  constexpr std::string_view kNames[] = {kOriginTopicHeader, kOriginPartitionHeader, kOriginOffsetHeader,
                                         kErrorHeader,       kErrorClassHeader,      kAttemptsHeader};
  return std::find(std::begin(kNames), std::end(kNames), header.key) != std::end(kNames);
}

}  // namespace

stream::Record DeadLetter(const stream::ConsumedRecord& consumed, std::string_view error_class, std::string_view error,
                          int attempts) {
  stream::Record record = consumed.record;
  record.topic = codec::kDeadLetterTopic;
  std::erase_if(record.headers, IsDeadLetterHeader);
  record.headers.push_back({kOriginTopicHeader, consumed.position.topic});
  record.headers.push_back({kOriginPartitionHeader, absl::StrCat(consumed.position.partition)});
  record.headers.push_back({kOriginOffsetHeader, absl::StrCat(consumed.position.offset)});
  record.headers.push_back({kErrorClassHeader, std::string(error_class)});
  record.headers.push_back({kErrorHeader, std::string(error)});
  record.headers.push_back({kAttemptsHeader, absl::StrCat(attempts)});
  return record;
}

}  // namespace wiredesk::enricher
