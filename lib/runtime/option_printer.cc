#include "lib/runtime/option_printer.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "lib/runtime/absl_view.h"
#include "lib/runtime/escape.h"
#include "lib/runtime/option_parser.h"
#include "lib/runtime/process.h"

namespace wiredesk::runtime {
namespace {

using Shape = OptionValue::Shape;

constexpr size_t kWidth = 100;      // of the help text, in columns
constexpr size_t kWidestFlag = 32;  // a longer one has its help on the next line
constexpr size_t kLongestDefault = 60;

// Columns on a terminal, taking each code point as one.
size_t Columns(std::string_view text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

// Appends `text` wrapped at kWidth; the first line starts at column `at`, the others at `indent`.
void AppendWrapped(std::string& out, std::string_view text, size_t indent, size_t at) {
  bool first = true;
  for (const absl::string_view word : absl::StrSplit(View(text), ' ', absl::SkipEmpty())) {
    const size_t columns = Columns(StdView(word));
    if (!first && at + 1 + columns > kWidth) {
      absl::StrAppend(&out, "\n", std::string(indent, ' '));
      at = indent;
      first = true;
    }
    absl::StrAppend(&out, first ? "" : " ", word);
    at += columns + (first ? 0 : 1);
    first = false;
  }
  out += '\n';
}

// "HOST:PORT" of "HOST:PORT to serve gRPC on"; nothing when the first word is not in capitals.
std::string PlaceholderIn(const std::string& help) {
  std::string word = help.substr(0, help.find(' '));
  const bool capitals = std::none_of(word.begin(), word.end(), absl::ascii_islower);
  const auto letters = std::count_if(word.begin(), word.end(), absl::ascii_isupper);
  return capitals && letters > 1 ? word : "";
}

// A comment may not hold control characters.
void AppendComment(std::string& out, std::string_view text) {
  out += "# ";
  AppendPlain(out, text);
  out += '\n';
}

// A key that needs no quotes: letters, digits, dashes, underscores.
bool IsBareKey(const std::string& key) {
  return !key.empty() && std::all_of(key.begin(), key.end(),
                                     [](unsigned char c) { return absl::ascii_isalnum(c) || c == '_' || c == '-'; });
}

}  // namespace

std::string OptionPrinter::Usage() const {
  std::string usage = absl::StrCat("Usage: ", table_.program_, " [options]");
  if (const OptionTable::Positional& positional = table_.positional_; positional.most > 0) {
    absl::StrAppend(&usage, positional.least == 0 ? " [" : " ", positional.name, positional.least == 0 ? "]" : "");
  }
  return usage;
}

OptionPrinter::Line OptionPrinter::Describe(const Option& option) {
  const std::string& shown = option.default_shown;
  if (option.value->shape() == Shape::kSwitch) {
    if (shown == "true") return {absl::StrCat("--[no-]", option.name), option.help + " (default on)"};
    return {absl::StrCat("--", option.name), option.help};
  }
  std::string placeholder = PlaceholderIn(option.help);
  if (placeholder.empty()) placeholder = option.value->Placeholder();
  std::string help = option.help;
  if (shown.size() > kLongestDefault) {
    help += " (has a long default)";
  } else if (!shown.empty()) {
    absl::StrAppend(&help, " (default ", shown, ")");
  }
  return {absl::StrCat("--", option.name, " ", placeholder), std::move(help)};
}

std::vector<OptionPrinter::Section> OptionPrinter::Sections() const {
  std::vector<Section> sections;
  const auto add = [&](const std::string& title, Line line) {
    if (sections.empty() || sections.back().title != title) sections.push_back({title, {}});
    sections.back().lines.push_back(std::move(line));
  };
  if (table_.positional_.most > 0) add("Arguments", {table_.positional_.name, table_.positional_.help});
  for (const auto& option : table_.options_) add(option->section, Describe(*option));
  const std::string last = HasFileAndEnvironment() ? "Configuration" : "Help";
  if (HasFileAndEnvironment()) {
    add(last, {"--config FILE", "TOML file to read first (also WIREDESK_CONFIG)"});
    add(last, {"--print-config", "print every value and where it came from, as TOML, and exit"});
  }
  add(last, {"--help", "print this help and exit"});
  add(last, {"--version", "print the version and exit"});
  return sections;
}

void OptionPrinter::AppendSection(std::string& out, const Section& section, size_t column) {
  absl::StrAppend(&out, "\n", section.title, ":\n");
  for (const Line& line : section.lines) {
    absl::StrAppend(&out, "  ", line.flag);
    size_t at = 2 + Columns(line.flag);
    if (at + 2 > column) {
      out += '\n';
      at = 0;
    }
    out.append(column - at, ' ');
    AppendWrapped(out, line.help, column, column);
  }
}

std::string OptionPrinter::Help() const {
  const std::vector<Section> sections = Sections();
  size_t column = 0;
  for (const Section& section : sections) {
    for (const Line& line : section.lines) {
      if (Columns(line.flag) <= kWidestFlag) column = std::max(column, Columns(line.flag) + 4);
    }
  }
  std::string out;
  AppendWrapped(out, table_.description_, 0, 0);
  absl::StrAppend(&out, "\n", Usage(), "\n");
  for (const Section& section : sections) AppendSection(out, section, column);
  if (HasFileAndEnvironment()) {
    out += '\n';
    AppendWrapped(out,
                  "Each option may also stand in the file (grpc_address = \"…\") and in the environment "
                  "(WIREDESK_GRPC_ADDRESS); flags win over the environment, the environment over the file.",
                  0, 0);
  }
  if (!table_.epilogue_.empty()) absl::StrAppend(&out, "\n", table_.epilogue_, "\n");
  return out;
}

std::string OptionPrinter::Config() const {
  std::string out;
  AppendComment(out, absl::StrCat("Configuration of ", table_.program_, " ", View(Version())));
  std::string section;
  for (const auto& option : table_.options_) {
    if (option->value->shape() == Shape::kMap) continue;
    if (option->section != section) {
      section = option->section;
      out += "\n";
      AppendComment(out, absl::StrCat("-- ", section));
    }
    out += '\n';
    AppendComment(out, option->help);
    absl::StrAppend(&out, FileKey(option->name), " = ", option->value->Toml(), "  ");
    AppendComment(out, option->origin);
  }
  // Tables last: what follows one belongs to it.
  for (const auto& option : table_.options_) {
    if (option->value->shape() == Shape::kMap) AppendMap(out, *option);
  }
  return out;
}

bool OptionPrinter::IsHidden(const std::string& key) const {
  return std::any_of(table_.hidden_words_.begin(), table_.hidden_words_.end(),
                     [&](const std::string& word) { return key.find(word) != std::string::npos; });
}

void OptionPrinter::AppendMap(std::string& out, const Option& option) const {
  out += '\n';
  AppendComment(out, option.help);
  absl::StrAppend(&out, "[", FileKey(option.name), "]\n");
  for (const auto& [key, value] : option.value->Entries()) {
    const auto known = option.entry_origins.find(key);
    const std::string& origin = known == option.entry_origins.end() ? "default" : known->second;
    const std::string toml_key = IsBareKey(key) ? key : Quoted(key);
    if (IsHidden(key)) {
      AppendComment(out, absl::StrCat(toml_key, " is set and not shown; ", origin));
      continue;
    }
    absl::StrAppend(&out, toml_key, " = ", Quoted(value), "  ");
    AppendComment(out, origin);
  }
}

}  // namespace wiredesk::runtime
