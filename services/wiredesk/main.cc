// wiredesk: the desk on one machine, and its tools.
#include "lib/runtime/options.h"
#include "services/wiredesk/commands.h"

int main(int argc, char** argv) {
  return wiredesk::command::RunCommandLine(wiredesk::runtime::ArgumentsOf(argc, argv));
}
