// The subcommands of `wiredesk`. Each is one function in a file of its own; commands.cc has the table.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace wiredesk::command {

struct Command {
  std::string_view name;
  std::string_view summary;  // One line for `wiredesk --help`.
  // Takes the arguments after the subcommand's name, returns the exit code: 0 ok, 1 failed, 2 wrong usage.
  int (*run)(const std::vector<std::string>& args);
};

// In the order of `wiredesk --help`.
std::span<const Command> Commands();

// Runs the subcommand that `args` (without the program's name) begin with, or prints help, the version, or what is
// wrong. Returns the exit code.
int RunCommandLine(const std::vector<std::string>& args);

int RunDesk(const std::vector<std::string>& args);
int RunSubmit(const std::vector<std::string>& args);
int RunTail(const std::vector<std::string>& args);
int RunNormalize(const std::vector<std::string>& args);
int RunEnrich(const std::vector<std::string>& args);
int RunRedrive(const std::vector<std::string>& args);
int RunBench(const std::vector<std::string>& args);

}  // namespace wiredesk::command
