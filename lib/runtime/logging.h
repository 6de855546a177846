// Structured log on standard error: one event a line, a constant message and named fields.
//
//   Log(Level::kInfo, "ready", {{"grpc_address", address}, {"partitions", 12}});
//
//   text  2026-03-01T09:30:00.123Z INFO    ready grpc_address=127.0.0.1:50051 partitions=12
//   json  {"time":"2026-03-01T09:30:00.123456Z","level":"info","message":"ready","service":"wiredesk-ingest",
//          "grpc_address":"127.0.0.1:50051","partitions":12}
//
// Messages and values are escaped, so that what an article says cannot forge a line. All functions are thread-safe; a
// line is written whole, by one write(2) where the descriptor takes it.
#pragma once

#include <atomic>
#include <cstdint>
#include <initializer_list>
#include <mutex>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>

#include "absl/time/time.h"

namespace wiredesk::runtime {

enum class Level { kDebug, kInfo, kWarning, kError };
enum class LogFormat { kText, kJson };

// "debug", "info", "warning", "error".
std::string_view LevelName(Level level);

struct LoggingOptions {
  std::string service = {};  // the field `service` of JSON lines
  Level level = Level::kInfo;
  LogFormat format = LogFormat::kText;
  int descriptor = 2;  // not owned; colour only when it is a terminal and NO_COLOR is not set
};

// Sets up logging for the process; called by main before other threads log. Until then text goes to standard error.
void InitLogging(LoggingOptions options);

// Lines below this level are dropped, from now on.
void SetLogLevel(Level level);
bool LogEnabled(Level level);

// One named value of a line. It only refers to text, so it lives no longer than the call to Log.
class Field {
 public:
  Field(std::string_view key, std::string_view value) : key_(key), value_(value) {}
  Field(std::string_view key, const char* value) : key_(key), value_(std::string_view(value)) {}
  Field(std::string_view key, const std::string& value) : key_(key), value_(std::string_view(value)) {}
  Field(std::string_view key, bool value) : key_(key), value_(value) {}
  Field(std::string_view key, double value) : key_(key), value_(value) {}
  Field(std::string_view key, absl::Duration value) : key_(key), value_(value) {}
  template <typename T>
  requires(std::is_integral_v<T> && !std::is_same_v<T, bool>) Field(std::string_view key, T value) : key_(key) {
    if constexpr (std::is_signed_v<T>) {
      value_ = static_cast<int64_t>(value);
    } else {
      value_ = static_cast<uint64_t>(value);
    }
  }

  using Value = std::variant<std::string_view, bool, int64_t, uint64_t, double, absl::Duration>;
  std::string_view key() const { return key_; }
  const Value& value() const { return value_; }

 private:
  std::string_view key_;
  Value value_;
};

// Writes one line, or nothing when the level is filtered out.
void Log(Level level, std::string_view message, std::initializer_list<Field> fields = {});

// A condition that may hold for a while and be met a thousand times a second: brokers unreachable, a full queue. Its
// first occurrence is logged at its level, and its end as information, with how long it held and how often it was met.
// Thread-safe.
class LogOncePerEpisode {
 public:
  // The two constant messages: "brokers unreachable", "brokers reachable again".
  LogOncePerEpisode(Level level, std::string begin_message, std::string end_message);

  // The condition was met. Fields are logged only when an episode begins.
  void Occurred(std::initializer_list<Field> fields = {});

  // The condition does not hold. One atomic load when no episode is on, so it may stand on a hot path.
  void Ended();

  bool active() const { return active_.load(std::memory_order_relaxed); }

 private:
  const Level level_;
  const std::string begin_message_;
  const std::string end_message_;
  std::atomic<bool> active_{false};
  std::mutex mutex_;  // guards what follows
  absl::Time since_;
  uint64_t count_ = 0;
};

}  // namespace wiredesk::runtime
