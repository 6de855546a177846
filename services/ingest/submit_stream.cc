#include "services/ingest/submit_stream.h"

#include <grpcpp/alarm.h>

#include <atomic>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "lib/codec/article_codec.h"
#include "services/ingest/call_trace.h"
#include "services/ingest/grpc_status.h"
#include "services/ingest/memory_budget.h"
#include "services/ingest/receipt_proto.h"

namespace wiredesk::ingest {
namespace {

// One request and the response that grows while its articles become durable.
struct Exchange {
  v1::SubmitArticlesRequest request;  // Empty once its articles are submitted.
  v1::SubmitArticlesResponse response;
  std::atomic<size_t> waiting{0};
  Load load;
};

using ExchangePtr = std::shared_ptr<Exchange>;

// Requests are taken strictly one after the other (find room, read, find room for it, submit every article, read the
// next), so that two revisions of an article keep their order. Everything under mutex_ is decided in Advance(), and
// done after unlocking.
class SubmitStream : public SubmitArticlesReactor, public OpenCall, public std::enable_shared_from_this<SubmitStream> {
 public:
  SubmitStream(grpc::CallbackServerContext* context, const CallParts& parts, GrpcMethodMetrics& metrics,
               StreamLimits limits)
      : parts_(parts),
        metrics_(metrics),
        limits_(limits),
        traceparent_(CallTraceparent(*context)),
        started_(absl::Now()),
        caller_(DeadlineOf(*context)),
        connection_(parts.admission.Join(context->peer())) {
    metrics_.Started();
  }

  // Keeps the reactor alive until gRPC is done with it; whoever else may still call holds it too.
  void Begin() {
    self_ = shared_from_this();
    if (!parts_.open_calls.Add(self_)) OnDraining();
    Advance();
  }

  void OnReadDone(bool ok) override {
    ExchangePtr exchange;
    {
      std::lock_guard lock(mutex_);
      reading_ = false;
      if (!ok) {
        reads_done_ = true;
      } else if (!finished_ && static_cast<size_t>(incoming_.articles_size()) > kMaxArticlesPerRequest) {
        reads_done_ = true;
        status_ =
            absl::InvalidArgumentError(absl::StrCat("articles: a request carries at most ", kMaxArticlesPerRequest,
                                                    ", this one has ", incoming_.articles_size()));
      } else if (!finished_) {
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
      in_flight_.articles -= exchanges_.front()->load.articles;
      in_flight_.bytes -= exchanges_.front()->load.bytes;
      exchanges_.pop_front();
      if (!ok) cancelled_ = true;
    }
    Advance();
  }

  void OnCancel() override {
    caller_.GoesAway();
    {
      std::lock_guard lock(mutex_);
      cancelled_ = true;
    }
    Advance();
  }

  void OnDraining() override {
    {
      std::lock_guard lock(mutex_);
      draining_ = true;
    }
    Advance();
  }

  void OnTimeUp() override {
    caller_.GoesAway();
    {
      std::lock_guard lock(mutex_);
      time_up_ = true;
    }
    Advance();
  }

  void OnDone() override {
    metrics_.Handled(final_code_, absl::Now() - started_);
    parts_.open_calls.Remove(this);
    self_.reset();
  }

 private:
  ExchangePtr TakeIncoming() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    auto exchange = std::make_shared<Exchange>();
    exchange->request.Swap(&incoming_);
    exchange->load.articles = static_cast<size_t>(exchange->request.articles_size());
    exchange->waiting = exchange->load.articles;
    for (const article::v1::RawArticle& article : exchange->request.articles()) {
      exchange->load.bytes += BytesInFlight(article.payload().size());
      exchange->response.add_receipts()->set_external_id(article.external_id());
    }
    in_flight_.articles += exchange->load.articles;
    in_flight_.bytes += exchange->load.bytes;
    admitting_ = true;
    exchanges_.push_back(exchange);
    return exchange;
  }

  void Admit(const ExchangePtr& exchange) {
    if (parts_.admission.TryAdmit(*connection_, exchange->load).ok()) return SubmitAll(exchange);
    const absl::Status status = WhenAdmitted(exchange->load, exchange->request.ByteSizeLong(),
                                             [self = shared_from_this(), exchange] { self->OnRoom(exchange); });
    if (!status.ok()) RefuseAll(exchange, status);
  }

  // Room comes on whatever thread gives it back; an alarm brings the work back to a thread of gRPC.
  absl::Status WhenAdmitted(Load load, size_t held_bytes, std::function<void()> then) {
    return parts_.admission.WhenAdmitted(connection_, load, held_bytes, [then = std::move(then)]() mutable {
      const auto alarm = std::make_shared<grpc::Alarm>();
      // The alarm keeps its callback and is kept by it: what stays in it would stay for ever.
      alarm->Set(absl::ToChronoTime(absl::Now()), [kept = alarm, then = std::move(then)](bool) mutable {
        const std::shared_ptr<grpc::Alarm> gone = std::move(kept);
        std::exchange(then, nullptr)();
      });
    });
  }

  void OnRoom(const ExchangePtr& exchange) {
    SubmitAll(exchange);
    Advance();
  }

  // Articles of a caller who has gone away in the meantime come back at once.
  void SubmitAll(const ExchangePtr& exchange) {
    const std::shared_ptr<SubmitStream> stream = shared_from_this();
    for (int i = 0; i < exchange->request.articles_size(); ++i) {
      article::v1::RawArticle& article = *exchange->request.mutable_articles(i);
      const Load load{1, BytesInFlight(article.payload().size())};
      parts_.submitter.Submit(
          {codec::FromProto(std::move(article)), traceparent_, std::shared_ptr<Caller>(stream, &caller_)},
          [stream, exchange, i, load](Receipt receipt) {
            stream->parts_.admission.Release(*stream->connection_, load);
            stream->Answer(*exchange, i, receipt);
          });
    }
    Submitted(*exchange);
  }

  void RefuseAll(const ExchangePtr& exchange, const absl::Status& status) {
    for (int i = 0; i < exchange->request.articles_size(); ++i) {
      parts_.submissions.Received();
      parts_.submissions.Finished({"", "", {}, {}, status}, "");
      Answer(*exchange, i, {exchange->request.articles(i).external_id(), "", {}, {}, status});
    }
    Submitted(*exchange);
  }

  void Submitted(Exchange& exchange) {
    exchange.request = {};
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
      const bool ending = cancelled_ || time_up_;
      if (!ending && !writing_ && !exchanges_.empty() && exchanges_.front()->waiting == 0) {
        writing_ = true;
        write = &exchanges_.front()->response;
      }
      if (!ending && !draining_ && !reading_ && !reads_done_ && !admitting_ &&
          in_flight_.articles < limits_.articles_in_flight && in_flight_.bytes < limits_.bytes_in_flight) {
        reading_ = read = true;
        ++starting_;
      }
      // A read may be under way: it ends with the call.
      if (!writing_ && starting_ == 0 && (ending || (exchanges_.empty() && (reads_done_ || draining_)))) {
        finished_ = finish = true;
        status_ = FinalStatus();
        final_code_ = static_cast<grpc::StatusCode>(status_.code());
      }
    }
    if (write != nullptr) StartWrite(write);
    if (read) Read();
    if (finish) Finish(ToGrpcStatus(status_));
  }

  // In its turn behind those who wait for room.
  void Read() {
    if (parts_.admission.TryAdmit(*connection_, {}).ok()) {
      StartRead(&incoming_);
    } else {
      WhenAdmitted({}, 0, [self = shared_from_this()] { self->OnTurn(); }).IgnoreError();
    }
    Started();
  }

  void OnTurn() {
    {
      std::lock_guard lock(mutex_);
      if (finished_) return;
      ++starting_;
    }
    StartRead(&incoming_);
    Started();
  }

  // The end does not overtake the start of a read.
  void Started() {
    bool ending = false;
    {
      std::lock_guard lock(mutex_);
      --starting_;
      ending = cancelled_ || time_up_ || draining_ || reads_done_;
    }
    if (ending) Advance();
  }

  absl::Status FinalStatus() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    if (cancelled_) {
      absl::Status waits = caller_.Waits();
      return waits.ok() ? absl::CancelledError("the caller went away") : std::move(waits);
    }
    if (time_up_) return EndsHere("what has no answer may be written all the same");
    if (draining_ && !reads_done_) return EndsHere("what has no answer was not taken");
    return status_;
  }

  const CallParts parts_;
  GrpcMethodMetrics& metrics_;
  const StreamLimits limits_;
  const std::string traceparent_;
  const absl::Time started_;
  Caller caller_;
  const Admission::ConnectionPtr connection_;
  std::shared_ptr<SubmitStream> self_;
  v1::SubmitArticlesRequest incoming_;  // Written by gRPC while reading_.

  std::mutex mutex_;
  std::deque<ExchangePtr> exchanges_ ABSL_GUARDED_BY(mutex_);
  Load in_flight_ ABSL_GUARDED_BY(mutex_);
  bool reading_ ABSL_GUARDED_BY(mutex_) = false;    // A read is under way, or waits for its turn.
  int starting_ ABSL_GUARDED_BY(mutex_) = 0;        // Reads that are decided and not begun yet.
  bool admitting_ ABSL_GUARDED_BY(mutex_) = false;  // A request waits for room, or its articles are being submitted.
  bool writing_ ABSL_GUARDED_BY(mutex_) = false;
  bool reads_done_ ABSL_GUARDED_BY(mutex_) = false;
  bool draining_ ABSL_GUARDED_BY(mutex_) = false;
  bool time_up_ ABSL_GUARDED_BY(mutex_) = false;
  bool cancelled_ ABSL_GUARDED_BY(mutex_) = false;
  bool finished_ ABSL_GUARDED_BY(mutex_) = false;
  absl::Status status_;                                 // Final once finished_.
  grpc::StatusCode final_code_ = grpc::StatusCode::OK;  // Final once finished_.
};

}  // namespace

SubmitArticlesReactor* NewSubmitStream(grpc::CallbackServerContext* context, const CallParts& parts,
                                       GrpcMethodMetrics& metrics, StreamLimits limits) {
  auto stream = std::make_shared<SubmitStream>(context, parts, metrics, limits);
  stream->Begin();
  return stream.get();
}

}  // namespace wiredesk::ingest
