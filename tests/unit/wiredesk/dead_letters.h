// Dead letters for the tests of redrive.
#pragma once

#include <string>
#include <utility>

#include "lib/codec/topic_names.h"
#include "lib/stream/record.h"
#include "services/enricher/dead_letter.h"

namespace wiredesk::command {

// A record as the enricher had it, and where the letter about it stands.
struct LetterSpec {
  std::string article = "article";
  std::string value = "value";
  int32_t origin_partition = 0;
  int64_t origin_offset = 0;
  int redrives = 0;  // With an original offset when not 0.
  int64_t original_offset = -1;
  std::string error_class = enricher::kUndecodable;
  int32_t partition = 0;
  int64_t offset = 0;
  absl::Time time = absl::UnixEpoch();
};

inline stream::ConsumedRecord LetterOf(const LetterSpec& spec) {
  stream::ConsumedRecord origin;
  origin.record = {codec::kArticlesTopic, spec.article, spec.value, {{"ce_id", "kept"}}};
  if (spec.redrives > 0) {
    origin.record.headers.push_back({enricher::kRedrivesHeader, std::to_string(spec.redrives)});
    origin.record.headers.push_back({enricher::kOriginalOffsetHeader, std::to_string(spec.original_offset)});
  }
  origin.position = {codec::kArticlesTopic, spec.origin_partition, spec.origin_offset};
  stream::ConsumedRecord letter;
  letter.record = enricher::DeadLetter(origin, spec.error_class, "why", 1);
  letter.position = {codec::kDeadLetterTopic, spec.partition, spec.offset};
  letter.timestamp = spec.time;
  return letter;
}

}  // namespace wiredesk::command
