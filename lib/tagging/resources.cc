#include "lib/tagging/resources.h"

#include <algorithm>
#include <filesystem>

#include "absl/strings/str_cat.h"
#include "lib/tagging/document.h"
#include "lib/tagging/entity_recognizer.h"
#include "lib/tagging/gazetteer.h"

namespace wiredesk::tagging {

absl::Status Resources::Read(std::string_view path, size_t columns, RowReader row) const {
  return ReadTable(Path(path), columns, row);
}

absl::StatusOr<std::vector<std::string>> Resources::Tables(std::string_view folder) const {
  std::vector<std::string> paths;
  std::error_code error;
  const std::filesystem::path path = std::filesystem::path(directory_) / folder;
  for (auto entry = std::filesystem::directory_iterator(path, error); !error && entry != end(entry);
       entry.increment(error)) {
    if (entry->path().extension() != ".tsv") continue;
    paths.push_back((std::filesystem::path(folder) / entry->path().filename()).string());
  }
  if (error) return absl::NotFoundError(absl::StrCat("cannot list the resources in ", path.string()));
  std::ranges::sort(paths);
  return paths;
}

void Resources::AddPhrase(ListId list, std::string_view phrase, uint32_t value) {
  const std::vector<std::string> words = PhraseWords(phrase);
  phrases_->Add(list, std::vector<std::string_view>(words.begin(), words.end()), value);
}

absl::StatusOr<std::shared_ptr<const Gazetteer>> Resources::SharedGazetteer() {
  if (!gazetteer_) {
    auto loaded = Gazetteer::Load(*this);
    if (!loaded.ok()) return loaded.status();
    gazetteer_ = *std::move(loaded);
  }
  return gazetteer_;
}

absl::StatusOr<std::shared_ptr<const EntityRecognizer>> Resources::SharedEntityRecognizer() {
  if (!recognizer_) {
    auto loaded = EntityRecognizer::Load(*this);
    if (!loaded.ok()) return loaded.status();
    recognizer_ = *std::move(loaded);
  }
  return recognizer_;
}

}  // namespace wiredesk::tagging
