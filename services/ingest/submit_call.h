#pragma once

#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>

#include <atomic>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/ingest/admission.h"
#include "services/ingest/grpc_metrics.h"
#include "services/ingest/open_calls.h"
#include "services/ingest/submission_metrics.h"
#include "services/ingest/submitter.h"
#include "wiredesk/ingest/v1/ingest.pb.h"

namespace wiredesk::ingest {

// What the next article is likely to take: the mean of those before. Thread-safe; a lost update does not matter.
class ExpectedBytes {
 public:
  size_t Get() const { return expected_.load(std::memory_order_relaxed); }
  void Saw(size_t bytes) {
    const size_t expected = Get();
    expected_.store(expected - expected / kWindow + bytes / kWindow, std::memory_order_relaxed);
  }

 private:
  static constexpr size_t kWindow = 64;
  std::atomic<size_t> expected_ = 0;
};

// What calls that carry articles share. Everything must outlive the server.
struct CallParts {
  Submitter& submitter;
  Admission& admission;
  OpenCalls& open_calls;
  SubmissionMetrics& submissions;
};

using SubmitArticleReactor = grpc::ServerBidiReactor<v1::SubmitArticleRequest, v1::SubmitArticleResponse>;

// Serves one SubmitArticle call. For the server it is a stream of one request, so that the request is not read before
// there is room for it: a call that is refused has cost nothing but its headers. Of a call's size nothing is known by
// then; room is taken for what calls usually need, and made right when the request is there. The reactor owns itself.
//
// Until the article is in Kafka's hands, a caller that goes away takes it back. After that the call ends at once all
// the same, and what becomes of the article is unknown to the caller.
SubmitArticleReactor* NewSubmitCall(grpc::CallbackServerContext* context, const CallParts& parts,
                                    ExpectedBytes& expected, GrpcMethodMetrics& metrics);

// When nobody waits for the call any more, for Caller.
absl::Time DeadlineOf(const grpc::ServerContextBase& context);

// What callers hear of the end of the service.
absl::Status EndsHere(absl::string_view what);

}  // namespace wiredesk::ingest
