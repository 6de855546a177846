#pragma once

#include <grpcpp/channel.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/wiredesk/submit/send_window.h"
#include "wiredesk/ingest/v1/ingest.grpc.pb.h"

namespace wiredesk::command {

// The next articles of the input, at least one, or an error in the place of one; none at the end.
using ArticleInput = std::function<std::vector<absl::StatusOr<article::v1::RawArticle>>()>;
// A final receipt; its status tells a failure, also where the call itself failed.
using ReceiptSink = std::function<void(const ingest::v1::Receipt&)>;
// Something failed and is tried again; told once until something goes well again.
using RetryNotice = std::function<void(const google::rpc::Status&)>;

// Submits articles to an ingest over gRPC, again and again while it says that this may help. Used by one thread; the
// callbacks come on it or on a thread of its own, one at a time.
class ArticleSender {
 public:
  ArticleSender(const std::string& address, SendLimits limits, RetryNotice on_retry = nullptr);

  // One article in a unary call.
  ingest::v1::Receipt SendOne(const article::v1::RawArticle& article);

  // Many in a stream, with a bounded number under way. The receipts come in the order of the input.
  void SendAll(const ArticleInput& input, const ReceiptSink& sink);

 private:
  class Stream;

  const SendLimits limits_;
  const RetryNotice on_retry_;
  const std::shared_ptr<grpc::Channel> channel_;
  const std::unique_ptr<ingest::v1::IngestService::Stub> stub_;
};

}  // namespace wiredesk::command
