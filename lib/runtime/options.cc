#include "lib/runtime/options.h"

#include <unistd.h>

#include <utility>

#include "lib/runtime/option_parser.h"
#include "lib/runtime/option_printer.h"

namespace wiredesk::runtime {

OptionTable::OptionTable(std::string program, std::string description, Sources sources)
    : program_(std::move(program)), description_(std::move(description)), sources_(sources) {}

OptionTable::~OptionTable() = default;

void OptionTable::Insert(std::string name, std::string help, std::unique_ptr<OptionValue> value) {
  auto option = std::make_unique<Option>();
  option->name = std::move(name);
  option->help = std::move(help);
  option->section = section_;
  option->default_shown = value->Shown();
  option->value = std::move(value);
  options_.push_back(std::move(option));
}

OptionTable::Option* OptionTable::Find(std::string_view name) const {
  for (const auto& option : options_) {
    if (option->name == name) return option.get();
  }
  return nullptr;
}

void OptionTable::Add(std::string name, std::string* target, std::string help) {
  Insert(std::move(name), std::move(help), MakeValue(target));
}

void OptionTable::Add(std::string name, bool* target, std::string help) {
  Insert(std::move(name), std::move(help), MakeValue(target));
}

void OptionTable::Add(std::string name, int* target, std::string help, Bounds<int> bounds) {
  Insert(std::move(name), std::move(help), MakeValue(target, bounds));
}

void OptionTable::Add(std::string name, int64_t* target, std::string help, Bounds<int64_t> bounds) {
  Insert(std::move(name), std::move(help), MakeValue(target, bounds));
}

void OptionTable::Add(std::string name, uint64_t* target, std::string help, Bounds<uint64_t> bounds) {
  Insert(std::move(name), std::move(help), MakeValue(target, bounds));
}

void OptionTable::Add(std::string name, double* target, std::string help, Bounds<double> bounds) {
  Insert(std::move(name), std::move(help), MakeValue(target, bounds));
}

void OptionTable::Add(std::string name, absl::Duration* target, std::string help, Bounds<absl::Duration> bounds) {
  Insert(std::move(name), std::move(help), MakeValue(target, bounds));
}

void OptionTable::Add(std::string name, std::vector<std::string>* target, std::string help) {
  Insert(std::move(name), std::move(help), MakeValue(target));
}

void OptionTable::Add(std::string name, std::map<std::string, std::string>* target, std::string help) {
  Insert(std::move(name), std::move(help), MakeValue(target));
}

void OptionTable::AddBytes(std::string name, uint64_t* target, std::string help, Bounds<uint64_t> bounds) {
  Insert(std::move(name), std::move(help), MakeBytesValue(target, bounds));
}

void OptionTable::AddChoice(std::string name, std::string* target, std::vector<std::string> words, std::string help) {
  auto get = [target, words] {
    size_t i = 0;
    while (i + 1 < words.size() && words[i] != *target) ++i;
    return i;
  };
  auto set = [target, words](size_t i) { *target = words[i]; };
  Insert(std::move(name), std::move(help), MakeChoiceValue(words, std::move(get), std::move(set)));
}

void OptionTable::Section(std::string title) {
  section_ = std::move(title);
}

void OptionTable::AllowPositional(std::string name, std::string help, size_t least, size_t most) {
  positional_ = {std::move(name), std::move(help), least, most};
}

void OptionTable::Epilogue(std::string text) {
  epilogue_ = std::move(text);
}

void OptionTable::Check(std::string name, std::function<absl::Status()> condition) {
  conditions_.push_back({std::move(name), std::move(condition)});
}

void OptionTable::KnowEnvironment(const std::vector<std::string>& variables) {
  known_variables_.insert(known_variables_.end(), variables.begin(), variables.end());
}

void OptionTable::KnowEnvironmentOf(const OptionTable& sibling) {
  for (const auto& option : sibling.options_) known_variables_.push_back(VariableName(option->name));
}

void OptionTable::HideKeysContaining(std::vector<std::string> words) {
  hidden_words_ = std::move(words);
}

absl::StatusOr<ParseResult> OptionTable::Parse(const std::vector<std::string>& args, const Environment& environment) {
  return OptionParser(*this).Parse(args, environment);
}

std::string OptionTable::Help() const {
  return OptionPrinter(*this).Help();
}

std::string OptionTable::PrintConfig() const {
  return OptionPrinter(*this).Config();
}

std::string OptionTable::OriginOf(std::string_view name) const {
  const Option* option = Find(name);
  return option == nullptr ? "" : option->origin;
}

std::vector<std::string> ArgumentsOf(int argc, const char* const* argv) {
  if (argc < 1) return {};
  return {argv + 1, argv + argc};
}

Environment CurrentEnvironment() {
  Environment environment;
  for (char** at = environ; at != nullptr && *at != nullptr; ++at) {
    const std::string_view entry(*at);
    if (const size_t equals = entry.find('='); equals != std::string_view::npos) {
      environment.emplace(entry.substr(0, equals), entry.substr(equals + 1));
    }
  }
  return environment;
}

}  // namespace wiredesk::runtime
