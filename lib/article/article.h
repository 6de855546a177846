// The domain's value types: an article before and after normalization. Plain data, copyable, no invariants beyond what
// each comment says. Text is UTF-8. Field meanings and formats are those of proto/wiredesk/article/v1/article.proto.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"

namespace wiredesk {

enum class PublicationStatus { kUsable, kWithheld, kCanceled };

struct RawArticle {
  std::string external_id;
  std::string source;
  std::string url;
  std::string media_type;
  std::string payload;
  std::optional<absl::Time> received_time;
  std::string language_hint;
  uint64_t version = 0;
  PublicationStatus publication_status = PublicationStatus::kUsable;
};

// A point in time as a publisher states it: with its own UTC offset, or only a day.
struct PublishedTime {
  absl::Time time;
  absl::Duration utc_offset;
  bool day_only = false;

  friend bool operator==(const PublishedTime&, const PublishedTime&) = default;
};

// "2020-12-30T21:05:00+02:00", or "2020-12-30" when only the day is known.
std::string FormatRfc3339(const PublishedTime& time);

// The inverse; nothing when the text is neither form.
std::optional<PublishedTime> ParseRfc3339(const std::string& text);

struct Note {
  std::string code;
  std::string detail;
  std::string removed;

  friend bool operator==(const Note&, const Note&) = default;
};

struct Image {
  std::string url;
  std::string caption;
  std::string credit;

  friend bool operator==(const Image&, const Image&) = default;
};

struct Language {
  std::string code = "und";
  double confidence = 0;

  friend bool operator==(const Language&, const Language&) = default;
};

enum class BlockType { kParagraph, kSubheading, kList, kQuotation, kTable, kEmbed };

// One part of the article. All but embeds are ranges of the body.
struct Block {
  BlockType type = BlockType::kParagraph;
  size_t begin = 0;
  size_t end = 0;
  std::string text;      // Of an embed.
  std::string url;       // Of an embed.
  std::string language;  // When it is not the article's.

  friend bool operator==(const Block&, const Block&) = default;
};

struct Extraction {
  double confidence = 1;
  std::vector<std::string> selectors;

  friend bool operator==(const Extraction&, const Extraction&) = default;
};

enum class Access { kUnknown, kFree, kMetered };

struct Article {
  std::string article_id;
  std::string external_id;
  std::string source;
  std::string title;
  std::string standfirst;
  std::string body;
  std::vector<Block> blocks;
  Extraction extraction;
  std::vector<std::string> authors;
  std::optional<PublishedTime> published_time;
  std::optional<PublishedTime> modified_time;
  Language language;
  std::string canonical_url;
  std::string site_name;
  std::string section;
  std::vector<std::string> tags;
  Access access = Access::kUnknown;
  std::string slug;
  std::string embargo;
  std::string dateline;
  std::string dateline_place;
  std::string dateline_date;
  std::string agency;
  std::string rights;
  std::vector<Image> images;
  std::vector<Note> notes;
  std::string content_hash;
  std::string signature;
  uint64_t version = 0;
  PublicationStatus publication_status = PublicationStatus::kUsable;

  friend bool operator==(const Article&, const Article&) = default;
};

}  // namespace wiredesk
