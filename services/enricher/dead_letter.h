#pragma once

#include <string_view>

#include "lib/stream/record.h"

namespace wiredesk::enricher {

// Headers that a dead letter has besides those of the record it was. Numbers are decimal.
inline constexpr char kOriginTopicHeader[] = "wiredesk-origin-topic";
inline constexpr char kOriginPartitionHeader[] = "wiredesk-origin-partition";
inline constexpr char kOriginOffsetHeader[] = "wiredesk-origin-offset";
inline constexpr char kErrorHeader[] = "wiredesk-error";
inline constexpr char kAttemptsHeader[] = "wiredesk-attempts";

// The record for news.dead-letter.v1: key, value and headers as they came, and where it stood, what is wrong with it
// and how often it was tried. A record that was a dead letter before gets these headers anew.
stream::Record DeadLetter(const stream::ConsumedRecord& consumed, std::string_view error, int attempts);

}  // namespace wiredesk::enricher
