// One table of options per program. Flags, environment, configuration file, --help and --print-config all follow from
// it, so that they cannot disagree.
//
//   struct Config {
//     std::string grpc_address = "0.0.0.0:50051";
//     absl::Duration drain_timeout = absl::Seconds(20);
//     std::map<std::string, std::string> kafka;
//   };
//   Config config;
//   OptionTable table("wiredesk-ingest", "Takes articles over gRPC and writes them to Kafka.");
//   table.Add("grpc-address", &config.grpc_address, "HOST:PORT to serve gRPC on");
//   table.Add("drain-timeout", &config.drain_timeout, "how long calls may take to end after SIGTERM");
//   table.Add("kafka", &config.kafka, "property of the Kafka client");
//   absl::StatusOr<ParseResult> parsed = table.Parse(ArgumentsOf(argc, argv), CurrentEnvironment());
//
// Order, the later wins: defaults in code, file (--config FILE or WIREDESK_CONFIG), environment
// (WIREDESK_GRPC_ADDRESS), flags (--grpc-address X, --grpc-address=X). A list is replaced as a whole by the next
// source; a map is merged by key.
//
//   type      flag                              file                     environment
//   bool      --flag, --flag=false, --no-flag   flag = true              WIREDESK_FLAG=true
//   duration  --wait 250ms                      wait = "250ms"           WIREDESK_WAIT=250ms
//   bytes     --limit 4MiB                      limit = "4MiB"           WIREDESK_LIMIT=4MiB
//   list      --host a,b or --host a --host b   host = ["a", "b"]        WIREDESK_HOST=a,b
//   map       --kafka acks=all (repeatable)     [kafka] acks = "all"     WIREDESK_KAFKA=acks=all,linger.ms=5
//
// In WIREDESK_KAFKA a comma inside a value is written "\,". Keys in the file may be spelled with dashes or underscores;
// a dotted key of a map (linger.ms) needs no quotes. An empty variable counts as not set.
//
// A table is used by one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <limits>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "lib/runtime/option_value.h"

namespace wiredesk::runtime {

// Environment variables by name.
using Environment = std::map<std::string, std::string>;

// What the command line asks of the program.
struct ParseResult {
  enum class Action {
    kRun,      // go ahead with the bound configuration
    kHelp,     // print `text` on standard output and end with 0
    kConfig,   // the same
    kVersion,  // the same
  };
  Action action = Action::kRun;
  std::string text;                     // ends in a newline; empty for kRun
  std::vector<std::string> positional;  // arguments that are not flags, in order
};

class OptionTable {
 public:
  // Where values may come from besides flags.
  enum class Sources { kFlagsOnly, kFileEnvironmentFlags };

  // `description` is one sentence for the head of --help.
  OptionTable(std::string program, std::string description, Sources sources = Sources::kFileEnvironmentFlags);
  ~OptionTable();
  OptionTable(const OptionTable&) = delete;
  OptionTable& operator=(const OptionTable&) = delete;

  // Binds `name` (lower case, dashes) to a member that already holds its default and outlives the table. `help` is one
  // line without a full stop; when its first word is in capitals, --help shows that word as the value's placeholder:
  // "HOST:PORT to serve gRPC on". The names help, config, print-config and version are taken.
  void Add(std::string name, std::string* target, std::string help);
  void Add(std::string name, bool* target, std::string help);
  void Add(std::string name, int* target, std::string help, Bounds<int> bounds = {});
  void Add(std::string name, int64_t* target, std::string help, Bounds<int64_t> bounds = {});
  void Add(std::string name, uint64_t* target, std::string help, Bounds<uint64_t> bounds = {});
  void Add(std::string name, double* target, std::string help, Bounds<double> bounds = {});
  void Add(std::string name, absl::Duration* target, std::string help, Bounds<absl::Duration> bounds = {});
  void Add(std::string name, std::vector<std::string>* target, std::string help);
  void Add(std::string name, std::map<std::string, std::string>* target, std::string help);

  // A number of bytes, given as 512KiB, 4MiB, 1GB or a plain number.
  void AddBytes(std::string name, uint64_t* target, std::string help, Bounds<uint64_t> bounds = {});

  // One of a few words, kept as the word.
  void AddChoice(std::string name, std::string* target, std::vector<std::string> words, std::string help);

  // One of a few words, kept as a value of an enum: AddEnum("log-format", &format, {{"text", kText}, {"json", kJson}},
  // …). The target's default must be among them.
  template <typename E>
  void AddEnum(std::string name, E* target, std::initializer_list<std::pair<std::string_view, E>> values,
               std::string help);

  // Options added from here on stand under `title` in --help and --print-config.
  void Section(std::string title);

  // Lets the program take from `least` to `most` arguments that are not flags. `name` is what --help shows ("FILE…").
  void AllowPositional(std::string name, std::string help, size_t least = 0,
                       size_t most = std::numeric_limits<size_t>::max());

  // Paragraphs after the options in --help: examples, exit codes.
  void Epilogue(std::string text);

  // A condition on the whole configuration, reported with all other errors as a fault of option `name`. It runs after
  // every source was read, unless that option already has an error; its message says what would be right.
  void Check(std::string name, std::function<absl::Status()> condition);

  // Variables that belong to other programs of the house, so that one environment can serve several of them. Without
  // this an unknown WIREDESK_… variable is an error. (What Kubernetes sets for a service named wiredesk-… is ignored.)
  void KnowEnvironment(const std::vector<std::string>& variables);
  void KnowEnvironmentOf(const OptionTable& sibling);

  // Map entries whose key contains one of these words are not shown by --print-config ("password").
  void HideKeysContaining(std::vector<std::string> words);

  // Reads all sources and writes the bound members; prints nothing. `args` is without the program's name.
  // InvalidArgument lists every error, one a line, each with the option, where its value came from and what would be
  // right; the bound members are then in a mixed state and the program should end with exit code 2. --help and
  // --version win over errors.
  absl::StatusOr<ParseResult> Parse(const std::vector<std::string>& args, const Environment& environment);

  // The text of --help, and that of --print-config: valid TOML, which read back with --config gives the same values.
  std::string Help() const;
  std::string PrintConfig() const;

  // Where the value of `name` came from: "default", "file FILE:LINE", "environment VARIABLE" or "flag --NAME".
  std::string OriginOf(std::string_view name) const;

 private:
  friend class OptionParser;
  friend class OptionPrinter;

  struct Option {
    std::string name;
    std::string help;
    std::string section;
    std::string default_shown;
    std::unique_ptr<OptionValue> value;
    std::string origin = "default";
    std::map<std::string, std::string> entry_origins;  // of a map, by key
    bool failed = false;                               // some source had a bad value for it
  };
  struct Positional {
    std::string name;
    std::string help;
    size_t least = 0;
    size_t most = 0;
  };
  struct Condition {
    std::string option;
    std::function<absl::Status()> holds;
  };

  void Insert(std::string name, std::string help, std::unique_ptr<OptionValue> value);
  Option* Find(std::string_view name) const;

  const std::string program_;
  const std::string description_;
  const Sources sources_;
  std::string section_ = "Options";
  std::string epilogue_;
  std::vector<std::unique_ptr<Option>> options_;
  Positional positional_;
  std::vector<Condition> conditions_;
  std::vector<std::string> known_variables_;
  std::vector<std::string> hidden_words_;
};

// argv without the program's name.
std::vector<std::string> ArgumentsOf(int argc, const char* const* argv);

// A copy of the process environment.
Environment CurrentEnvironment();

template <typename E>
void OptionTable::AddEnum(std::string name, E* target, std::initializer_list<std::pair<std::string_view, E>> values,
                          std::string help) {
  std::vector<std::string> words;
  std::vector<E> meanings;
  for (const auto& [word, meaning] : values) {
    words.emplace_back(word);
    meanings.push_back(meaning);
  }
  auto get = [target, meanings] {
    size_t i = 0;
    while (i + 1 < meanings.size() && meanings[i] != *target) ++i;
    return i;
  };
  auto set = [target, meanings](size_t i) { *target = meanings[i]; };
  Insert(std::move(name), std::move(help), MakeChoiceValue(std::move(words), std::move(get), std::move(set)));
}

}  // namespace wiredesk::runtime
