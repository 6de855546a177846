#pragma once

#include <string_view>

#include "lib/stream/record.h"

namespace wiredesk::enricher {

// Headers that a dead letter has besides those of the record it was. Numbers are decimal.
inline constexpr char kOriginTopicHeader[] = "wiredesk-origin-topic";
inline constexpr char kOriginPartitionHeader[] = "wiredesk-origin-partition";
inline constexpr char kOriginOffsetHeader[] = "wiredesk-origin-offset";
inline constexpr char kErrorHeader[] = "wiredesk-error";
inline constexpr char kErrorClassHeader[] = "wiredesk-error-class";
inline constexpr char kAttemptsHeader[] = "wiredesk-attempts";

// Headers of a record that `wiredesk redrive` has put back, kept should it become a dead letter again. Redrives counts
// how often it was put back; the original offset is where it stood the first time, in the same topic and partition: it
// gives the order of an article's records.
inline constexpr char kRedrivesHeader[] = "wiredesk-redrives";
inline constexpr char kOriginalOffsetHeader[] = "wiredesk-original-offset";

// Values of the error class: a few words that filters and metrics may rely on.
inline constexpr char kUndecodable[] = "undecodable";  // The value is no article event.
inline constexpr char kTooLarge[] = "too_large";       // Its outcome would be larger than a record may be.
inline constexpr char kFatalRecord[] = "fatal";        // The process ended while it had the record in hand.

// The record for news.dead-letter.v1: key, value and headers as they came, and where it stood, what is wrong with it
// and how often it was tried. A record that was a dead letter before gets these headers anew.
stream::Record DeadLetter(const stream::ConsumedRecord& consumed, std::string_view error_class, std::string_view error,
                          int attempts);

}  // namespace wiredesk::enricher
