// People, organizations, locations and other names in the body.
#include <iterator>
#include <memory>

#include "lib/tagging/entity_recognizer.h"
#include "lib/tagging/registry.h"

namespace wiredesk::tagging {
namespace {

class EntitiesTagger : public Tagger {
 public:
  explicit EntitiesTagger(std::shared_ptr<const EntityRecognizer> recognizer) : recognizer_(std::move(recognizer)) {}

  std::string_view Name() const override { return "entities"; }
  std::string_view Version() const override { return "1"; }

  absl::Status Tag(const Document& document, Tags& tags) const override {
    std::ranges::move(recognizer_->Find(document), std::back_inserter(tags.entities));
    return absl::OkStatus();
  }

 private:
  std::shared_ptr<const EntityRecognizer> recognizer_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Tagger>> MakeEntitiesTagger(Resources& resources) {
  auto recognizer = resources.SharedEntityRecognizer();
  if (!recognizer.ok()) return recognizer.status();
  return std::make_unique<EntitiesTagger>(*std::move(recognizer));
}

}  // namespace wiredesk::tagging
