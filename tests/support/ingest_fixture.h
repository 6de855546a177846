// An ingest server on a free port over any publisher, with a client that is connected to it.
#pragma once

#include <grpcpp/channel.h>

#include <memory>
#include <string>
#include <vector>

#include "lib/runtime/metrics.h"
#include "services/ingest/ingest_server.h"
#include "wiredesk/ingest/v1/ingest.grpc.pb.h"

namespace wiredesk::ingest {

class IngestFixture {
 public:
  // `resources` is the directory of resources; the publisher must outlive the fixture.
  IngestFixture(stream::Publisher& publisher, const std::string& resources, IngestConfig config = {});
  ~IngestFixture();

  v1::IngestService::Stub& stub() { return *stub_; }
  std::shared_ptr<grpc::Channel> channel() { return channel_; }
  IngestServer& server() { return *server_; }
  runtime::Readiness& readiness() { return readiness_; }
  // The value of a counter or gauge whose labels contain all of `labels`; the sum when there are several.
  double Metric(const std::string& name, const prometheus::Labels& labels = {}) const;

  grpc::Status Submit(const article::v1::RawArticle& article, v1::Receipt* receipt = nullptr);
  // Sends the requests over one stream and reads every response.
  grpc::Status SubmitAll(const std::vector<v1::SubmitArticlesRequest>& requests,
                         std::vector<v1::SubmitArticlesResponse>* responses);

 private:
  normalize::CleaningRules rules_;
  runtime::Metrics metrics_{"test"};
  runtime::Readiness readiness_;
  std::unique_ptr<IngestServer> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<v1::IngestService::Stub> stub_;
};

// A short plain-text article of that source and id.
article::v1::RawArticle TextArticle(const std::string& external_id, const std::string& source = "elta");
// `count` of them in one request, with ids from `first` on.
v1::SubmitArticlesRequest TextArticles(int first, int count);

}  // namespace wiredesk::ingest
