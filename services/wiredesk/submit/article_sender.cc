#include "services/wiredesk/submit/article_sender.h"

#include <grpcpp/client_context.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>

#include <deque>
#include <optional>
#include <thread>
#include <utility>

#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"

namespace wiredesk::command {
namespace {

constexpr absl::Duration kCallTimeout = absl::Minutes(1);

// A call's status with the details that came along. What ends a call before its time may go better another time.
google::rpc::Status ToRpcStatus(const grpc::Status& status) {
  google::rpc::Status proto;
  if (!proto.ParseFromString(status.error_details()) || proto.code() != static_cast<int>(status.error_code())) {
    proto.Clear();
    proto.set_code(static_cast<int>(status.error_code()));
    proto.set_message(status.error_message());
  }
  if (status.error_code() == grpc::StatusCode::CANCELLED) proto.set_code(grpc::StatusCode::UNAVAILABLE);
  return proto;
}

grpc::ChannelArguments ChannelArguments() {
  grpc::ChannelArguments arguments;
  // A desk that starts up meanwhile is to be found soon.
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 1'000);
  arguments.SetMaxReceiveMessageSize(64 << 20);
  return arguments;
}

}  // namespace

// One run of SendAll: a window, and one SubmitArticles call after another until the window is through.
class ArticleSender::Stream {
 public:
  Stream(ArticleSender& sender, const ArticleInput& input, const ReceiptSink& sink)
      : sender_(sender), input_(input), sink_(sink), window_(sender.limits_) {}

  void Run() {
    while (!Done()) {
      const google::rpc::Status status = Call();
      absl::MutexLock lock(&mutex_);
      if (window_.SettleUnderWay(status, absl::Now())) NoticeRetry(status);
      requests_.clear();
      Deliver();
    }
  }

 private:
  using Reactor = grpc::ClientReaderWriter<ingest::v1::SubmitArticlesRequest, ingest::v1::SubmitArticlesResponse>;

  bool Done() {
    absl::MutexLock lock(&mutex_);
    return input_ended_ && window_.empty();
  }

  // Sends and receives until everything is through or the call has ended; returns why it ended.
  google::rpc::Status Call() {
    WaitForWork();
    if (Done()) return {};
    ended_ = false;
    grpc::ClientContext context;
    const std::unique_ptr<Reactor> stream = sender_.stub_->SubmitArticles(&context);
    std::thread reader([&] { Receive(*stream); });
    while (Step(*stream)) {
    }
    stream->WritesDone();
    reader.join();
    google::rpc::Status status = ToRpcStatus(stream->Finish());
    if (status.code() == 0) {
      status.set_code(grpc::StatusCode::UNAVAILABLE);
      status.set_message("ingest has ended the stream before its time");
    }
    return status;
  }

  // Until there is something to send: no call is opened for waiting.
  void WaitForWork() {
    while (!Done()) {
      absl::Time due;
      {
        absl::MutexLock lock(&mutex_);
        due = window_.NextDue();
        if (due <= absl::Now()) return;
      }
      if (due == absl::InfiniteFuture()) {
        ReadInput();
      } else {
        absl::SleepFor(due - absl::Now());
      }
    }
  }

  // One request, one read of the input, or a wait. False when the call is of no more use.
  bool Step(Reactor& stream) {
    ingest::v1::SubmitArticlesRequest request;
    bool read = false;
    {
      absl::MutexLock lock(&mutex_);
      if (ended_ || (input_ended_ && window_.empty())) return false;
      const std::vector<uint64_t> numbers = window_.TakeDue(absl::Now());
      for (const uint64_t number : numbers) *request.add_articles() = window_.article(number);
      if (!numbers.empty()) {
        requests_.push_back(numbers);
      } else if (!input_ended_ && window_.HasRoom()) {
        read = true;
      } else {
        changed_ = false;
        mutex_.AwaitWithDeadline(absl::Condition(&changed_), window_.NextDue());
      }
    }
    if (request.articles_size() > 0) return stream.Write(request);
    if (read) ReadInput();
    return true;
  }

  void ReadInput() {
    auto articles = input_();
    absl::MutexLock lock(&mutex_);
    if (articles.empty()) input_ended_ = true;
    for (auto& article : articles) window_.Add(std::move(article));
    Deliver();
  }

  void Receive(Reactor& stream) {
    ingest::v1::SubmitArticlesResponse response;
    while (stream.Read(&response)) {
      absl::MutexLock lock(&mutex_);
      if (requests_.empty()) break;
      const std::vector<uint64_t> numbers = std::move(requests_.front());
      requests_.pop_front();
      for (size_t i = 0; i < numbers.size(); ++i) Answer(numbers[i], response, static_cast<int>(i));
      Deliver();
      changed_ = true;
    }
    absl::MutexLock lock(&mutex_);
    ended_ = changed_ = true;
  }

  void Answer(uint64_t number, ingest::v1::SubmitArticlesResponse& response, int index)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    ingest::v1::Receipt receipt;
    if (index < response.receipts_size()) {
      receipt.Swap(response.mutable_receipts(index));
    } else {
      receipt.mutable_status()->set_code(grpc::StatusCode::INTERNAL);
      receipt.mutable_status()->set_message("ingest has left the receipt out");
    }
    if (receipt.status().code() == 0) noticed_ = false;
    const google::rpc::Status status = receipt.status();
    if (window_.Settle(number, std::move(receipt), absl::Now())) NoticeRetry(status);
  }

  void NoticeRetry(const google::rpc::Status& status) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    if (!std::exchange(noticed_, true) && sender_.on_retry_) sender_.on_retry_(status);
  }

  void Deliver() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    while (const auto receipt = window_.TakeReceipt()) sink_(*receipt);
  }

  ArticleSender& sender_;
  const ArticleInput& input_;
  const ReceiptSink& sink_;

  absl::Mutex mutex_;
  SendWindow window_ ABSL_GUARDED_BY(mutex_);
  std::deque<std::vector<uint64_t>> requests_ ABSL_GUARDED_BY(mutex_);  // Not answered yet.
  bool input_ended_ ABSL_GUARDED_BY(mutex_) = false;
  bool ended_ ABSL_GUARDED_BY(mutex_) = false;    // The call can do no more.
  bool changed_ ABSL_GUARDED_BY(mutex_) = false;  // Since the sending thread looked.
  bool noticed_ ABSL_GUARDED_BY(mutex_) = false;
};

ArticleSender::ArticleSender(const std::string& address, SendLimits limits, RetryNotice on_retry)
    : limits_(limits),
      on_retry_(std::move(on_retry)),
      channel_(grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), ChannelArguments())),
      stub_(ingest::v1::IngestService::NewStub(channel_)) {}

ingest::v1::Receipt ArticleSender::SendOne(const article::v1::RawArticle& article) {
  SendWindow window(limits_);
  window.Add(article);
  bool noticed = false;
  while (true) {
    if (auto receipt = window.TakeReceipt()) return *std::move(receipt);
    absl::SleepFor(window.NextDue() - absl::Now());
    const std::vector<uint64_t> numbers = window.TakeDue(absl::Now());
    if (numbers.empty()) continue;
    ingest::v1::SubmitArticleRequest request;
    *request.mutable_article() = window.article(numbers[0]);
    ingest::v1::SubmitArticleResponse response;
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(absl::Now() + kCallTimeout));
    const google::rpc::Status status = ToRpcStatus(stub_->SubmitArticle(&context, request, &response));
    ingest::v1::Receipt receipt = std::move(*response.mutable_receipt());
    if (status.code() != 0) *receipt.mutable_status() = status;
    if (window.Settle(numbers[0], std::move(receipt), absl::Now()) && !std::exchange(noticed, true) && on_retry_) {
      on_retry_(status);
    }
  }
}

void ArticleSender::SendAll(const ArticleInput& input, const ReceiptSink& sink) {
  Stream(*this, input, sink).Run();
}

}  // namespace wiredesk::command
