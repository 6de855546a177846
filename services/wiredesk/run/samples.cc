#include "services/wiredesk/run/samples.h"

#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "lib/codec/json.h"
#include "services/wiredesk/input.h"

namespace wiredesk::command {
namespace {

absl::StatusOr<RawArticle> LoadSample(const std::string& directory, const std::string& line) {
  absl::StatusOr<RawArticle> sample = codec::RawArticleFromJson(line);
  if (!sample.ok()) return sample.status();
  const auto json = nlohmann::json::parse(line, nullptr, false);
  const auto file = json.find("file");
  if (file == json.end() || !file->is_string()) return absl::InvalidArgumentError("file: must be a string");
  absl::StatusOr<std::string> payload = ReadWhole(absl::StrCat(directory, "/", file->get<std::string>()));
  if (!payload.ok()) return payload.status();
  sample->payload = *std::move(payload);
  return sample;
}

}  // namespace

absl::StatusOr<std::vector<RawArticle>> LoadSamples(const std::string& resources_dir) {
  const std::string directory = absl::StrCat(resources_dir, "/samples");
  const std::string path = absl::StrCat(directory, "/samples.jsonl");
  const absl::StatusOr<std::string> list = ReadWhole(path);
  if (!list.ok()) return list.status();
  std::vector<RawArticle> samples;
  for (const std::string& line : std::vector<std::string>(absl::StrSplit(*list, '\n', absl::SkipWhitespace()))) {
    absl::StatusOr<RawArticle> sample = LoadSample(directory, line);
    if (absl::IsInvalidArgument(sample.status())) {
      return absl::DataLossError(absl::StrCat(path, ": ", sample.status().message()));
    }
    if (!sample.ok()) return sample.status();
    samples.push_back(*std::move(sample));
  }
  if (samples.empty()) return absl::DataLossError(absl::StrCat(path, " lists no sample"));
  return samples;
}

}  // namespace wiredesk::command
