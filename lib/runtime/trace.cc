#include "lib/runtime/trace.h"

#include <cstring>
#include <random>
#include <span>

namespace wiredesk::runtime {
namespace {

constexpr size_t kLength = 55;  // of version 00
constexpr uint8_t kSampled = 1;

// The value of a lower-case hexadecimal digit, or -1.
int Digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

// Fills `bytes` from two digits each.
bool ReadHex(std::string_view digits, std::span<uint8_t> bytes) {
  for (size_t i = 0; i < bytes.size(); ++i) {
    const int high = Digit(digits[2 * i]);
    const int low = Digit(digits[2 * i + 1]);
    if (high < 0 || low < 0) return false;
    bytes[i] = static_cast<uint8_t>(high << 4 | low);
  }
  return true;
}

void AppendHex(std::string& out, std::span<const uint8_t> bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  for (const uint8_t byte : bytes) {
    out += kDigits[byte >> 4];
    out += kDigits[byte & 15];
  }
}

bool IsZero(std::span<const uint8_t> bytes) {
  for (const uint8_t byte : bytes) {
    if (byte != 0) return false;
  }
  return true;
}

// splitmix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014), one state a
// thread, seeded from the system. Ids must differ, not be secret.
uint64_t Random() {
  thread_local uint64_t state = [] {
    std::random_device device;
    return static_cast<uint64_t>(device()) << 32 | device();
  }();
  uint64_t z = state += 0x9E3779B97F4A7C15;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
  return z ^ (z >> 31);
}

void FillRandom(std::span<uint8_t> bytes) {
  do {
    for (size_t i = 0; i < bytes.size(); i += sizeof(uint64_t)) {
      const uint64_t random = Random();
      std::memcpy(bytes.data() + i, &random, sizeof(random));
    }
  } while (IsZero(bytes));
}

}  // namespace

std::string TraceContext::trace_id_hex() const {
  std::string hex;
  AppendHex(hex, trace_id);
  return hex;
}

std::string TraceContext::span_id_hex() const {
  std::string hex;
  AppendHex(hex, span_id);
  return hex;
}

std::optional<TraceContext> ParseTraceparent(std::string_view header) {
  if (header.size() < kLength) return std::nullopt;
  if (header[2] != '-' || header[35] != '-' || header[52] != '-') return std::nullopt;
  uint8_t version = 0;
  if (!ReadHex(header, {&version, 1}) || version == 0xff) return std::nullopt;
  if (header.size() > kLength && (version == 0 || header[kLength] != '-')) return std::nullopt;
  TraceContext context;
  if (!ReadHex(header.substr(3), context.trace_id) || IsZero(context.trace_id)) return std::nullopt;
  if (!ReadHex(header.substr(36), context.span_id) || IsZero(context.span_id)) return std::nullopt;
  if (!ReadHex(header.substr(53), {&context.flags, 1})) return std::nullopt;
  return context;
}

std::string FormatTraceparent(const TraceContext& context) {
  std::string header;
  header.reserve(kLength);
  header += "00-";
  AppendHex(header, context.trace_id);
  header += '-';
  AppendHex(header, context.span_id);
  header += '-';
  AppendHex(header, {&context.flags, 1});
  return header;
}

TraceContext NewTrace() {
  TraceContext context;
  FillRandom(context.trace_id);
  FillRandom(context.span_id);
  context.flags = kSampled;
  return context;
}

TraceContext ChildOf(const TraceContext& parent) {
  TraceContext child;
  child.trace_id = parent.trace_id;
  FillRandom(child.span_id);
  child.flags = parent.flags & kSampled;
  return child;
}

TraceContext ContinueTrace(std::string_view header) {
  const std::optional<TraceContext> parent = ParseTraceparent(header);
  return parent.has_value() ? ChildOf(*parent) : NewTrace();
}

}  // namespace wiredesk::runtime
