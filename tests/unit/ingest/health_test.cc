// Health, reflection and readiness as a client sees them.
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <future>

#include "tests/support/fake_stream.h"
#include "tests/support/ingest_fixture.h"

namespace wiredesk::ingest {
namespace {

// grpc.health.v1: the request's one field is a service name, the response's one field is 1 for SERVING and 2 for
// NOT_SERVING, so that both can be spoken without the messages, which Debian does not ship.
std::string HealthOf(const std::shared_ptr<grpc::Channel>& channel, const std::string& service) {
  const std::string request = "\x0a" + std::string(1, static_cast<char>(service.size())) + service;
  grpc::Slice slice(request);
  grpc::ByteBuffer sent(&slice, 1);
  grpc::ByteBuffer received;
  grpc::ClientContext context;
  std::promise<grpc::Status> done;
  grpc::GenericStub(channel).UnaryCall(&context, "/grpc.health.v1.Health/Check", {}, &sent, &received,
                                       [&](grpc::Status status) { done.set_value(std::move(status)); });
  const grpc::Status status = done.get_future().get();
  if (!status.ok()) return status.error_message();
  grpc::Slice answer;
  EXPECT_TRUE(received.DumpToSingleSlice(&answer).ok());
  return std::string(reinterpret_cast<const char*>(answer.begin()), answer.size());
}

const std::string kServing("\x08\x01");
const std::string kNotServing("\x08\x02");

TEST(HealthTest, FollowsTheReadiness) {
  stream::FakePublisher publisher;
  IngestFixture ingest(publisher, WIREDESK_RESOURCES);
  for (const std::string service : {"", "wiredesk.ingest.v1.IngestService"}) {
    EXPECT_EQ(HealthOf(ingest.channel(), service), kServing);
    ingest.readiness().SetNotReady("kafka", "no broker reachable");
    EXPECT_EQ(HealthOf(ingest.channel(), service), kNotServing);
    ingest.readiness().SetReady("kafka");
    EXPECT_EQ(HealthOf(ingest.channel(), service), kServing);
  }
  ingest.readiness().StartDraining();
  EXPECT_EQ(HealthOf(ingest.channel(), ""), kNotServing);
}

}  // namespace
}  // namespace wiredesk::ingest
