#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/time/time.h"
#include "lib/article/article.h"
#include "lib/article/tags.h"
#include "lib/tagging/pipeline.h"

namespace wiredesk::tagging {

struct TaggingPoolOptions {
  size_t threads = 1;
  absl::Duration tagger_timeout = absl::Seconds(5);
  // Called by Tag, on its thread, each time that a tagger is given up, with the number of those that are stuck.
  std::function<void(size_t stuck)> on_stuck = nullptr;
};

// Tags many articles at once, and does not wait for a tagger that takes too long: its thread is left to itself, another
// takes its place, and the article is tagged without that tagger, which the tags then say. A thread cannot be killed:
// it ends when its tagger comes back, if ever, and what it then found is thrown away.
class TaggingPool {
 public:
  TaggingPool(std::shared_ptr<const Pipeline> pipeline, TaggingPoolOptions options);
  // Does not wait for stuck threads; they share what they look at. The pipeline's observer must outlive them too.
  ~TaggingPool();
  TaggingPool(const TaggingPool&) = delete;
  TaggingPool& operator=(const TaggingPool&) = delete;

  // The articles' tags, in order. Calls `keep_alive` on this thread about once a second while it waits. By one thread
  // at a time.
  std::vector<Tags> Tag(std::vector<std::shared_ptr<const Article>> articles, absl::FunctionRef<void()> keep_alive);

  // Threads whose tagger has not come back. Thread-safe.
  size_t stuck() const;

 private:
  struct Batch;
  struct Shared;
  struct Worker;

  static void WorkerLoop(std::shared_ptr<Shared> shared, std::shared_ptr<Worker> worker);
  static bool TagOne(Shared& shared, Batch& batch, Worker& worker, size_t index, const LeftOut& left_out);
  void StartWorker(std::shared_ptr<Worker>& worker);
  void ReplaceOverdue(const std::shared_ptr<Batch>& batch);

  const TaggingPoolOptions options_;
  const std::shared_ptr<Shared> shared_;
  std::vector<std::shared_ptr<Worker>> workers_;
};

}  // namespace wiredesk::tagging
