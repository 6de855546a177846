#include "services/ingest/grpc_status.h"

#include <gtest/gtest.h>

#include "google/rpc/error_details.pb.h"
#include "lib/article/violation.h"

namespace wiredesk::ingest {
namespace {

TEST(GrpcStatusTest, OkHasNoDetails) {
  EXPECT_TRUE(ToGrpcStatus(absl::OkStatus()).ok());
}

TEST(GrpcStatusTest, CodesAreTheSame) {
  EXPECT_EQ(ToGrpcStatus(absl::NotFoundError("x")).error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(ToGrpcStatus(absl::DeadlineExceededError("x")).error_code(), grpc::StatusCode::DEADLINE_EXCEEDED);
  EXPECT_EQ(ToGrpcStatus(absl::FailedPreconditionError("x")).error_code(), grpc::StatusCode::FAILED_PRECONDITION);
}

TEST(GrpcStatusTest, InvalidArgumentNamesEachFieldOfTheRequest) {
  const grpc::Status status = ToGrpcStatus(InvalidFields({{"payload", "is empty"}, {"source", "is required"}}));
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  google::rpc::Status proto;
  ASSERT_TRUE(proto.ParseFromString(status.error_details()));
  ASSERT_EQ(proto.details_size(), 1);
  EXPECT_EQ(proto.details(0).type_url(), "type.googleapis.com/google.rpc.BadRequest");
  google::rpc::BadRequest details;
  ASSERT_TRUE(proto.details(0).UnpackTo(&details));
  ASSERT_EQ(details.field_violations_size(), 2);
  EXPECT_EQ(details.field_violations(0).field(), "article.payload");
  EXPECT_EQ(details.field_violations(1).description(), "is required");
}

TEST(GrpcStatusTest, WhatMayBeRetriedSaysWhen) {
  for (const absl::Status& error : {absl::UnavailableError("x"), absl::ResourceExhaustedError("x")}) {
    const google::rpc::Status proto = ToRpcStatus(error);
    google::rpc::RetryInfo details;
    ASSERT_EQ(proto.details_size(), 1) << error;
    ASSERT_TRUE(proto.details(0).UnpackTo(&details));
    EXPECT_GT(details.retry_delay().seconds() * 1'000'000'000 + details.retry_delay().nanos(), 0);
  }
}

TEST(GrpcStatusTest, ADelayOfItsOwnReplacesTheUsualOne) {
  const google::rpc::Status proto = ToRpcStatus(WithRetryDelay(absl::UnavailableError("x"), absl::Milliseconds(5250)));
  google::rpc::RetryInfo details;
  ASSERT_EQ(proto.details_size(), 1);
  ASSERT_TRUE(proto.details(0).UnpackTo(&details));
  EXPECT_EQ(details.retry_delay().seconds(), 5);
  EXPECT_EQ(details.retry_delay().nanos(), 250'000'000);
}

}  // namespace
}  // namespace wiredesk::ingest
