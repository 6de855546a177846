// A record of one of Wiredesk's topics, for people and for programs. What a record is, its CloudEvents type tells, or
// else its topic. Thread-safe.
#pragma once

#include <string>

#include "lib/stream/record.h"
#include "services/wiredesk/terminal.h"

namespace wiredesk::command {

// A card for an article, some lines for anything else.
std::string RecordText(const stream::ConsumedRecord& consumed, const Terminal& terminal);

// One line: {"topic","partition","offset","timestamp","event", …} and what docs/json.md says of each event. A record
// that cannot be read has the event "unreadable".
std::string RecordJson(const stream::ConsumedRecord& consumed);

}  // namespace wiredesk::command
