#pragma once

#include "services/ingest/submitter.h"
#include "wiredesk/ingest/v1/ingest.pb.h"

namespace wiredesk::ingest {

// Fills the message but for its status, which only streams carry.
void ToProto(const Receipt& receipt, v1::Receipt* proto);

}  // namespace wiredesk::ingest
