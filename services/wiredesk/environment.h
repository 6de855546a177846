#pragma once

#include "lib/runtime/options.h"

namespace wiredesk::command {

// Lets one environment serve the services and this command: variables of ingest and the enricher are no error here.
void KnowHouseEnvironment(runtime::OptionTable& table);

}  // namespace wiredesk::command
