#include "lib/runtime/option_parser.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "lib/runtime/absl_view.h"
#include "lib/runtime/escape.h"
#include "lib/runtime/option_printer.h"
#include "lib/runtime/process.h"
#include "lib/runtime/suggest.h"

namespace wiredesk::runtime {
namespace {

using Shape = OptionValue::Shape;

constexpr std::string_view kPrefix = "WIREDESK_";

std::string FlagName(std::string_view option) {
  return absl::StrCat("--", View(option));
}

std::string OptionName(std::string_view key) {
  return absl::StrReplaceAll(View(key), {{"_", "-"}});
}

// For one message line, whatever bytes a source has in its place of a name.
std::string Printable(std::string_view text) {
  std::string out;
  AppendPlain(out, text);
  return out;
}

// Splits at commas; "\," is a comma that does not split. Blanks around a part go, as do empty parts.
std::vector<std::string> SplitAtCommas(std::string_view text) {
  std::vector<std::string> parts(1);
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size() && text[i + 1] == ',') {
      parts.back() += text[++i];
    } else if (text[i] == ',') {
      parts.emplace_back();
    } else {
      parts.back() += text[i];
    }
  }
  for (std::string& part : parts) absl::StripAsciiWhitespace(&part);
  std::erase(parts, "");
  return parts;
}

// Kubernetes gives each container the address of every service in its namespace: for a service named wiredesk-ingest
// WIREDESK_INGEST_SERVICE_HOST, WIREDESK_INGEST_PORT=tcp://…, WIREDESK_INGEST_PORT_9464_TCP_ADDR and so on.
bool IsFromKubernetes(std::string_view variable, std::string_view value) {
  return variable.find("_SERVICE_HOST") != std::string_view::npos ||
         variable.find("_SERVICE_PORT") != std::string_view::npos || variable.find("_TCP") != std::string_view::npos ||
         variable.find("_UDP") != std::string_view::npos || value.starts_with("tcp://") || value.starts_with("udp://");
}

}  // namespace

std::string VariableName(std::string_view option) {
  return absl::StrCat(View(kPrefix), absl::AsciiStrToUpper(absl::StrReplaceAll(View(option), {{"-", "_"}})));
}

std::string FileKey(std::string_view option) {
  return absl::StrReplaceAll(View(option), {{"-", "_"}});
}

absl::StatusOr<ParseResult> OptionParser::Parse(const std::vector<std::string>& args, const Environment& environment) {
  ScanArguments(args);
  if (result_.action == ParseResult::Action::kHelp) {
    result_.text = table_.Help();
    return result_;
  }
  if (result_.action == ParseResult::Action::kVersion) {
    result_.text = absl::StrCat(table_.program_, " ", View(Version()), "\n");
    return result_;
  }
  if (HasFileAndEnvironment()) {
    const auto config = environment.find("WIREDESK_CONFIG");
    if (config_path_.empty() && config != environment.end()) config_path_ = config->second;
    if (!config_path_.empty()) ReadFile(config_path_);
    ReadEnvironment(environment);
  }
  ApplyFlags();
  RunChecks();
  if (result_.action == ParseResult::Action::kRun) CheckPositional();
  if (!errors_.empty()) return Failure();
  if (result_.action == ParseResult::Action::kConfig) result_.text = table_.PrintConfig();
  return result_;
}

void OptionParser::ScanArguments(const std::vector<std::string>& args) {
  for (size_t i = 0; i < args.size(); ++i) {
    if (args[i] == "--") {
      result_.positional.insert(result_.positional.end(), args.begin() + static_cast<ptrdiff_t>(i) + 1, args.end());
      return;
    }
    if (args[i].size() > 1 && args[i][0] == '-') {
      i = ScanFlag(args, i);
    } else {
      result_.positional.push_back(args[i]);
    }
  }
}

bool OptionParser::ScanRequest(std::string_view name) {
  using Action = ParseResult::Action;
  Action asked;
  if (name == "--help" || name == "-h") {
    asked = Action::kHelp;
  } else if (name == "--version") {
    asked = Action::kVersion;
  } else if (name == "--print-config" && HasFileAndEnvironment()) {
    asked = Action::kConfig;
  } else {
    return false;
  }
  if (result_.action != Action::kHelp) result_.action = asked;
  return true;
}

size_t OptionParser::ScanFlag(const std::vector<std::string>& args, size_t i) {
  if (ScanRequest(args[i])) return i;
  const size_t equals = args[i].find('=');
  const std::string spelled = args[i].substr(0, equals);
  const bool has_value = equals != std::string::npos;
  const bool is_config = spelled == "--config" && HasFileAndEnvironment();
  const std::string name = spelled.starts_with("--") ? spelled.substr(2) : "";
  Option* option = table_.Find(name);
  if (option == nullptr && name.starts_with("no-") && !has_value) {
    Option* negated = table_.Find(std::string_view(name).substr(3));
    if (negated != nullptr && negated->value->shape() == Shape::kSwitch) {
      flags_.push_back({negated, spelled, "false"});
      return i;
    }
  }
  if (option == nullptr && !is_config) {
    AddError(absl::StrCat("flag ", Printable(spelled)), Unknown(name, FlagName));
    return i;
  }
  std::string value;
  if (has_value) {
    value = args[i].substr(equals + 1);
  } else if (option != nullptr && option->value->shape() == Shape::kSwitch) {
    value = "true";
  } else if (i + 1 < args.size() && !args[i + 1].starts_with("--")) {
    value = args[++i];
  } else {
    AddError(absl::StrCat("flag ", spelled),
             absl::StrCat("needs a value: ", spelled, " ", is_config ? "FILE" : option->value->Placeholder()));
    if (option != nullptr) option->failed = true;
    return i;
  }
  if (is_config) {
    config_path_ = value;
  } else {
    flags_.push_back({option, spelled, std::move(value)});
  }
  return i;
}

void OptionParser::ReadFile(const std::string& path) {
  const absl::StatusOr<std::vector<FileSetting>> settings = ReadOptionFile(path);
  if (!settings.ok()) {
    AddError("", StdView(settings.status().message()));
    return;
  }
  std::set<const Option*> seen;
  for (const FileSetting& setting : *settings) {
    const Option* option = table_.Find(OptionName(setting.key));
    if (option != nullptr && !seen.insert(option).second) {
      AddError(absl::StrCat(path, ":", setting.line, ": ", Printable(setting.key)),
               "is set twice, once with dashes and once with underscores");
      continue;
    }
    ReadSetting(path, setting);
  }
}

void OptionParser::ReadSetting(const std::string& path, const FileSetting& setting) {
  const std::string where = absl::StrCat(path, ":", setting.line, ": ", Printable(setting.key));
  Option* option = table_.Find(OptionName(setting.key));
  if (option == nullptr) {
    AddError(where, Unknown(OptionName(setting.key), FileKey));
    return;
  }
  const auto refuse = [&](std::string_view what) {
    AddError(where, what);
    option->failed = true;
  };
  const auto origin = [&](int line) { return absl::StrCat("file ", path, ":", line); };
  const Shape shape = option->value->shape();
  if (!setting.problem.empty()) return refuse(setting.problem);
  if (shape == Shape::kMap) {
    if (setting.shape != FileSetting::Shape::kTable) return refuse("must be a table of keys and values");
    for (const auto& [key, value] : setting.entries) {
      Assign(*option, absl::StrCat(key, "=", value.text), origin(value.line), where);
    }
    return;
  }
  if (setting.shape == FileSetting::Shape::kTable) return refuse("takes a value, not a table");
  if (setting.shape == FileSetting::Shape::kList) {
    if (shape != Shape::kList) return refuse("takes one value, not a list");
    option->value->Clear();
    option->origin = origin(setting.line);
    for (const FileValue& value : setting.values) Assign(*option, value.text, origin(setting.line), where);
    return;
  }
  const FileValue& value = setting.values.front();
  if (shape != Shape::kList) return Assign(*option, value.text, origin(value.line), where);
  option->value->Clear();
  for (const std::string& part : SplitAtCommas(value.text)) Assign(*option, part, origin(value.line), where);
}

void OptionParser::ReadEnvironment(const Environment& environment) {
  std::set<std::string, std::less<>> known(table_.known_variables_.begin(), table_.known_variables_.end());
  known.insert("WIREDESK_CONFIG");
  for (const auto& [variable, value] : environment) {
    if (!std::string_view(variable).starts_with(kPrefix)) continue;
    const std::string where = absl::StrCat("environment ", Printable(variable));
    const std::string name = absl::AsciiStrToLower(OptionName(std::string_view(variable).substr(kPrefix.size())));
    Option* option = variable == VariableName(name) ? table_.Find(name) : nullptr;
    if (option == nullptr) {
      if (!known.contains(variable) && !IsFromKubernetes(variable, value)) AddError(where, Unknown(name, VariableName));
      continue;
    }
    if (value.empty()) continue;
    const Shape shape = option->value->shape();
    if (shape != Shape::kList && shape != Shape::kMap) {
      Assign(*option, value, where, where);
      continue;
    }
    option->value->Clear();
    for (const std::string& part : SplitAtCommas(value)) Assign(*option, part, where, where);
  }
}

void OptionParser::ApplyFlags() {
  std::set<const Option*> begun;
  for (const Flag& flag : flags_) {
    const std::string origin = absl::StrCat("flag ", flag.spelled);
    if (flag.option->value->shape() != Shape::kList) {
      Assign(*flag.option, flag.text, origin, origin);
      continue;
    }
    if (begun.insert(flag.option).second) {
      flag.option->value->Clear();
      flag.option->origin = origin;
    }
    for (const std::string& part : SplitAtCommas(flag.text)) Assign(*flag.option, part, origin, origin);
  }
}

void OptionParser::RunChecks() {
  for (const OptionTable::Condition& condition : table_.conditions_) {
    const Option* option = table_.Find(condition.option);
    if (option == nullptr || option->failed) continue;
    const absl::Status status = condition.holds();
    if (status.ok()) continue;
    AddError(absl::StrCat("option ", option->name, " (", option->origin, ")"), StdView(status.message()));
  }
}

void OptionParser::CheckPositional() {
  const OptionTable::Positional& allowed = table_.positional_;
  const std::vector<std::string>& given = result_.positional;
  if (given.size() < allowed.least) {
    AddError("arguments", absl::StrCat("needs ", allowed.name, " (", allowed.help, ")"));
  }
  for (size_t i = allowed.most; i < given.size(); ++i) {
    const bool truth = given[i] == "true" || given[i] == "false";
    AddError(absl::StrCat("argument ", Quoted(given[i])),
             truth ? "unexpected; a boolean is written --flag=false or --no-flag"
                   : "unexpected; a flag starts with two dashes");
  }
}

void OptionParser::Assign(Option& option, std::string_view text, const std::string& origin, const std::string& where) {
  const absl::Status status = option.value->Set(text);
  if (!status.ok()) {
    AddError(where, StdView(status.message()));
    option.failed = true;
    return;
  }
  option.origin = origin;
  if (option.value->shape() == Shape::kMap) option.entry_origins[std::string(text.substr(0, text.find('=')))] = origin;
}

void OptionParser::AddError(const std::string& where, std::string_view what) {
  errors_.push_back(absl::StrCat(where, where.empty() ? "" : ": ", View(what)));
}

std::string OptionParser::Unknown(std::string_view option, std::string (*spell)(std::string_view)) const {
  std::vector<std::string> names;
  for (const auto& known : table_.options_) {
    names.push_back(known->name);
    if (known->value->shape() == Shape::kSwitch && spell == FlagName) names.push_back("no-" + known->name);
  }
  if (spell == FlagName) {
    names.insert(names.end(), {"help", "version"});
    if (HasFileAndEnvironment()) names.insert(names.end(), {"config", "print-config"});
  }
  const std::string nearest = Nearest(option, names);
  return nearest.empty() ? "unknown option" : absl::StrCat("unknown option; did you mean ", spell(nearest), "?");
}

absl::Status OptionParser::Failure() const {
  return absl::InvalidArgumentError(
      absl::StrCat(table_.program_, ": ", errors_.size(), errors_.size() == 1 ? " error" : " errors",
                   " in the options\n  ", absl::StrJoin(errors_, "\n  "), "\nTry ", table_.program_, " --help."));
}

}  // namespace wiredesk::runtime
