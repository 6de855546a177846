#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "lib/stream/publisher.h"
#include "wiredesk/ingest/v1/ingest.grpc.pb.h"

namespace wiredesk::command {

// Makes articles of one story, each with an id and a sentence of its own. Thread-safe.
class StoryMaker {
 public:
  explicit StoryMaker(std::string text) : text_(std::move(text)) {}

  article::v1::RawArticle Make(uint64_t number) const;

 private:
  const std::string text_;
};

// How hard a load drives what it is given.
struct LoadShape {
  absl::Duration duration = absl::Seconds(2);
  uint64_t in_flight = 64;     // Calls, or requests of a stream, or records.
  uint64_t per_request = 100;  // Articles in a request of a stream.
};

// Each keeps `in_flight` going for the duration, waits for the rest and returns how many articles were acknowledged;
// the first error ends it.
absl::StatusOr<uint64_t> LoadUnary(ingest::v1::IngestService::Stub& stub, const StoryMaker& stories, LoadShape shape);
absl::StatusOr<uint64_t> LoadStream(ingest::v1::IngestService::Stub& stub, const StoryMaker& stories, LoadShape shape);
absl::StatusOr<uint64_t> LoadPublisher(stream::Publisher& publisher, const stream::Record& record, LoadShape shape);

}  // namespace wiredesk::command
