#pragma once

#include <cstdint>
#include <vector>

#include "lib/normalize/page_structure.h"

namespace wiredesk::normalize {

// Whether each run of text could be part of an article, wherever it stands: a flag for each of page.runs(). Furniture,
// lists of links and stray labels cannot; cells of a data table can, however short. Thread-safe.
std::vector<uint8_t> ReadableRuns(const PageStructure& page);

// The nearest table around the node that holds data, not layout; kNoNode when there is none. A table holds data when it
// has at least two rows and two columns, no table within it, and short cells.
class DataTables {
 public:
  explicit DataTables(const PageStructure& page);
  NodeIndex Of(const TextRun& run) const { return tables_.empty() ? kNoNode : tables_[run.block]; }

 private:
  std::vector<NodeIndex> tables_;  // By node; empty when the page has no data table.
};

}  // namespace wiredesk::normalize
