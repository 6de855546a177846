#include "lib/kafka/kafka_error.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <librdkafka/rdkafka.h>

namespace wiredesk::kafka {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

TEST(FromKafkaErrorTest, SaysWhatACallerMayDo) {
  using enum absl::StatusCode;
  const std::pair<rd_kafka_resp_err_t, absl::StatusCode> cases[] = {
      {RD_KAFKA_RESP_ERR_NO_ERROR, kOk},
      {RD_KAFKA_RESP_ERR__MSG_TIMED_OUT, kUnavailable},
      {RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS, kUnavailable},
      {RD_KAFKA_RESP_ERR__QUEUE_FULL, kResourceExhausted},
      {RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE, kInvalidArgument},
      {RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART, kNotFound},
      {RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS, kAlreadyExists},
      {RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED, kPermissionDenied},
      {RD_KAFKA_RESP_ERR_SASL_AUTHENTICATION_FAILED, kUnauthenticated},
      {RD_KAFKA_RESP_ERR_ILLEGAL_GENERATION, kAborted},
      {RD_KAFKA_RESP_ERR__FENCED, kFailedPrecondition},
      {RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE, kOutOfRange},
      {RD_KAFKA_RESP_ERR__UNSUPPORTED_FEATURE, kUnimplemented},
      {RD_KAFKA_RESP_ERR_UNKNOWN, kInternal},
  };
  for (const auto& [error, code] : cases) {
    EXPECT_EQ(FromKafkaError(error, "x").code(), code) << rd_kafka_err2name(error);
  }
}

TEST(FromKafkaErrorTest, TellsWhatFailedAndWhy) {
  EXPECT_THAT(std::string(FromKafkaError(RD_KAFKA_RESP_ERR__QUEUE_FULL, "record for news").message()),
              AllOf(HasSubstr("record for news"), HasSubstr("Queue full"), HasSubstr("_QUEUE_FULL")));
}

}  // namespace
}  // namespace wiredesk::kafka
