// The language as normalization found it, or else as the text shows it.
#include <memory>
#include <utility>

#include "lib/tagging/registry.h"
#include "lib/text/language_detector.h"

namespace wiredesk::tagging {
namespace {

class LanguageTagger : public Tagger {
 public:
  explicit LanguageTagger(text::LanguageDetector languages) : languages_(std::move(languages)) {}

  std::string_view Name() const override { return "language"; }
  std::string_view Version() const override { return "2"; }

  absl::Status Tag(const Document& document, Tags& tags) const override {
    const Language& known = document.article().language;
    const bool named = !known.code.empty() && known.code != "und";
    tags.language = named && known.confidence > 0
                        ? known
                        : languages_.Detect(document.body().text(), named ? std::string_view(known.code) : "");
    return absl::OkStatus();
  }

 private:
  const text::LanguageDetector languages_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Tagger>> MakeLanguageTagger(Resources& resources) {
  absl::StatusOr<text::LanguageDetector> languages = text::LanguageDetector::Load(resources.directory());
  if (!languages.ok()) return languages.status();
  return std::make_unique<LanguageTagger>(*std::move(languages));
}

}  // namespace wiredesk::tagging
