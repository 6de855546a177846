#include "services/ingest/submit_call.h"

#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "lib/codec/article_codec.h"
#include "services/ingest/call_trace.h"
#include "services/ingest/grpc_status.h"
#include "services/ingest/memory_budget.h"
#include "services/ingest/receipt_proto.h"

namespace wiredesk::ingest {
namespace {

class SubmitCall : public SubmitArticleReactor, public OpenCall, public std::enable_shared_from_this<SubmitCall> {
 public:
  SubmitCall(grpc::CallbackServerContext* context, const CallParts& parts, ExpectedBytes& expected,
             GrpcMethodMetrics& metrics)
      : context_(context),
        parts_(parts),
        expected_(expected),
        metrics_(metrics),
        started_(absl::Now()),
        caller_(DeadlineOf(*context)) {
    metrics_.Started();
  }

  // Keeps the reactor alive until gRPC is done with it; the receipt's callback holds it too.
  void Begin() {
    self_ = shared_from_this();
    if (!parts_.open_calls.Add(self_)) return Refuse(EndsHere("nothing was taken of this call"));
    connection_ = parts_.admission.Join(context_->peer());
    const Load usual{1, BytesInFlight(0) + expected_.Get()};
    if (absl::Status status = parts_.admission.TryAdmit(*connection_, usual); !status.ok()) return Refuse(status);
    load_ = usual;
    StartRead(&request_);
  }

  void OnReadDone(bool ok) override {
    if (!ok) {
      parts_.admission.Release(*connection_, load_);
      return End(Gone(absl::InvalidArgumentError("the call carries no request")));
    }
    const size_t payload = request_.article().payload().size();
    expected_.Saw(payload * 2);
    // Anew, so that an article that exceeds the limit on its own finds the room empty.
    parts_.admission.Release(*connection_, load_);
    load_ = {1, BytesInFlight(payload)};
    if (absl::Status status = parts_.admission.TryAdmit(*connection_, load_); !status.ok()) {
      request_.Clear();
      return Refuse(status);
    }
    Submit();
  }

  void OnCancel() override {
    caller_.GoesAway();
    End(Gone(absl::CancelledError("the caller went away")));
  }

  void OnDraining() override {}  // What is in flight ends by itself.

  void OnTimeUp() override {
    caller_.GoesAway();
    End(EndsHere("Kafka has not acknowledged the article, which may be written all the same"));
  }

  void OnWriteDone(bool) override {}

  void OnDone() override {
    parts_.open_calls.Remove(this);
    self_.reset();
  }

 private:
  void Submit() {
    std::shared_ptr<SubmitCall> self = shared_from_this();
    std::shared_ptr<Caller> caller(self, &caller_);
    parts_.submitter.Submit(
        {codec::FromProto(std::move(*request_.mutable_article())), CallTraceparent(*context_), std::move(caller)},
        [self = std::move(self)](Receipt receipt) { self->Answer(receipt); });
  }

  void Answer(const Receipt& receipt) {
    parts_.admission.Release(*connection_, load_);
    if (!receipt.status.ok()) return End(receipt.status);
    if (!TakeEnd(receipt.status)) return;
    ToProto(receipt, response_.mutable_receipt());
    StartWriteAndFinish(&response_, grpc::WriteOptions(), grpc::Status::OK);
  }

  // Counted as an article that failed, though nobody has seen it.
  void Refuse(const absl::Status& status) {
    parts_.submissions.Received();
    parts_.submissions.Finished({"", "", {}, {}, status}, "");
    End(status);
  }

  void End(const absl::Status& status) {
    if (TakeEnd(status)) Finish(ToGrpcStatus(status));
  }

  // Several may want to end the call; the first one does.
  bool TakeEnd(const absl::Status& status) {
    if (ended_.exchange(true)) return false;
    metrics_.Handled(static_cast<grpc::StatusCode>(status.code()), absl::Now() - started_);
    return true;
  }

  // Why the call ended when the caller ended it, otherwise `status`.
  absl::Status Gone(absl::Status status) const {
    absl::Status waits = caller_.Waits();
    return waits.ok() ? std::move(status) : std::move(waits);
  }

  grpc::CallbackServerContext* const context_;
  const CallParts parts_;
  ExpectedBytes& expected_;
  GrpcMethodMetrics& metrics_;
  const absl::Time started_;
  Caller caller_;
  std::shared_ptr<SubmitCall> self_;
  Admission::ConnectionPtr connection_;
  Load load_;
  v1::SubmitArticleRequest request_;
  v1::SubmitArticleResponse response_;
  std::atomic<bool> ended_ = false;
};

}  // namespace

SubmitArticleReactor* NewSubmitCall(grpc::CallbackServerContext* context, const CallParts& parts,
                                    ExpectedBytes& expected, GrpcMethodMetrics& metrics) {
  auto call = std::make_shared<SubmitCall>(context, parts, expected, metrics);
  call->Begin();
  return call.get();
}

absl::Time DeadlineOf(const grpc::ServerContextBase& context) {
  const auto deadline = context.deadline();
  return deadline == std::chrono::system_clock::time_point::max() ? absl::InfiniteFuture() : absl::FromChrono(deadline);
}

absl::Status EndsHere(absl::string_view what) {
  return absl::UnavailableError(absl::StrCat("this instance ends: ", what, "; try again, on another one"));
}

}  // namespace wiredesk::ingest
