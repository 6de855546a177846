// A submitted article from payload to result. The first byte of the input chooses the media type.
#include "lib/normalize/normalize.h"

#include <string>

#include "tests/fuzz/fuzzer.h"
#include "tests/support/resource_use.h"
#include "tests/support/soundness.h"
#include "tests/unit/normalize/support.h"

namespace wiredesk::normalize {
namespace {

// Far more than sanitized code on a busy machine takes, far less than anything quadratic.
constexpr double kSecondsPerArticle = 0.1;
constexpr double kSecondsPerByte = 20e-6;

std::string MediaTypeOf(char choice, std::string_view* rest) {
  switch (choice) {
    case 't':
      return "text/plain";
    case 'u':
      return "text/plain; charset=utf-8";
    case 'h':
      return "text/html";
    case 'k':
      return "text/html; charset=utf-8";
    case 'c':
      return "text/html; charset=windows-1257";
    case 'l':  // Its own line.
      return std::string(TakeLine(rest));
    default:  // The payload decides.
      return "";
  }
}

}  // namespace
}  // namespace wiredesk::normalize

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace wiredesk;
  using namespace wiredesk::normalize;
  std::string_view input = Bytes(data, size);
  const char choice = TakeChoice(&input);
  const std::string media_type = MediaTypeOf(choice, &input);
  RawArticle raw = RawText(std::string(input), media_type);
  raw.url = "https://www.example.org/news/2020/12/30/story.html";
  const CleaningRules& rules = Rules();
  const double begin = CpuSeconds();
  const auto article = Normalize(raw, TestNow(), rules);
  const double limit = kSecondsPerArticle + kSecondsPerByte * static_cast<double>(input.size());
  Require(CpuSeconds() - begin < limit, "time is bounded by the size");
  if (!article.ok()) {
    Require(article.status().code() == absl::StatusCode::kInvalidArgument, "an error is the sender's");
    return 0;
  }
  RequireSound(FaultOf(*article));
  Require(article->external_id == raw.external_id && !article->article_id.empty(), "an article has its identity");
  return 0;
}
