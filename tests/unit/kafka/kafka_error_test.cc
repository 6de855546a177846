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

TEST(PublishFaultTest, EveryClassOfErrorHasItsFault) {
  using enum PublishFault;
  const std::pair<rd_kafka_resp_err_t, PublishFault> cases[] = {
      {RD_KAFKA_RESP_ERR__TRANSPORT, kUnreachable},
      {RD_KAFKA_RESP_ERR__AUTHENTICATION, kNotAuthenticated},
      {RD_KAFKA_RESP_ERR_SASL_AUTHENTICATION_FAILED, kNotAuthenticated},
      {RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED, kNotAuthorized},
      {RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED, kNotAuthorized},
      {RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC, kTopicMissing},
      {RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART, kTopicMissing},
      {RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE, kNoLeader},
      {RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS, kReplicasMissing},
      {RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS_AFTER_APPEND, kReplicasMissing},
      {RD_KAFKA_RESP_ERR__MSG_TIMED_OUT, kTimedOut},
      {RD_KAFKA_RESP_ERR_KAFKA_STORAGE_ERROR, kStorage},
      {RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE, kRecordTooLarge},
      {RD_KAFKA_RESP_ERR_RECORD_LIST_TOO_LARGE, kRecordTooLarge},
      {RD_KAFKA_RESP_ERR_INVALID_RECORD, kRecordRefused},
      {RD_KAFKA_RESP_ERR_INVALID_TIMESTAMP, kRecordRefused},
      {RD_KAFKA_RESP_ERR__QUEUE_FULL, kQueueFull},
      {RD_KAFKA_RESP_ERR__FATAL, kProducerLost},
      {RD_KAFKA_RESP_ERR__FENCED, kProducerLost},
      {RD_KAFKA_RESP_ERR_INVALID_PRODUCER_EPOCH, kProducerLost},
      {RD_KAFKA_RESP_ERR_OUT_OF_ORDER_SEQUENCE_NUMBER, kProducerLost},
      {RD_KAFKA_RESP_ERR__PURGE_INFLIGHT, kStopped},
      {RD_KAFKA_RESP_ERR_UNKNOWN, kOther},
  };
  for (const auto& [error, fault] : cases) EXPECT_EQ(PublishFaultOf(error), fault) << rd_kafka_err2name(error);
}

TEST(PublishFaultTest, GoesAlongWithAStatusOrFollowsFromItsCode) {
  for (int i = 0; i < kPublishFaults; ++i) {
    const auto fault = static_cast<PublishFault>(i);
    EXPECT_EQ(FaultOf(WithFault(absl::InternalError("x"), fault)), fault) << Name(fault);
  }
  EXPECT_EQ(FaultOf(absl::PermissionDeniedError("x")), PublishFault::kNotAuthorized);
  EXPECT_EQ(FaultOf(absl::UnavailableError("x")), PublishFault::kOther);
}

}  // namespace
}  // namespace wiredesk::kafka
