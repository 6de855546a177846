// How many words the body has and how long a reader takes for it.
#include <algorithm>
#include <memory>

#include "lib/tagging/registry.h"

namespace wiredesk::tagging {
namespace {

// Silent reading of non-fiction in English: Brysbaert, "How many words do we read per minute?", Journal of Memory and
// Language 109 (2019).
constexpr uint32_t kWordsPerMinute = 238;

class ReadingTagger : public Tagger {
 public:
  std::string_view Name() const override { return "reading"; }
  std::string_view Version() const override { return "1"; }

  absl::Status Tag(const Document& document, Tags& tags) const override {
    const auto counts = [](const text::Token& token) { return token.kind != text::TokenKind::kPunctuation; };
    const uint64_t words = std::ranges::count_if(document.body().tokens(), counts);
    tags.word_count = words;
    tags.reading_time_seconds = (words * 60 + kWordsPerMinute - 1) / kWordsPerMinute;
    return absl::OkStatus();
  }
};

}  // namespace

absl::StatusOr<std::unique_ptr<Tagger>> MakeReadingTagger(Resources&) {
  return std::make_unique<ReadingTagger>();
}

}  // namespace wiredesk::tagging
