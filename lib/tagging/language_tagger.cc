// The language as normalization found it, or else as the text shows it.
#include <memory>

#include "lib/tagging/registry.h"
#include "lib/text/language.h"

namespace wiredesk::tagging {
namespace {

class LanguageTagger : public Tagger {
 public:
  std::string_view Name() const override { return "language"; }
  std::string_view Version() const override { return "1"; }

  absl::Status Tag(const Document& document, Tags& tags) const override {
    const Language& known = document.article().language;
    const bool named = !known.code.empty() && known.code != "und";
    tags.language = named && known.confidence > 0
                        ? known
                        : text::DetectLanguage(document.body().text(), named ? std::string_view(known.code) : "");
    return absl::OkStatus();
  }
};

}  // namespace

absl::StatusOr<std::unique_ptr<Tagger>> MakeLanguageTagger(Resources&) {
  return std::make_unique<LanguageTagger>();
}

}  // namespace wiredesk::tagging
