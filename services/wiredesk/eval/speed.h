#pragma once

#include "services/wiredesk/eval/readings.h"
#include "services/wiredesk/eval/report.h"

namespace wiredesk::eval {

// Pages and megabytes a second of one thread, and the median, 99th percentile and maximum of a page's time in
// microseconds.
FieldFigures SpeedOf(const std::vector<Reading>& readings);

}  // namespace wiredesk::eval
