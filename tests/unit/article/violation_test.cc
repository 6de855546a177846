#include "lib/article/violation.h"

#include <gtest/gtest.h>

namespace wiredesk {
namespace {

TEST(ViolationTest, SurvivesTheStatus) {
  const std::vector<FieldViolation> violations = {{"source", "is required"}, {"payload", "is empty; send the text"}};
  const absl::Status status = InvalidFields(violations);
  EXPECT_TRUE(absl::IsInvalidArgument(status));
  EXPECT_EQ(status.message(), "source: is required; payload: is empty; send the text");
  EXPECT_EQ(FieldViolations(status), violations);
}

TEST(ViolationTest, OtherStatusesHaveNone) {
  EXPECT_TRUE(FieldViolations(absl::OkStatus()).empty());
  EXPECT_TRUE(FieldViolations(absl::InvalidArgumentError("source: is required")).empty());
}

}  // namespace
}  // namespace wiredesk
