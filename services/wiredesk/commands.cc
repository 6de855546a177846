#include "services/wiredesk/commands.h"

#include <algorithm>
#include <cstdio>

#include "lib/runtime/escape.h"
#include "lib/runtime/process.h"
#include "lib/runtime/suggest.h"
#include "services/common/command_line.h"
#include "services/wiredesk/terminal.h"

namespace wiredesk::command {
namespace {

constexpr Command kCommands[] = {
    {"run", "start the whole desk in this process, send it samples, show what comes out", RunDesk},
    {"submit", "send articles to ingest over gRPC, print a receipt each", RunSubmit},
    {"tail", "follow a topic: enriched articles, accepted ones, rejected ones, dead letters", RunTail},
    {"normalize", "read articles as ingest does: decode, extract, clean; no network", RunNormalize},
    {"enrich", "tag articles as the enricher does; no network", RunEnrich},
    {"redrive", "put dead letters back to be enriched, each once and in order", RunRedrive},
    {"bench", "measure this build on this machine, next to what it stands on", RunBench},
};

std::string Help() {
  const Terminal terminal = Terminal::OfStandardOutput();
  std::string help =
      "The wire desk of a newsroom as software: articles in over gRPC, out of Kafka cleaned and tagged.\n\n"
      "Usage: wiredesk SUBCOMMAND [options]\n\nSubcommands:\n";
  for (const Command& command : Commands()) {
    std::string name(command.name);
    name.resize(std::max<size_t>(name.size(), 12), ' ');
    help += "  " + terminal.In(Paint::kBold, name) + std::string(command.summary) + "\n";
  }
  help +=
      "\nOptions:\n  --help      print this help and exit; after a subcommand, print that subcommand's\n"
      "  --version   print the version and exit\n"
      "\nTry it:\n"
      "  wiredesk run                             the whole desk, nothing else needed\n"
      "  wiredesk normalize page.html             what is left of a page\n"
      "  wiredesk submit article.txt              into a desk that runs\n"
      "\nExit codes: 0 ok, 1 failed, 2 wrong usage.\n";
  return help;
}

int WrongUsage(const std::string& given) {
  std::string message = given.starts_with("-") ? "unknown option " : "unknown subcommand ";
  runtime::AppendQuoted(message, given);
  std::vector<std::string> names = {"--help", "--version"};
  for (const Command& command : Commands()) names.emplace_back(command.name);
  const std::string nearest = runtime::Nearest(given, names);
  if (!nearest.empty()) message += "; did you mean " + nearest + "?";
  std::fprintf(stderr, "%s\nwiredesk --help lists the subcommands.\n", message.c_str());
  return services::kExitWrongUsage;
}

}  // namespace

std::span<const Command> Commands() {
  return kCommands;
}

int RunCommandLine(const std::vector<std::string>& args) {
  if (args.empty()) {
    std::fputs(Help().c_str(), stderr);
    return services::kExitWrongUsage;
  }
  if (args[0] == "--help" || args[0] == "-h" || args[0] == "help") {
    std::fputs(Help().c_str(), stdout);
    return services::kExitOk;
  }
  if (args[0] == "--version") {
    std::printf("wiredesk %s\n", std::string(runtime::Version()).c_str());
    return services::kExitOk;
  }
  for (const Command& command : Commands()) {
    if (command.name == args[0]) return command.run({args.begin() + 1, args.end()});
  }
  return WrongUsage(args[0]);
}

}  // namespace wiredesk::command
