#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "lib/article/article.h"

namespace wiredesk::command {

// The articles that Wiredesk comes with, as samples/samples.jsonl in the resources directory lists them: JSON Lines as
// `normalize --batch` takes them, with the name of a file beside the list in place of a payload. Errors: NotFound for a
// missing file, DataLoss for a list that cannot be read.
absl::StatusOr<std::vector<RawArticle>> LoadSamples(const std::string& resources_dir);

}  // namespace wiredesk::command
