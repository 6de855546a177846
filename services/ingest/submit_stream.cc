#include "services/ingest/submit_stream.h"

#include <grpcpp/alarm.h>

#include <atomic>
#include <deque>
#include <memory>
#include <mutex>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "lib/codec/article_codec.h"
#include "services/ingest/call_trace.h"
#include "services/ingest/grpc_status.h"
#include "services/ingest/receipt_proto.h"

namespace wiredesk::ingest {
namespace {

// One request and the response that grows while its articles become durable.
struct Exchange {
  v1::SubmitArticlesRequest request;
  v1::SubmitArticlesResponse response;
  std::atomic<size_t> waiting{0};
  size_t articles = 0;
  size_t bytes = 0;
};

using ExchangePtr = std::shared_ptr<Exchange>;

// Requests are taken strictly one after the other (read, find room, submit every article, read the next), so that two
// revisions of an article keep their order. Everything under mutex_ is decided in Advance(), and done after unlocking.
class SubmitStream : public SubmitArticlesReactor, public std::enable_shared_from_this<SubmitStream> {
 public:
  SubmitStream(grpc::CallbackServerContext* context, Submitter& submitter, Admission& admission,
               GrpcMethodMetrics& metrics, StreamLimits limits)
      : submitter_(submitter),
        admission_(admission),
        metrics_(metrics),
        limits_(limits),
        traceparent_(CallTraceparent(*context)),
        started_(absl::Now()) {
    metrics_.Started();
  }

  // Keeps the reactor alive until gRPC is done with it; whoever else may still call holds it too.
  void Begin() {
    self_ = shared_from_this();
    Advance();
  }

  void OnReadDone(bool ok) override {
    ExchangePtr exchange;
    {
      std::lock_guard lock(mutex_);
      reading_ = false;
      if (!ok) {
        reads_done_ = true;
      } else if (static_cast<size_t>(incoming_.articles_size()) > kMaxArticlesPerRequest) {
        reads_done_ = true;
        status_ =
            absl::InvalidArgumentError(absl::StrCat("articles: a request carries at most ", kMaxArticlesPerRequest,
                                                    ", this one has ", incoming_.articles_size()));
      } else {
        exchange = TakeIncoming();
      }
    }
    if (exchange) Admit(std::move(exchange));
    Advance();
  }

  void OnWriteDone(bool ok) override {
    {
      std::lock_guard lock(mutex_);
      writing_ = false;
      articles_ -= exchanges_.front()->articles;
      bytes_ -= exchanges_.front()->bytes;
      exchanges_.pop_front();
      if (!ok) cancelled_ = true;
    }
    Advance();
  }

  void OnCancel() override {
    {
      std::lock_guard lock(mutex_);
      cancelled_ = true;
    }
    Advance();
  }

  void OnDone() override {
    metrics_.Handled(final_code_, absl::Now() - started_);
    self_.reset();
  }

 private:
  ExchangePtr TakeIncoming() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    auto exchange = std::make_shared<Exchange>();
    exchange->request.Swap(&incoming_);
    incoming_.Clear();
    exchange->articles = static_cast<size_t>(exchange->request.articles_size());
    exchange->waiting = exchange->articles;
    for (const article::v1::RawArticle& article : exchange->request.articles()) {
      exchange->bytes += AdmissionBytes(article.payload().size());
      exchange->response.add_receipts()->set_external_id(article.external_id());
    }
    articles_ += exchange->articles;
    bytes_ += exchange->bytes;
    admitting_ = true;
    exchanges_.push_back(exchange);
    return exchange;
  }

  void Admit(ExchangePtr exchange) {
    if (admission_.TryAdmit(exchange->articles, exchange->bytes)) return SubmitAll(exchange);
    // Room comes on whatever thread gives it back; the alarm brings the work back to a thread of gRPC.
    admission_.WhenAdmitted(exchange->articles, exchange->bytes, [self = shared_from_this(), exchange]() mutable {
      grpc::Alarm& room = self->room_;
      // The alarm keeps its callback, so that a reference left in it would keep the stream for ever.
      room.Set(absl::ToChronoTime(absl::Now()), [self = std::move(self), exchange](bool) mutable {
        const std::shared_ptr<SubmitStream> stream = std::move(self);
        stream->OnRoom(exchange);
      });
    });
  }

  void OnRoom(const ExchangePtr& exchange) {
    bool cancelled = false;
    {
      std::lock_guard lock(mutex_);
      cancelled = cancelled_;
    }
    if (cancelled) return admission_.Release(exchange->articles, exchange->bytes);
    SubmitAll(exchange);
    Advance();
  }

  void SubmitAll(const ExchangePtr& exchange) {
    const std::shared_ptr<SubmitStream> stream = shared_from_this();
    for (int i = 0; i < exchange->request.articles_size(); ++i) {
      const size_t bytes = AdmissionBytes(exchange->request.articles(i).payload().size());
      submitter_.Submit({codec::FromProto(exchange->request.articles(i)), traceparent_},
                        [stream, exchange, i, bytes](Receipt receipt) {
                          stream->admission_.Release(1, bytes);
                          stream->Answer(*exchange, i, receipt);
                        });
    }
    std::lock_guard lock(mutex_);
    admitting_ = false;
  }

  // Every article has a receipt message of its own, so only the last one to come needs the lock.
  void Answer(Exchange& exchange, int index, const Receipt& receipt) {
    v1::Receipt* proto = exchange.response.mutable_receipts(index);
    ToProto(receipt, proto);
    if (!receipt.status.ok()) *proto->mutable_status() = ToRpcStatus(receipt.status);
    if (exchange.waiting.fetch_sub(1) == 1) Advance();
  }

  // Does whatever can be done now: at most one read, one write, or the end.
  void Advance() {
    const v1::SubmitArticlesResponse* write = nullptr;
    bool read = false;
    bool finish = false;
    {
      std::lock_guard lock(mutex_);
      if (finished_) return;
      if (!cancelled_ && !writing_ && !exchanges_.empty() && exchanges_.front()->waiting == 0) {
        writing_ = true;
        write = &exchanges_.front()->response;
      }
      if (!cancelled_ && !reading_ && !reads_done_ && !admitting_ && articles_ < limits_.articles_in_flight &&
          bytes_ < limits_.bytes_in_flight) {
        reading_ = read = true;
      }
      if (!reading_ && !writing_ && (cancelled_ || (reads_done_ && exchanges_.empty()))) {
        finished_ = finish = true;
        if (cancelled_) status_ = absl::CancelledError("the caller went away");
        final_code_ = static_cast<grpc::StatusCode>(status_.code());
      }
    }
    if (write != nullptr) StartWrite(write);
    if (read) StartRead(&incoming_);
    if (finish) Finish(ToGrpcStatus(status_));
  }

  Submitter& submitter_;
  Admission& admission_;
  GrpcMethodMetrics& metrics_;
  const StreamLimits limits_;
  const std::string traceparent_;
  const absl::Time started_;
  std::shared_ptr<SubmitStream> self_;
  grpc::Alarm room_;
  v1::SubmitArticlesRequest incoming_;  // Written by gRPC while reading_.

  std::mutex mutex_;
  std::deque<ExchangePtr> exchanges_ ABSL_GUARDED_BY(mutex_);
  size_t articles_ ABSL_GUARDED_BY(mutex_) = 0;
  size_t bytes_ ABSL_GUARDED_BY(mutex_) = 0;
  bool reading_ ABSL_GUARDED_BY(mutex_) = false;
  bool admitting_ ABSL_GUARDED_BY(mutex_) = false;  // A request waits for room, or its articles are being submitted.
  bool writing_ ABSL_GUARDED_BY(mutex_) = false;
  bool reads_done_ ABSL_GUARDED_BY(mutex_) = false;
  bool cancelled_ ABSL_GUARDED_BY(mutex_) = false;
  bool finished_ ABSL_GUARDED_BY(mutex_) = false;
  absl::Status status_;                                 // Final once finished_.
  grpc::StatusCode final_code_ = grpc::StatusCode::OK;  // Final once finished_.
};

}  // namespace

SubmitArticlesReactor* NewSubmitStream(grpc::CallbackServerContext* context, Submitter& submitter, Admission& admission,
                                       GrpcMethodMetrics& metrics, StreamLimits limits) {
  auto stream = std::make_shared<SubmitStream>(context, submitter, admission, metrics, limits);
  stream->Begin();
  return stream.get();
}

}  // namespace wiredesk::ingest
