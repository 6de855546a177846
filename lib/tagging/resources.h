// What taggers are made from: the resources directory, and what several of them share, loaded once.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "lib/tagging/phrase_table.h"
#include "lib/tagging/table.h"

namespace wiredesk::tagging {

class EntityRecognizer;
class Gazetteer;

// Used while a pipeline loads; not thread-safe.
class Resources {
 public:
  explicit Resources(std::string directory)
      : directory_(std::move(directory)), phrases_(std::make_shared<PhraseTable>()) {}

  const std::string& directory() const { return directory_; }

  // ReadTable on a path within the directory, for example "topics/cues.tsv".
  absl::Status Read(std::string_view path, size_t columns, RowReader row) const;

  // Where a file within the directory is.
  std::string Path(std::string_view path) const { return directory_ + "/" + std::string(path); }

  // Paths of the tables (*.tsv) in a folder of the directory, in order of name, for Read. NotFound without the folder.
  absl::StatusOr<std::vector<std::string>> Tables(std::string_view folder) const;

  // A new list in the phrase table that every document is matched against, and phrases for it.
  ListId AddList() { return phrases_->AddList(); }
  void AddPhrase(ListId list, std::string_view phrase, uint32_t value);

  // Loaded on first use. Errors: those of ReadTable.
  absl::StatusOr<std::shared_ptr<const Gazetteer>> SharedGazetteer();
  absl::StatusOr<std::shared_ptr<const EntityRecognizer>> SharedEntityRecognizer();

  // The phrases added so far by all taggers.
  std::shared_ptr<const PhraseTable> phrases() const { return phrases_; }

 private:
  std::string directory_;
  std::shared_ptr<PhraseTable> phrases_;
  std::shared_ptr<const Gazetteer> gazetteer_;
  std::shared_ptr<const EntityRecognizer> recognizer_;
};

}  // namespace wiredesk::tagging
