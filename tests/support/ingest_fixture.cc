#include "tests/support/ingest_fixture.h"

#include <grpcpp/create_channel.h>

#include <cstdlib>
#include <iostream>
#include <thread>

namespace wiredesk::ingest {
namespace {

normalize::CleaningRules LoadRules(const std::string& resources) {
  absl::StatusOr<normalize::CleaningRules> rules = normalize::CleaningRules::Load(resources);
  if (!rules.ok()) {
    std::cerr << rules.status() << std::endl;
    std::abort();
  }
  return *std::move(rules);
}

bool HasLabels(const prometheus::ClientMetric& metric, const prometheus::Labels& labels) {
  for (const auto& [name, value] : labels) {
    bool found = false;
    for (const auto& label : metric.label) found = found || (label.name == name && label.value == value);
    if (!found) return false;
  }
  return true;
}

}  // namespace

IngestFixture::IngestFixture(stream::Publisher& publisher, const std::string& resources, IngestConfig config)
    : rules_(LoadRules(resources)) {
  config.grpc_address = "127.0.0.1:0";
  absl::StatusOr<std::unique_ptr<IngestServer>> server =
      IngestServer::Start(config, rules_, publisher, readiness_, metrics_.registry());
  if (!server.ok()) {
    std::cerr << server.status() << std::endl;
    std::abort();
  }
  server_ = *std::move(server);
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(-1);
  channel_ = grpc::CreateCustomChannel(server_->address(), grpc::InsecureChannelCredentials(), arguments);
  stub_ = v1::IngestService::NewStub(channel_);
}

IngestFixture::~IngestFixture() = default;

double IngestFixture::Metric(const std::string& name, const prometheus::Labels& labels) const {
  double sum = 0;
  for (const prometheus::MetricFamily& family : metrics_.Collect()) {
    if (family.name != name) continue;
    for (const prometheus::ClientMetric& metric : family.metric) {
      if (HasLabels(metric, labels)) sum += metric.counter.value + metric.gauge.value;
    }
  }
  return sum;
}

grpc::Status IngestFixture::Submit(const article::v1::RawArticle& article, v1::Receipt* receipt) {
  grpc::ClientContext context;
  v1::SubmitArticleRequest request;
  *request.mutable_article() = article;
  v1::SubmitArticleResponse response;
  const grpc::Status status = stub_->SubmitArticle(&context, request, &response);
  if (receipt != nullptr) *receipt = response.receipt();
  return status;
}

grpc::Status IngestFixture::SubmitAll(const std::vector<v1::SubmitArticlesRequest>& requests,
                                      std::vector<v1::SubmitArticlesResponse>* responses) {
  grpc::ClientContext context;
  auto stream = stub_->SubmitArticles(&context);
  std::thread writer([&] {
    for (const v1::SubmitArticlesRequest& request : requests) {
      if (!stream->Write(request)) break;
    }
    stream->WritesDone();
  });
  v1::SubmitArticlesResponse response;
  while (stream->Read(&response)) responses->push_back(response);
  writer.join();
  return stream->Finish();
}

article::v1::RawArticle TextArticle(const std::string& external_id, const std::string& source) {
  article::v1::RawArticle article;
  article.set_external_id(external_id);
  article.set_source(source);
  article.set_media_type("text/plain; charset=utf-8");
  article.set_payload("Council approves the new tram line\n\n[ad_1]\n\nThe city council approved tram line number " +
                      external_id +
                      " on Tuesday after a debate of four hours.\n\nConstruction is to begin in spring, the mayor "
                      "said, and will take about three years.\n");
  return article;
}

v1::SubmitArticlesRequest TextArticles(int first, int count) {
  v1::SubmitArticlesRequest request;
  for (int i = first; i < first + count; ++i) *request.add_articles() = TextArticle(std::to_string(i));
  return request;
}

}  // namespace wiredesk::ingest
