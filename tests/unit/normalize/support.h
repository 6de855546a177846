// What the tests of this folder share.
#pragma once

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "lib/normalize/normalize.h"
#include "lib/normalize/text_block.h"

namespace wiredesk::normalize {

inline const CleaningRules& Rules() {
  static const CleaningRules* const rules = [] {
    auto loaded = CleaningRules::Load(WIREDESK_RESOURCES);
    return loaded.ok() ? new CleaningRules(*std::move(loaded)) : nullptr;
  }();
  return *rules;
}

// A file below tests/data.
inline std::string ReadTestData(const std::string& path) {
  std::ifstream file(std::string(WIREDESK_TEST_DATA) + "/" + path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

inline std::vector<std::string> Texts(const std::vector<TextBlock>& blocks) {
  std::vector<std::string> texts;
  for (const TextBlock& block : blocks) texts.push_back(block.text);
  return texts;
}

inline std::vector<TextBlock> Paragraphs(const std::vector<std::string>& texts) {
  std::vector<TextBlock> blocks;
  for (const std::string& text : texts) blocks.push_back({text});
  return blocks;
}

// "Now" in these tests: 2025-01-01T00:00:00Z.
inline absl::Time TestNow() {
  return absl::FromUnixSeconds(1735689600);
}

inline RawArticle RawText(std::string payload, std::string media_type = "text/plain") {
  RawArticle raw;
  raw.source = "test-desk";
  raw.external_id = "story-1";
  raw.media_type = std::move(media_type);
  raw.payload = std::move(payload);
  return raw;
}

inline absl::StatusOr<Article> NormalizeText(std::string payload, std::string media_type = "text/plain") {
  return Normalize(RawText(std::move(payload), std::move(media_type)), TestNow(), Rules());
}

}  // namespace wiredesk::normalize
