#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "lib/stream/publisher.h"
#include "wiredesk/ingest/v1/ingest.grpc.pb.h"

namespace wiredesk::command {

// Makes articles as different as stories are: each has the words of one text in an order of its own, so that
// compression does not meet one value again and again, and an id that no other article has, in this run or another.
// Thread-safe.
class StoryMaker {
 public:
  explicit StoryMaker(std::string_view text);

  article::v1::RawArticle Next();
  // Bytes of a payload.
  size_t payload_bytes() const { return texts_.front().size(); }

 private:
  const std::string run_;
  std::vector<std::string> texts_;
  std::atomic<uint64_t> number_ = 0;
};

// How hard a load drives what it is given.
struct LoadShape {
  absl::Duration duration = absl::Seconds(2);
  uint64_t in_flight = 64;     // Calls, or requests of a stream, or records.
  uint64_t per_request = 100;  // Articles in a request of a stream.
};

// Each keeps `in_flight` going for the duration, waits for the rest and returns how many articles were acknowledged;
// the first error ends it.
absl::StatusOr<uint64_t> LoadUnary(ingest::v1::IngestService::Stub& stub, StoryMaker& stories, LoadShape shape);
absl::StatusOr<uint64_t> LoadStream(ingest::v1::IngestService::Stub& stub, StoryMaker& stories, LoadShape shape);
absl::StatusOr<uint64_t> LoadPublisher(stream::Publisher& publisher, const std::vector<stream::Record>& records,
                                       LoadShape shape);

}  // namespace wiredesk::command
