#include "lib/article/violation.h"

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

namespace wiredesk {
namespace {

constexpr char kPayloadUrl[] = "wiredesk.field_violations";
// Unit and record separators of ASCII, which no field path or sentence contains.
constexpr char kUnit = '\x1f';
constexpr char kRecord = '\x1e';

}  // namespace

absl::Status InvalidFields(const std::vector<FieldViolation>& violations) {
  std::vector<std::string> sentences;
  std::vector<std::string> records;
  for (const FieldViolation& violation : violations) {
    sentences.push_back(absl::StrCat(violation.field, ": ", violation.description));
    records.push_back(absl::StrCat(violation.field, std::string(1, kUnit), violation.description));
  }
  absl::Status status = absl::InvalidArgumentError(absl::StrJoin(sentences, "; "));
  status.SetPayload(kPayloadUrl, absl::Cord(absl::StrJoin(records, std::string(1, kRecord))));
  return status;
}

std::vector<FieldViolation> FieldViolations(const absl::Status& status) {
  std::vector<FieldViolation> violations;
  const auto payload = status.GetPayload(kPayloadUrl);
  if (!payload) return violations;
  const std::string records(*payload);
  for (const std::string& record : std::vector<std::string>(absl::StrSplit(records, kRecord))) {
    const std::pair<std::string, std::string> parts = absl::StrSplit(record, absl::MaxSplits(kUnit, 1));
    violations.push_back({parts.first, parts.second});
  }
  return violations;
}

}  // namespace wiredesk
