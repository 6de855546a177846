// How the text of one option becomes a value of its type and back. Used through OptionTable.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace wiredesk::runtime {

// Least and greatest allowed value, both inclusive.
template <typename T>
struct Bounds {
  T least = std::numeric_limits<T>::lowest();
  T most = std::numeric_limits<T>::max();
};
template <>
struct Bounds<absl::Duration> {
  absl::Duration least = absl::ZeroDuration();
  absl::Duration most = absl::Hours(24 * 366 * 100);
};

// A bound member: reads text into it and shows it. Not thread-safe.
class OptionValue {
 public:
  enum class Shape { kScalar, kSwitch, kList, kMap };

  virtual ~OptionValue() = default;
  virtual Shape shape() const { return Shape::kScalar; }

  // Reads a scalar, adds one element to a list, or sets one KEY=VALUE of a map. InvalidArgument says what is wrong with
  // the text and what would be right; the member is then unchanged.
  virtual absl::Status Set(std::string_view text) = 0;

  // Empties a list; nothing for other shapes.
  virtual void Clear() {}

  // What a flag or variable calls the value in --help: "DURATION", "HOST,…".
  virtual std::string Placeholder() const = 0;

  // The value as TOML writes it; for a map a sequence of entries is given by Entries() instead.
  virtual std::string Toml() const = 0;
  virtual std::map<std::string, std::string> Entries() const { return {}; }

  // The value as --help shows a default; empty for nothing to show.
  virtual std::string Shown() const = 0;
};

std::unique_ptr<OptionValue> MakeValue(std::string* target);
std::unique_ptr<OptionValue> MakeValue(bool* target);
std::unique_ptr<OptionValue> MakeValue(int* target, Bounds<int> bounds);
std::unique_ptr<OptionValue> MakeValue(int64_t* target, Bounds<int64_t> bounds);
std::unique_ptr<OptionValue> MakeValue(uint64_t* target, Bounds<uint64_t> bounds);
std::unique_ptr<OptionValue> MakeValue(double* target, Bounds<double> bounds);
std::unique_ptr<OptionValue> MakeValue(absl::Duration* target, Bounds<absl::Duration> bounds);
std::unique_ptr<OptionValue> MakeValue(std::vector<std::string>* target);
std::unique_ptr<OptionValue> MakeValue(std::map<std::string, std::string>* target);
std::unique_ptr<OptionValue> MakeBytesValue(uint64_t* target, Bounds<uint64_t> bounds);

// `get` and `set` speak of the word's index in `words`, which is not empty.
std::unique_ptr<OptionValue> MakeChoiceValue(std::vector<std::string> words, std::function<size_t()> get,
                                             std::function<void(size_t)> set);

}  // namespace wiredesk::runtime
