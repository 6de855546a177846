// Reads the sources of an OptionTable in their order and gathers all that is wrong with them. Used by options.cc.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "lib/runtime/option_file.h"
#include "lib/runtime/options.h"

namespace wiredesk::runtime {

// "grpc-address" → "WIREDESK_GRPC_ADDRESS".
std::string VariableName(std::string_view option);

// "grpc-address" → "grpc_address", as the file spells it.
std::string FileKey(std::string_view option);

// Serves one Parse.
class OptionParser {
 public:
  explicit OptionParser(OptionTable& table) : table_(table) {}

  absl::StatusOr<ParseResult> Parse(const std::vector<std::string>& args, const Environment& environment);

 private:
  using Option = OptionTable::Option;

  // One use of an option on the command line.
  struct Flag {
    Option* option;
    std::string spelled;  // "--no-colour"
    std::string text;
  };

  // Notes what the command line says; the values are applied after the weaker sources.
  void ScanArguments(const std::vector<std::string>& args);
  // Takes args[i], which starts with a dash, and perhaps its value behind it; returns the index of the last one taken.
  size_t ScanFlag(const std::vector<std::string>& args, size_t i);
  // Takes --help, --version, --print-config; false when `name` is none of them.
  bool ScanRequest(std::string_view name);

  void ReadFile(const std::string& path);
  void ReadSetting(const std::string& path, const FileSetting& setting);
  void ReadEnvironment(const Environment& environment);
  void ApplyFlags();
  void RunChecks();
  void CheckPositional();
  absl::Status Failure() const;

  // Sets one value that came from `origin`; `where` starts the line of an error.
  void Assign(Option& option, std::string_view text, const std::string& origin, const std::string& where);
  void AddError(const std::string& where, std::string_view what);
  // "unknown option", with "; did you mean --grpc-address?" when an option is near. `spell` writes its name as the
  // source does.
  std::string Unknown(std::string_view option, std::string (*spell)(std::string_view)) const;
  bool HasFileAndEnvironment() const { return table_.sources_ == OptionTable::Sources::kFileEnvironmentFlags; }

  OptionTable& table_;
  ParseResult result_;
  std::vector<Flag> flags_;
  std::string config_path_;
  std::vector<std::string> errors_;
};

}  // namespace wiredesk::runtime
