// One SubmitArticles call against threads of every kind at once, with a transport of the test's own in gRPC's place:
// gRPC as Debian builds it hides its synchronisation from ThreadSanitizer. ingest_service_test has the real one.
#include "services/ingest/submit_stream.h"

#include <gtest/gtest.h>

#include <condition_variable>
#include <deque>
#include <functional>
#include <limits>
#include <mutex>
#include <random>
#include <thread>

namespace wiredesk::ingest {
namespace {

// Runs tasks on threads of its own.
class Executor {
 public:
  explicit Executor(int threads) {
    for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { Run(); });
  }
  ~Executor() {
    {
      std::lock_guard lock(mutex_);
      stop_ = true;
    }
    wake_.notify_all();
    for (std::thread& thread : threads_) thread.join();
  }
  // The task may be what ends this object, so nothing of it is touched after the lock.
  void Post(std::function<void()> task) {
    std::lock_guard lock(mutex_);
    tasks_.push_back(std::move(task));
    wake_.notify_one();
  }

 private:
  void Run() {
    std::unique_lock lock(mutex_);
    while (true) {
      wake_.wait(lock, [this] { return stop_ || !tasks_.empty(); });
      if (tasks_.empty()) return;
      const std::function<void()> task = std::move(tasks_.front());
      tasks_.pop_front();
      lock.unlock();
      task();
      lock.lock();
    }
  }

  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::function<void()>> tasks_;
  bool stop_ = false;
  std::vector<std::thread> threads_;
};

// Gives each article a receipt, later, on another thread, out of order.
class LateSubmitter : public Submitter {
 public:
  void Submit(Submission submission, ReceiptCallback done) override {
    ++submitted;
    auto shared = std::make_shared<ReceiptCallback>(std::move(done));
    executor_.Post([id = submission.raw.external_id, shared] {
      Receipt receipt;
      receipt.external_id = id;
      if (id.ends_with("7")) receipt.status = absl::UnavailableError("no broker");
      std::move (*shared)(std::move(receipt));
    });
  }
  std::atomic<size_t> submitted = 0;

 private:
  Executor executor_{3};
};

// Requests of a caller who never says that there are no more.
constexpr int kEndless = std::numeric_limits<int>::max();

// The transport's side of one call: hands out the requests, notes the responses. As with gRPC, reactions run on any
// thread and OnDone after all others have returned.
class FakeCall : public grpc::ServerCallbackReaderWriter<v1::SubmitArticlesRequest, v1::SubmitArticlesResponse> {
 public:
  FakeCall(int requests, int per_request) : requests_(requests), per_request_(per_request) {}

  void Start(SubmitArticlesReactor* reactor) {
    reactor_ = reactor;
    BindReactor(reactor);
  }

  void Cancel() {
    cancelled_ = true;
    React([this] { reactor_->OnCancel(); });
  }

  // Until that many requests were handed out, and what followed from them was decided.
  void AwaitReads(int count) {
    while (reads_ < count) std::this_thread::yield();
  }

  grpc::Status Await() {
    std::unique_lock lock(mutex_);
    finished_.wait(lock, [this] { return done_; });
    return status_;
  }

  std::vector<v1::SubmitArticlesResponse> responses;

 private:
  void React(std::function<void()> reaction) {
    {
      std::lock_guard lock(mutex_);
      if (open_ == 0) return;
      ++open_;
    }
    executor_.Post([this, reaction = std::move(reaction)] {
      reaction();
      Release();
    });
  }

  void Release() {
    std::unique_lock lock(mutex_);
    if (--open_ > 0) return;
    lock.unlock();
    reactor_->OnDone();
    lock.lock();
    done_ = true;
    finished_.notify_all();
  }

  void Read(v1::SubmitArticlesRequest* request) override {
    React([this, request] {
      const int number = next_++;
      const bool more = number < requests_ && !cancelled_;
      for (int i = 0; more && i < per_request_; ++i) {
        request->add_articles()->set_external_id(std::to_string(number) + "-" + std::to_string(i));
      }
      reactor_->OnReadDone(more);
      ++reads_;
    });
  }
  void Write(const v1::SubmitArticlesResponse* response, grpc::WriteOptions) override {
    React([this, response] {
      responses.push_back(*response);
      reactor_->OnWriteDone(!cancelled_);
    });
  }
  void Finish(grpc::Status status) override {
    executor_.Post([this, status] {
      {
        std::lock_guard lock(mutex_);
        status_ = status;
      }
      Release();
    });
  }
  void SendInitialMetadata() override {}
  void WriteAndFinish(const v1::SubmitArticlesResponse*, grpc::WriteOptions, grpc::Status) override {}
  grpc::internal::ServerReactor* reactor() override { return reactor_; }
  void CallOnDone() override {}

  const int requests_;
  const int per_request_;
  std::atomic<int> next_ = 0;
  std::atomic<int> reads_ = 0;
  std::atomic<bool> cancelled_ = false;
  SubmitArticlesReactor* reactor_ = nullptr;
  std::mutex mutex_;
  std::condition_variable finished_;
  int open_ = 1;  // Reactions under way, and the call itself until Finish.
  bool done_ = false;
  grpc::Status status_;
  Executor executor_{2};  // Last, so that its threads end first.
};

class SubmitStreamTest : public testing::Test {
 protected:
  SubmitArticlesReactor* NewStream(StreamLimits limits) { return NewStream(admission_, limits); }
  SubmitArticlesReactor* NewStream(Admission& admission, StreamLimits limits) {
    return NewSubmitStream(&context_, {submitter_, admission, open_calls_, submissions_}, metrics_, limits);
  }

  prometheus::Registry registry_;
  grpc::CallbackServerContext context_;
  GrpcMethodMetrics metrics_{registry_, "bidi_stream", "SubmitArticles"};
  SubmissionMetrics submissions_{registry_, 10};
  Admission admission_{{{100'000, size_t{1} << 30}, {100'000, size_t{1} << 30}, size_t{1} << 30}};
  OpenCalls open_calls_;
  LateSubmitter submitter_;
};

TEST_F(SubmitStreamTest, EveryReceiptComesInItsPlaceWhateverTheThreadsDo) {
  for (int round = 0; round < 20; ++round) {
    FakeCall call(50, 9);
    call.Start(NewStream({40, size_t{1} << 20}));
    EXPECT_TRUE(call.Await().ok());
    ASSERT_EQ(call.responses.size(), 50u);
    for (int r = 0; r < 50; ++r) {
      ASSERT_EQ(call.responses[r].receipts_size(), 9);
      for (int i = 0; i < 9; ++i) {
        const v1::Receipt& receipt = call.responses[r].receipts(i);
        EXPECT_EQ(receipt.external_id(), std::to_string(r) + "-" + std::to_string(i));
        EXPECT_EQ(receipt.has_status(), i == 7);
      }
    }
  }
  EXPECT_EQ(admission_.in_flight().articles, 0u);
}

TEST_F(SubmitStreamTest, ACallThatIsCancelledAtAnyMomentEndsOnce) {
  std::mt19937 random(1);
  for (int round = 0; round < 200; ++round) {
    FakeCall call(1'000, 3);
    call.Start(NewStream({30, size_t{1} << 20}));
    for (int spin = random() % 2'000; spin > 0; --spin) std::this_thread::yield();
    call.Cancel();
    call.Await();
  }
  while (admission_.in_flight().articles != 0) std::this_thread::yield();
}

TEST_F(SubmitStreamTest, ACallThatIsCancelledWhileItWaitsForRoomGivesUpItsPlace) {
  Admission admission({{10, size_t{1} << 30}, {100, size_t{1} << 30}, size_t{1} << 30});
  const auto other = admission.Join("another");
  ASSERT_TRUE(admission.TryAdmit(*other, {10, 10}).ok());
  FakeCall call(5, 3);
  call.Start(NewStream(admission, {100, size_t{1} << 20}));
  call.AwaitReads(1);
  call.Cancel();
  EXPECT_EQ(call.Await().error_code(), grpc::StatusCode::CANCELLED);
  admission.Release(*other, {10, 10});
  while (admission.in_flight().articles != 0) std::this_thread::yield();
}

TEST_F(SubmitStreamTest, ADrainThatComesAtAnyMomentEndsTheCallOnceWithWhatWasReadAnswered) {
  std::mt19937 random(2);
  for (int round = 0; round < 200; ++round) {
    const size_t submitted_before = submitter_.submitted;
    OpenCalls open_calls;
    FakeCall call(kEndless, 3);
    call.Start(NewSubmitStream(&context_, {submitter_, admission_, open_calls, submissions_}, metrics_,
                               {30, size_t{1} << 20}));
    call.AwaitReads(random() % 200);
    open_calls.Drain();
    EXPECT_EQ(call.Await().error_code(), grpc::StatusCode::UNAVAILABLE);
    EXPECT_TRUE(open_calls.AwaitNone(absl::InfiniteFuture()));
    EXPECT_EQ(call.responses.size() * 3, submitter_.submitted - submitted_before);
    for (const v1::SubmitArticlesResponse& response : call.responses) EXPECT_EQ(response.receipts_size(), 3);
  }
}

TEST_F(SubmitStreamTest, TimeThatIsUpAtAnyMomentEndsTheCallOnce) {
  std::mt19937 random(3);
  for (int round = 0; round < 200; ++round) {
    OpenCalls open_calls;
    FakeCall call(kEndless, 3);
    call.Start(NewSubmitStream(&context_, {submitter_, admission_, open_calls, submissions_}, metrics_,
                               {30, size_t{1} << 20}));
    call.AwaitReads(random() % 50);
    std::thread drain([&] { open_calls.Drain(); });
    open_calls.TellTimeIsUp();
    drain.join();
    EXPECT_EQ(call.Await().error_code(), grpc::StatusCode::UNAVAILABLE);
  }
  while (admission_.in_flight().articles != 0) std::this_thread::yield();
}

}  // namespace
}  // namespace wiredesk::ingest
