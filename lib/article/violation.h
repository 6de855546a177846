// InvalidArgument errors that name the fields at fault, carried in the status so that every layer keeps them.
// Thread-safe.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"

namespace wiredesk {

struct FieldViolation {
  std::string field;        // Path within RawArticle, for example "payload".
  std::string description;  // Why the value is wrong and what would be right.

  friend bool operator==(const FieldViolation&, const FieldViolation&) = default;
};

// InvalidArgument naming every violation; there must be at least one.
absl::Status InvalidFields(const std::vector<FieldViolation>& violations);

// The violations that InvalidFields put into the status; none for any other status.
std::vector<FieldViolation> FieldViolations(const absl::Status& status);

}  // namespace wiredesk
