#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "lib/article/article.h"
#include "lib/stream/record.h"
#include "services/ingest/caller.h"

namespace wiredesk::ingest {

// An article on its way in, with the trace it belongs to and the call that brought it.
struct Submission {
  RawArticle raw;
  std::string traceparent;              // W3C trace context; empty when there is none.
  std::shared_ptr<Caller> caller = {};  // Null when nobody can go away.
};

// What became of one submission; the position is set when status is OK.
struct Receipt {
  std::string external_id;
  std::string article_id;
  stream::Position position;
  std::vector<Note> notes;
  absl::Status status;
  // The same content was accepted before under this id; the position is that of the first time.
  bool repeat = false;
};

using ReceiptCallback = absl::AnyInvocable<void(Receipt) &&>;

// Port: takes submissions. Thread-safe. Decorators add what cuts across (admission, metrics), one file each;
// IngestServer puts them together.
class Submitter {
 public:
  virtual ~Submitter() = default;

  // Returns at once. `done` runs exactly once, inside this call or later on another thread, when the article is durable
  // or refused.
  virtual void Submit(Submission submission, ReceiptCallback done) = 0;
};

}  // namespace wiredesk::ingest
