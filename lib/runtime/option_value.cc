#include "lib/runtime/option_value.h"

#include <algorithm>
#include <cmath>
#include <type_traits>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "lib/runtime/absl_view.h"
#include "lib/runtime/escape.h"
#include "lib/runtime/number_text.h"

namespace wiredesk::runtime {
namespace {

absl::Status IsNot(std::string_view text, std::string_view wanted) {
  return absl::InvalidArgumentError(absl::StrCat(Quoted(text), " is not ", View(wanted)));
}

// " from 1 to 10", " of at least 1", " of at most 10" or nothing.
template <typename T, typename Format>
std::string RangeText(const Bounds<T>& bounds, Format format) {
  const Bounds<T> unbounded;
  const bool least = bounds.least > unbounded.least;
  const bool most = bounds.most < unbounded.most;
  if (least && most) return absl::StrCat(" from ", format(bounds.least), " to ", format(bounds.most));
  if (least) return absl::StrCat(" of at least ", format(bounds.least));
  if (most) return absl::StrCat(" of at most ", format(bounds.most));
  return "";
}

template <typename T>
bool Within(const T& value, const Bounds<T>& bounds) {
  return bounds.least <= value && value <= bounds.most;
}

// A TOML float has a point or an exponent.
std::string TomlFloat(double value) {
  std::string text = ShortestText(value);
  if (text.find_first_of(".e") == std::string::npos) text += ".0";
  return text;
}

class StringValue : public OptionValue {
 public:
  explicit StringValue(std::string* target) : target_(target) {}
  absl::Status Set(std::string_view text) override {
    if (!IsUtf8(text)) return IsNot(text, "valid UTF-8");
    *target_ = text;
    return absl::OkStatus();
  }
  std::string Placeholder() const override { return "TEXT"; }
  std::string Toml() const override { return Quoted(*target_); }
  std::string Shown() const override { return *target_; }

 private:
  std::string* const target_;
};

class SwitchValue : public OptionValue {
 public:
  explicit SwitchValue(bool* target) : target_(target) {}
  Shape shape() const override { return Shape::kSwitch; }
  absl::Status Set(std::string_view text) override {
    if (text == "true") {
      *target_ = true;
    } else if (text == "false") {
      *target_ = false;
    } else {
      return IsNot(text, "true or false");
    }
    return absl::OkStatus();
  }
  std::string Placeholder() const override { return ""; }
  std::string Toml() const override { return *target_ ? "true" : "false"; }
  std::string Shown() const override { return Toml(); }

 private:
  bool* const target_;
};

template <typename T>
class NumberValue : public OptionValue {
 public:
  NumberValue(T* target, Bounds<T> bounds) : target_(target), bounds_(bounds) {}
  absl::Status Set(std::string_view text) override {
    T value{};
    bool ok;
    if constexpr (std::is_floating_point_v<T>) {
      ok = absl::SimpleAtod(View(text), &value) && std::isfinite(value);
    } else {
      ok = absl::SimpleAtoi(View(text), &value);
    }
    if (!ok || !Within(value, bounds_)) {
      const std::string_view kind = std::is_floating_point_v<T> ? "a number" : "a whole number";
      return IsNot(text, absl::StrCat(View(kind), RangeText(bounds_, [](T bound) { return absl::StrCat(bound); })));
    }
    *target_ = value;
    return absl::OkStatus();
  }
  std::string Placeholder() const override { return "N"; }
  std::string Toml() const override {
    if constexpr (std::is_floating_point_v<T>) {
      return TomlFloat(*target_);
    } else {
      return absl::StrCat(*target_);
    }
  }
  std::string Shown() const override { return absl::StrCat(*target_); }

 private:
  T* const target_;
  const Bounds<T> bounds_;
};

class DurationValue : public OptionValue {
 public:
  DurationValue(absl::Duration* target, Bounds<absl::Duration> bounds) : target_(target), bounds_(bounds) {}
  absl::Status Set(std::string_view text) override {
    absl::Duration value;
    if (!absl::ParseDuration(View(text), &value) || !Within(value, bounds_)) {
      return IsNot(text, absl::StrCat("a duration", RangeText(bounds_, absl::FormatDuration),
                                      " with its unit, such as 250ms or 20s"));
    }
    *target_ = value;
    return absl::OkStatus();
  }
  std::string Placeholder() const override { return "DURATION"; }
  std::string Toml() const override { return Quoted(absl::FormatDuration(*target_)); }
  std::string Shown() const override { return absl::FormatDuration(*target_); }

 private:
  absl::Duration* const target_;
  const Bounds<absl::Duration> bounds_;
};

struct ByteUnit {
  std::string_view name;
  uint64_t factor;
};
constexpr ByteUnit kByteUnits[] = {{"GiB", 1ull << 30}, {"MiB", 1ull << 20}, {"KiB", 1ull << 10}, {"GB", 1'000'000'000},
                                   {"MB", 1'000'000},   {"kB", 1'000},       {"KB", 1'000},       {"B", 1}};

bool ParseBytes(std::string_view text, uint64_t* value) {
  uint64_t factor = 1;
  for (const ByteUnit& unit : kByteUnits) {
    if (!text.ends_with(unit.name)) continue;
    text.remove_suffix(unit.name.size());
    factor = unit.factor;
    break;
  }
  return absl::SimpleAtoi(absl::StripTrailingAsciiWhitespace(View(text)), value) &&
         !__builtin_mul_overflow(*value, factor, value);
}

// The largest binary unit that divides the number, or the bare number.
std::string FormatBytes(uint64_t value) {
  for (size_t i = 0; i < 3 && value != 0; ++i) {
    if (value % kByteUnits[i].factor == 0) return absl::StrCat(value / kByteUnits[i].factor, View(kByteUnits[i].name));
  }
  return absl::StrCat(value);
}

class BytesValue : public OptionValue {
 public:
  BytesValue(uint64_t* target, Bounds<uint64_t> bounds) : target_(target), bounds_(bounds) {}
  absl::Status Set(std::string_view text) override {
    uint64_t value = 0;
    if (!ParseBytes(text, &value) || !Within(value, bounds_)) {
      return IsNot(text, absl::StrCat("a size", RangeText(bounds_, FormatBytes), ", such as 512KiB or 4MiB"));
    }
    *target_ = value;
    return absl::OkStatus();
  }
  std::string Placeholder() const override { return "SIZE"; }
  std::string Toml() const override { return Quoted(FormatBytes(*target_)); }
  std::string Shown() const override { return FormatBytes(*target_); }

 private:
  uint64_t* const target_;
  const Bounds<uint64_t> bounds_;
};

class ListValue : public OptionValue {
 public:
  explicit ListValue(std::vector<std::string>* target) : target_(target) {}
  Shape shape() const override { return Shape::kList; }
  absl::Status Set(std::string_view text) override {
    if (!IsUtf8(text)) return IsNot(text, "valid UTF-8");
    target_->emplace_back(text);
    return absl::OkStatus();
  }
  void Clear() override { target_->clear(); }
  std::string Placeholder() const override { return "TEXT,…"; }
  std::string Toml() const override {
    return absl::StrCat(
        "[",
        absl::StrJoin(*target_, ", ",
                      [](std::string* out, const std::string& element) { AppendQuoted(*out, element); }),
        "]");
  }
  std::string Shown() const override { return absl::StrJoin(*target_, ","); }

 private:
  std::vector<std::string>* const target_;
};

class MapValue : public OptionValue {
 public:
  explicit MapValue(std::map<std::string, std::string>* target) : target_(target) {}
  Shape shape() const override { return Shape::kMap; }
  absl::Status Set(std::string_view text) override {
    const size_t equals = text.find('=');
    if (equals == std::string_view::npos || equals == 0) return IsNot(text, "of the form KEY=VALUE");
    if (!IsUtf8(text)) return IsNot(text, "valid UTF-8");
    (*target_)[std::string(text.substr(0, equals))] = text.substr(equals + 1);
    return absl::OkStatus();
  }
  std::string Placeholder() const override { return "KEY=VALUE"; }
  std::string Toml() const override { return ""; }
  std::map<std::string, std::string> Entries() const override { return *target_; }
  std::string Shown() const override { return absl::StrJoin(*target_, ",", absl::PairFormatter("=")); }

 private:
  std::map<std::string, std::string>* const target_;
};

class ChoiceValue : public OptionValue {
 public:
  ChoiceValue(std::vector<std::string> words, std::function<size_t()> get, std::function<void(size_t)> set)
      : words_(std::move(words)), get_(std::move(get)), set_(std::move(set)) {}
  absl::Status Set(std::string_view text) override {
    const auto found = std::find(words_.begin(), words_.end(), text);
    if (found == words_.end()) return IsNot(text, absl::StrCat("one of ", absl::StrJoin(words_, ", ")));
    set_(static_cast<size_t>(found - words_.begin()));
    return absl::OkStatus();
  }
  std::string Placeholder() const override { return absl::StrJoin(words_, "|"); }
  std::string Toml() const override { return Quoted(Shown()); }
  std::string Shown() const override { return words_[get_()]; }

 private:
  const std::vector<std::string> words_;
  const std::function<size_t()> get_;
  const std::function<void(size_t)> set_;
};

}  // namespace

std::unique_ptr<OptionValue> MakeValue(std::string* target) {
  return std::make_unique<StringValue>(target);
}

std::unique_ptr<OptionValue> MakeValue(bool* target) {
  return std::make_unique<SwitchValue>(target);
}

std::unique_ptr<OptionValue> MakeValue(int* target, Bounds<int> bounds) {
  return std::make_unique<NumberValue<int>>(target, bounds);
}

std::unique_ptr<OptionValue> MakeValue(int64_t* target, Bounds<int64_t> bounds) {
  return std::make_unique<NumberValue<int64_t>>(target, bounds);
}

std::unique_ptr<OptionValue> MakeValue(uint64_t* target, Bounds<uint64_t> bounds) {
  return std::make_unique<NumberValue<uint64_t>>(target, bounds);
}

std::unique_ptr<OptionValue> MakeValue(double* target, Bounds<double> bounds) {
  return std::make_unique<NumberValue<double>>(target, bounds);
}

std::unique_ptr<OptionValue> MakeValue(absl::Duration* target, Bounds<absl::Duration> bounds) {
  return std::make_unique<DurationValue>(target, bounds);
}

std::unique_ptr<OptionValue> MakeValue(std::vector<std::string>* target) {
  return std::make_unique<ListValue>(target);
}

std::unique_ptr<OptionValue> MakeValue(std::map<std::string, std::string>* target) {
  return std::make_unique<MapValue>(target);
}

std::unique_ptr<OptionValue> MakeBytesValue(uint64_t* target, Bounds<uint64_t> bounds) {
  return std::make_unique<BytesValue>(target, bounds);
}

std::unique_ptr<OptionValue> MakeChoiceValue(std::vector<std::string> words, std::function<size_t()> get,
                                             std::function<void(size_t)> set) {
  return std::make_unique<ChoiceValue>(std::move(words), std::move(get), std::move(set));
}

}  // namespace wiredesk::runtime
