// Dead letters as redrive reads them, and the records that it writes. Thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "lib/stream/record.h"

namespace wiredesk::command {

// What a dead letter's headers say, without its value.
struct Letter {
  // Where it stands in news.dead-letter.v1: partition and offset.
  int32_t partition = 0;
  int64_t offset = 0;

  std::string article_id;  // The record's key.
  std::string error_class;

  // The partition of news.articles.v1 that it came from, and the offset at which it stood there the first time.
  int32_t origin_partition = 0;
  int64_t original_offset = 0;
  int redrives = 0;  // How often it was put back already.

  // Why it cannot be put back: another program's record. Empty for a dead letter of the enricher's.
  std::string fault;
};

// `partitions`: of news.articles.v1. The headers are not trusted, since they decide where something is written: only
// news.articles.v1 is an origin, as nothing else is enriched.
Letter ReadLetter(const stream::ConsumedRecord& consumed, int partitions);

// The record that goes back: key, value and headers as they came, without those of a dead letter, into the partition
// that it came from. That need not be the one that the key gives today, if partitions were added since; what the
// enricher knows of the article is where the article was.
stream::Record PutBack(const stream::ConsumedRecord& consumed, const Letter& letter);

// The record in news.redriven.v1 that says that the letter was put back. The key is what counts; the value is JSON for
// people.
stream::Record MarkerOf(const Letter& letter);

// Partition and offset of the letter that a marker with this key is about; nothing for another program's record.
std::optional<std::pair<int32_t, int64_t>> ReadMarker(std::string_view key);

}  // namespace wiredesk::command
