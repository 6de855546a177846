// What became of a submitted article, for people and for programs. Thread-safe.
#pragma once

#include <string>

#include "google/rpc/status.pb.h"
#include "services/wiredesk/terminal.h"
#include "wiredesk/ingest/v1/ingest.pb.h"

namespace wiredesk::command {

// Where the article is and what normalization noted; or why it failed, with each field that is wrong. Several lines.
std::string ReceiptText(const ingest::v1::Receipt& receipt, const Terminal& terminal);

// One line of JSON, as docs/json.md describes it.
std::string ReceiptJson(const ingest::v1::Receipt& receipt);

// "UNAVAILABLE: no broker answers".
std::string StatusText(const google::rpc::Status& status);

}  // namespace wiredesk::command
