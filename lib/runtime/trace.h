// W3C Trace Context (https://www.w3.org/TR/trace-context/): the `traceparent` that ties the spans of one article
// together, from the caller's request to the enriched record. Thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace wiredesk::runtime {

struct TraceContext {
  std::array<uint8_t, 16> trace_id{};  // the same in every span of a trace; not all zero
  std::array<uint8_t, 8> span_id{};    // of the span that made the call; not all zero
  uint8_t flags = 0;                   // bit 0: sampled

  bool sampled() const { return (flags & 1) != 0; }
  std::string trace_id_hex() const;
  std::string span_id_hex() const;
  bool operator==(const TraceContext&) const = default;
};

// Grammar: version "-" trace-id "-" parent-id "-" flags, lower-case hexadecimal digits, of 2, 32, 16 and 2. Version 00
// is exactly these 55 characters; a later version may go on after another "-", which is ignored; version ff is not
// allowed, nor an id of zeros. Nothing when malformed: the receiver then starts a new trace.
std::optional<TraceContext> ParseTraceparent(std::string_view header);

// As version 00.
std::string FormatTraceparent(const TraceContext& context);

// A new trace with random ids, sampled.
TraceContext NewTrace();

// A new span in the parent's trace. Of the flags only "sampled" is passed on, as the standard demands of a participant
// that does not know the others.
TraceContext ChildOf(const TraceContext& parent);

// A child when the header is well-formed, else a new trace.
TraceContext ContinueTrace(std::string_view header);

}  // namespace wiredesk::runtime
