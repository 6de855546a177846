#include "lib/runtime/logging.h"

#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <cmath>
#include <cstdlib>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "lib/runtime/absl_view.h"
#include "lib/runtime/escape.h"
#include "lib/runtime/number_text.h"

namespace wiredesk::runtime {
namespace {

struct Sink {
  LoggingOptions options;
  bool colour = false;
};

// Written by InitLogging before other threads log, then only read.
Sink& TheSink() {
  static auto& sink = *new Sink;
  return sink;
}

std::atomic<Level> least_level{Level::kInfo};

std::mutex& WriteMutex() {
  static auto& mutex = *new std::mutex;
  return mutex;
}

constexpr std::string_view kReset = "\x1b[0m";
constexpr std::string_view kDim = "\x1b[2m";

std::string_view Colour(Level level) {
  switch (level) {
    case Level::kDebug:
      return "\x1b[36m";
    case Level::kInfo:
      return "\x1b[32m";
    case Level::kWarning:
      return "\x1b[33m";
    case Level::kError:
      return "\x1b[1;31m";
  }
  return "";
}

// Padded, so that the messages stand in one column.
std::string_view TextLevel(Level level) {
  switch (level) {
    case Level::kDebug:
      return "DEBUG  ";
    case Level::kInfo:
      return "INFO   ";
    case Level::kWarning:
      return "WARNING";
    case Level::kError:
      return "ERROR  ";
  }
  return "";
}

void AppendDouble(std::string& out, double value, bool json) {
  if (!std::isfinite(value)) {
    const std::string_view name = std::isnan(value) ? "nan" : value > 0 ? "inf" : "-inf";
    if (json) {
      AppendQuoted(out, name);
    } else {
      out += name;
    }
    return;
  }
  out += ShortestText(value);
}

void AppendText(std::string& out, std::string_view text, bool json) {
  if (!json && !text.empty() && text.find_first_of(" =\"\\") == std::string_view::npos && IsPlain(text)) {
    out += text;
  } else {
    AppendQuoted(out, text);
  }
}

void AppendValue(std::string& out, const Field::Value& value, bool json) {
  std::visit(
      [&](const auto& v) {
        using T = std::decay_t<decltype(v)>;
        if constexpr (std::is_same_v<T, std::string_view>) {
          AppendText(out, v, json);
        } else if constexpr (std::is_same_v<T, bool>) {
          out += v ? "true" : "false";
        } else if constexpr (std::is_same_v<T, double>) {
          AppendDouble(out, v, json);
        } else if constexpr (std::is_same_v<T, absl::Duration>) {
          AppendText(out, absl::FormatDuration(v), json);
        } else {
          absl::StrAppend(&out, v);
        }
      },
      value);
}

void FormatJson(std::string& out, const Sink& sink, Level level, std::string_view message,
                std::initializer_list<Field> fields) {
  absl::StrAppend(&out, "{\"time\":\"", absl::FormatTime("%Y-%m-%d%ET%H:%M:%E6SZ", absl::Now(), absl::UTCTimeZone()),
                  "\",\"level\":\"", View(LevelName(level)), "\",\"message\":");
  AppendQuoted(out, message);
  if (!sink.options.service.empty()) {
    out += ",\"service\":";
    AppendQuoted(out, sink.options.service);
  }
  for (const Field& field : fields) {
    out += ',';
    AppendQuoted(out, field.key());
    out += ':';
    AppendValue(out, field.value(), true);
  }
  out += "}\n";
}

void FormatText(std::string& out, const Sink& sink, Level level, std::string_view message,
                std::initializer_list<Field> fields) {
  const std::string time = absl::FormatTime("%Y-%m-%d%ET%H:%M:%E3SZ", absl::Now(), absl::UTCTimeZone());
  if (sink.colour) {
    absl::StrAppend(&out, View(kDim), time, View(kReset), " ", View(Colour(level)), View(TextLevel(level)),
                    View(kReset), " ");
  } else {
    absl::StrAppend(&out, time, " ", View(TextLevel(level)), " ");
  }
  AppendPlain(out, message);
  for (const Field& field : fields) {
    out += ' ';
    if (sink.colour) out += kDim;
    AppendPlain(out, field.key());
    out += '=';
    if (sink.colour) out += kReset;
    AppendValue(out, field.value(), false);
  }
  out += '\n';
}

// A line that the descriptor does not take is lost: there is nowhere to report it.
void WriteAll(int descriptor, std::string_view line) {
  while (!line.empty()) {
    const ssize_t written = write(descriptor, line.data(), line.size());
    if (written >= 0) {
      line.remove_prefix(static_cast<size_t>(written));
    } else if (errno == EAGAIN) {
      pollfd ready{descriptor, POLLOUT, 0};
      poll(&ready, 1, -1);
    } else if (errno != EINTR) {
      return;
    }
  }
}

}  // namespace

std::string_view LevelName(Level level) {
  switch (level) {
    case Level::kDebug:
      return "debug";
    case Level::kInfo:
      return "info";
    case Level::kWarning:
      return "warning";
    case Level::kError:
      return "error";
  }
  return "";
}

void InitLogging(LoggingOptions options) {
  const char* no_colour = std::getenv("NO_COLOR");
  const bool wanted = no_colour == nullptr || *no_colour == '\0';
  std::lock_guard lock(WriteMutex());
  SetLogLevel(options.level);
  Sink& sink = TheSink();
  sink.colour = wanted && options.format == LogFormat::kText && isatty(options.descriptor) == 1;
  sink.options = std::move(options);
}

void SetLogLevel(Level level) {
  least_level.store(level, std::memory_order_relaxed);
}

bool LogEnabled(Level level) {
  return level >= least_level.load(std::memory_order_relaxed);
}

void Log(Level level, std::string_view message, std::initializer_list<Field> fields) {
  if (!LogEnabled(level)) return;
  const Sink& sink = TheSink();
  // Kept by the thread, so that after its first lines it needs no memory for the next.
  thread_local std::string line;
  line.clear();
  if (sink.options.format == LogFormat::kJson) {
    FormatJson(line, sink, level, message, fields);
  } else {
    FormatText(line, sink, level, message, fields);
  }
  std::lock_guard lock(WriteMutex());
  WriteAll(sink.options.descriptor, line);
}

LogOncePerEpisode::LogOncePerEpisode(Level level, std::string begin_message, std::string end_message)
    : level_(level), begin_message_(std::move(begin_message)), end_message_(std::move(end_message)) {}

void LogOncePerEpisode::Occurred(std::initializer_list<Field> fields) {
  std::lock_guard lock(mutex_);
  ++count_;
  if (active_.load(std::memory_order_relaxed)) return;
  active_.store(true, std::memory_order_relaxed);
  since_ = absl::Now();
  Log(level_, begin_message_, fields);
}

void LogOncePerEpisode::Ended() {
  if (!active_.load(std::memory_order_relaxed)) return;
  std::lock_guard lock(mutex_);
  if (!active_.load(std::memory_order_relaxed)) return;
  active_.store(false, std::memory_order_relaxed);
  Log(Level::kInfo, end_message_,
      {{"lasted", absl::Trunc(absl::Now() - since_, absl::Milliseconds(1))}, {"count", count_}});
  count_ = 0;
}

}  // namespace wiredesk::runtime
