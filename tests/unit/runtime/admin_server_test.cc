#include "lib/runtime/admin_server.h"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "lib/runtime/metrics.h"
#include "prometheus/counter.h"

namespace wiredesk::runtime {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

int Connect(int port) {
  const int client = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connect(client, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0) return client;
  close(client);
  return -1;
}

// The whole response to one request, head and body; empty when nobody listens.
std::string Request(int port, const std::string& method, const std::string& path) {
  const int client = Connect(port);
  if (client < 0) return "";
  const std::string request = method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
  EXPECT_EQ(write(client, request.data(), request.size()), static_cast<ssize_t>(request.size()));
  std::string response;
  char buffer[4096];
  for (ssize_t n; (n = read(client, buffer, sizeof(buffer))) > 0;) response.append(buffer, static_cast<size_t>(n));
  close(client);
  return response;
}

std::string Get(int port, const std::string& path) {
  return Request(port, "GET", path);
}

class AdminServerTest : public testing::Test {
 protected:
  void SetUp() override {
    auto server = AdminServer::Start(
        {.address = "127.0.0.1:0", .service = "wiredesk-ingest", .metrics = {&metrics_}, .readiness = &readiness_});
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
  }

  Metrics metrics_{"wiredesk-ingest"};
  Readiness readiness_;
  std::unique_ptr<AdminServer> server_;
};

TEST_F(AdminServerTest, ReportsThePortItPicked) {
  EXPECT_GT(server_->port(), 0);
  EXPECT_EQ(server_->address(), "127.0.0.1:" + std::to_string(server_->port()));
}

TEST_F(AdminServerTest, ServesMetrics) {
  auto& counter = prometheus::BuildCounter().Name("wiredesk_x_total").Help("X.").Register(metrics_.registry()).Add({});
  counter.Increment(7);
  const std::string response = Get(server_->port(), "/metrics");
  EXPECT_THAT(response, StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_THAT(response, HasSubstr("Content-Type: text/plain; version=0.0.4; charset=utf-8\r\n"));
  EXPECT_THAT(response, HasSubstr("wiredesk_x_total 7\n"));
  EXPECT_THAT(response, HasSubstr("# TYPE process_cpu_seconds_total counter\n"));
  const size_t body = response.find("\r\n\r\n") + 4;
  EXPECT_THAT(response, HasSubstr("Content-Length: " + std::to_string(response.size() - body) + "\r\n"));
}

TEST_F(AdminServerTest, JoinsFamiliesOfSeveralSources) {
  Metrics more("wiredesk-enricher");
  const auto both =
      AdminServer::Start({.address = "127.0.0.1:0", .service = "wiredesk", .metrics = {&metrics_, &more}});
  ASSERT_TRUE(both.ok()) << both.status();
  const std::string response = Get((*both)->port(), "/metrics");
  const std::string type = "# TYPE wiredesk_build_info gauge";
  const size_t first = response.find(type);
  ASSERT_NE(first, std::string::npos);
  EXPECT_EQ(response.find(type, first + 1), std::string::npos);
  EXPECT_THAT(response, HasSubstr("service=\"wiredesk-ingest\""));
  EXPECT_THAT(response, HasSubstr("service=\"wiredesk-enricher\""));
}

TEST_F(AdminServerTest, ReadyzFollowsReadiness) {
  EXPECT_THAT(Get(server_->port(), "/readyz"), StartsWith("HTTP/1.1 200 OK\r\n"));
  readiness_.SetNotReady("kafka", "no broker reachable");
  readiness_.SetNotReady("assignment", "no partitions yet");
  const std::string refused = Get(server_->port(), "/readyz");
  EXPECT_THAT(refused, StartsWith("HTTP/1.1 503 Service Unavailable\r\n"));
  EXPECT_THAT(refused, EndsWith("\r\n\r\nassignment: no partitions yet\nkafka: no broker reachable\n"));
  readiness_.SetReady("kafka");
  readiness_.SetReady("assignment");
  EXPECT_THAT(Get(server_->port(), "/readyz"), EndsWith("\r\n\r\nready\n"));
  readiness_.StartDraining();
  EXPECT_THAT(Get(server_->port(), "/readyz"), EndsWith("\r\n\r\ndraining\n"));
  EXPECT_THAT(Get(server_->port(), "/healthz"), StartsWith("HTTP/1.1 200 OK\r\n")) << "draining is still alive";
}

TEST_F(AdminServerTest, HasAnIndexAndNothingElse) {
  EXPECT_THAT(Get(server_->port(), "/"), HasSubstr("wiredesk-ingest\n\n/metrics\n"));
  EXPECT_THAT(Get(server_->port(), "/healthz?verbose=1"), StartsWith("HTTP/1.1 200 "));
  for (const char* path : {"/nothing", "/metrics/", "/etc/passwd", "/../../etc/passwd", "/metricsx"}) {
    EXPECT_THAT(Get(server_->port(), path), StartsWith("HTTP/1.1 404 Not Found\r\n")) << path;
  }
}

TEST_F(AdminServerTest, TakesOnlyGetAndHead) {
  for (const char* method : {"POST", "PUT", "DELETE", "OPTIONS"}) {
    const std::string response = Request(server_->port(), method, "/metrics");
    EXPECT_THAT(response, StartsWith("HTTP/1.1 405 Method Not Allowed\r\n")) << method;
    EXPECT_THAT(response, HasSubstr("\r\nAllow: GET, HEAD\r\n")) << method;
  }
  const std::string head = Request(server_->port(), "HEAD", "/healthz");
  EXPECT_THAT(head, StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_THAT(head, HasSubstr("Content-Length: 3\r\n"));
  EXPECT_THAT(head, EndsWith("\r\n\r\n"));
}

TEST_F(AdminServerTest, StopsListening) {
  const int port = server_->port();
  server_.reset();
  EXPECT_EQ(Connect(port), -1);
}

TEST_F(AdminServerTest, AnswersManyAtOnce) {
  std::atomic<int> right{0};
  std::vector<std::thread> clients;
  for (int c = 0; c < 8; ++c) {
    clients.emplace_back([&] {
      for (int i = 0; i < 10; ++i) right += Get(server_->port(), "/metrics").starts_with("HTTP/1.1 200 ") ? 1 : 0;
    });
  }
  for (int i = 0; i < 100; ++i) readiness_.SetNotReady("kafka", std::to_string(i));
  for (std::thread& client : clients) client.join();
  EXPECT_EQ(right.load(), 80);
}

TEST_F(AdminServerTest, APortThatIsTakenIsAnError) {
  const auto second = AdminServer::Start({.address = server_->address(), .service = "wiredesk"});
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(second.status().message()), HasSubstr(server_->address()));
  EXPECT_THAT(std::string(second.status().message()), HasSubstr("ddress already in use"));
}

TEST(AdminServer, RefusesAMalformedAddress) {
  for (const char* address : {"", "9464", ":9464", "localhost", "127.0.0.1:", "127.0.0.1:http", "127.0.0.1:70000",
                              "127.0.0.1:-1", "127.0.0.1:1,127.0.0.1:2", "::1:9464"}) {
    const auto server = AdminServer::Start({.address = address, .service = "wiredesk"});
    EXPECT_EQ(server.status().code(), absl::StatusCode::kInvalidArgument) << address;
    EXPECT_THAT(std::string(server.status().message()), HasSubstr("HOST:PORT"));
  }
}

TEST(AdminServer, TakesAName) {
  const auto server = AdminServer::Start({.address = "localhost:0", .service = "wiredesk"});
  ASSERT_TRUE(server.ok()) << server.status();
  EXPECT_THAT((*server)->address(), StartsWith("localhost:"));
  EXPECT_THAT(Get((*server)->port(), "/readyz"), StartsWith("HTTP/1.1 200 "));
}

}  // namespace
}  // namespace wiredesk::runtime
