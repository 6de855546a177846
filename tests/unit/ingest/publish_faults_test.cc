#include "services/ingest/publish_faults.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "google/rpc/error_details.pb.h"
#include "lib/runtime/metrics.h"
#include "services/ingest/grpc_status.h"
#include "tests/support/fake_stream.h"

namespace wiredesk::ingest {
namespace {

using kafka::PublishFault;
using testing::AllOf;
using testing::HasSubstr;
using testing::SizeIs;

class PublishFaultsTest : public testing::Test {
 protected:
  void SetUp() override {
    descriptor_ = memfd_create("log", MFD_CLOEXEC);
    runtime::InitLogging({.service = "test", .descriptor = descriptor_});
  }
  void TearDown() override {
    runtime::InitLogging({});
    close(descriptor_);
  }

  absl::Status Publish(const absl::Status& verdict) {
    kafka_.SetVerdict([&](const stream::Record&) { return verdict; });
    absl::Status told = absl::UnknownError("nothing was told");
    faults_.Publish({"news", "key", "value"},
                    [&](const absl::StatusOr<stream::Position>& position) { told = position.status(); });
    return told;
  }

  std::vector<std::string> LogLines() const {
    std::string text(static_cast<size_t>(lseek(descriptor_, 0, SEEK_END)), '\0');
    EXPECT_EQ(pread(descriptor_, text.data(), text.size(), 0), static_cast<ssize_t>(text.size()));
    return absl::StrSplit(text, '\n', absl::SkipEmpty());
  }

  double Counted(PublishFault fault) {
    for (const prometheus::MetricFamily& family : metrics_.Collect()) {
      if (family.name != "wiredesk_ingest_publish_failures_total") continue;
      for (const prometheus::ClientMetric& metric : family.metric) {
        if (metric.label[0].value == kafka::Name(fault)) return metric.counter.value;
      }
    }
    return -1;
  }

  int descriptor_ = -1;
  runtime::Metrics metrics_{"test"};
  stream::FakePublisher kafka_;
  absl::Time now_ = absl::UnixEpoch();
  PublishFaults faults_{kafka_, metrics_.registry(), [this] { return now_; }};
};

absl::Duration RetryDelay(const absl::Status& status) {
  google::rpc::RetryInfo info;
  const google::rpc::Status proto = ToRpcStatus(status);
  for (const auto& detail : proto.details()) {
    if (detail.UnpackTo(&info)) {
      return absl::Seconds(info.retry_delay().seconds()) + absl::Nanoseconds(info.retry_delay().nanos());
    }
  }
  return absl::ZeroDuration();
}

TEST_F(PublishFaultsTest, WhateverKafkaDoesTheCallerMayTryAgainAndTheFailureIsCounted) {
  for (int i = 0; i < kafka::kPublishFaults; ++i) {
    const auto fault = static_cast<PublishFault>(i);
    for (const absl::Status& status : {absl::InvalidArgumentError("x"), absl::PermissionDeniedError("x"),
                                       absl::NotFoundError("x"), absl::InternalError("x")}) {
      const absl::Status told = Publish(kafka::WithFault(status, fault));
      EXPECT_EQ(told.code(), fault == PublishFault::kQueueFull ? absl::StatusCode::kResourceExhausted
                                                               : absl::StatusCode::kUnavailable)
          << kafka::Name(fault);
      EXPECT_GT(RetryDelay(told), absl::ZeroDuration()) << kafka::Name(fault);
      EXPECT_EQ(kafka::FaultOf(told), fault);
    }
    EXPECT_EQ(Counted(fault), 4) << kafka::Name(fault);
  }
}

TEST_F(PublishFaultsTest, WhatSomeoneHasToMendIsTriedAgainLessOften) {
  EXPECT_EQ(RetryDelay(Publish(kafka::WithFault(absl::NotFoundError("x"), PublishFault::kTopicMissing))),
            absl::Seconds(5));
  EXPECT_EQ(RetryDelay(Publish(kafka::WithFault(absl::UnavailableError("x"), PublishFault::kTimedOut))),
            absl::Seconds(1));
}

TEST_F(PublishFaultsTest, AnEpisodeIsOneLineThatSaysWhatToDo) {
  const absl::Status too_large = kafka::WithFault(absl::InvalidArgumentError("why"), PublishFault::kRecordTooLarge);
  for (int i = 0; i < 1000; ++i) {
    EXPECT_FALSE(Publish(too_large).ok());
    EXPECT_TRUE(Publish(absl::OkStatus()).ok()) << "smaller ones go on";
  }
  ASSERT_THAT(LogLines(), SizeIs(1));
  EXPECT_THAT(LogLines()[0], AllOf(HasSubstr("ERROR"), HasSubstr("takes no records as large"),
                                   HasSubstr("set max.message.bytes"), HasSubstr("why")));

  now_ += absl::Seconds(11);
  EXPECT_TRUE(Publish(absl::OkStatus()).ok());
  EXPECT_TRUE(Publish(absl::OkStatus()).ok());
  ASSERT_THAT(LogLines(), SizeIs(2));
  EXPECT_THAT(LogLines()[1], AllOf(HasSubstr("over: "), HasSubstr("count=1000")));

  EXPECT_FALSE(Publish(too_large).ok());
  EXPECT_THAT(LogLines(), SizeIs(3)) << "another episode";
}

TEST_F(PublishFaultsTest, EachFaultHasALineOfItsOwnExceptThoseThatOthersTell) {
  for (int i = 0; i < kafka::kPublishFaults; ++i) {
    (void)Publish(kafka::WithFault(absl::UnavailableError("x"), static_cast<PublishFault>(i)));
  }
  // Whoever watches the brokers says that none answers or lets ingest in, and whoever ends ingest that it ends.
  EXPECT_THAT(LogLines(), SizeIs(kafka::kPublishFaults - 3));
  for (const std::string& line : LogLines()) EXPECT_THAT(line, HasSubstr(" do="));
}

}  // namespace
}  // namespace wiredesk::ingest
