#include "lib/normalize/normalize.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "lib/article/identity.h"
#include "lib/article/violation.h"
#include "lib/normalize/body_selectors.h"
#include "lib/normalize/body_text.h"
#include "lib/normalize/cleaning.h"
#include "lib/normalize/furniture.h"
#include "lib/normalize/html_document.h"
#include "lib/normalize/media_type.h"
#include "lib/normalize/metadata.h"
#include "lib/normalize/page_structure.h"
#include "lib/normalize/read_text.h"
#include "lib/normalize/standfirst.h"
#include "lib/normalize/text_block.h"
#include "lib/normalize/url.h"
#include "lib/normalize/wire_text.h"
#include "lib/text/ascii.h"
#include "lib/text/clean_text.h"
#include "lib/text/decode.h"
#include "lib/text/language.h"
#include "lib/text/mojibake.h"
#include "lib/text/utf8.h"

namespace wiredesk::normalize {
namespace {

constexpr size_t kMaxSourceBytes = 256;
constexpr size_t kMaxExternalIdBytes = 1024;
constexpr absl::Duration kMaxAhead = absl::Hours(48);
constexpr size_t kMinDomBody = 250;  // A shorter body gives way to a longer one in the page's JSON-LD.

// What a format's reader hands on: title when it has one, and the text.
struct ReadPayload {
  std::string title;
  std::vector<TextBlock> blocks;
  std::string language_hint;
};

void CheckText(std::string_view field, std::string_view value, size_t max_bytes,
               std::vector<FieldViolation>* violations) {
  if (!text::IsValidUtf8(value)) {
    violations->push_back({std::string(field), "is not UTF-8"});
  } else if (value.size() > max_bytes) {
    violations->push_back({std::string(field), text::Concat({"has ", std::to_string(value.size()), " bytes, more than ",
                                                             std::to_string(max_bytes)})});
  }
}

// Everything that can be said without reading the payload.
std::vector<FieldViolation> CheckFields(const RawArticle& raw) {
  std::vector<FieldViolation> violations;
  if (raw.source.empty()) violations.push_back({"source", "is required: who supplies the article"});
  CheckText("source", raw.source, kMaxSourceBytes, &violations);
  CheckText("external_id", raw.external_id, kMaxExternalIdBytes, &violations);
  if (raw.external_id.empty() && raw.url.empty()) {
    violations.push_back({"external_id", "is required when there is no url to take its place"});
  }
  if (!raw.url.empty() && (!IsAbsoluteHttpUrl(raw.url) || !text::IsValidUtf8(raw.url))) {
    violations.push_back({"url", "is not an absolute http or https address of at most 8,192 bytes"});
  }
  if (raw.payload.empty() && raw.publication_status != PublicationStatus::kCanceled) {
    violations.push_back({"payload", "is required: the article's text"});
  }
  return violations;
}

std::string_view OriginName(text::CharsetOrigin origin) {
  switch (origin) {
    case text::CharsetOrigin::kByteOrderMark:
      return "byte order mark";
    case text::CharsetOrigin::kMediaType:
      return "media type";
    case text::CharsetOrigin::kDocument:
      return "document";
    case text::CharsetOrigin::kContent:
      return "content";
  }
  return "";
}

void NoteDecoding(const text::DecodedText& decoded, std::vector<Note>* notes) {
  if (!decoded.ignored_label.empty()) {
    notes->push_back({"charset_declaration_ignored",
                      text::Concat({"The bytes are not in the declared charset; read as ", decoded.charset, "."}),
                      text::CleanLine(decoded.ignored_label)});
  }
  if (decoded.charset != "utf-8") {
    notes->push_back({"charset_converted",
                      text::Concat({"From ", decoded.charset, ", known by the ", OriginName(decoded.origin), "."}),
                      ""});
  }
  if (decoded.replaced > 0) {
    notes->push_back({"characters_replaced",
                      text::Concat({std::to_string(decoded.replaced), " malformed byte sequences became U+FFFD."}),
                      ""});
  }
}

// Text that was read in the wrong charset before it was sent.
void RepairMisreading(std::string* utf8, std::vector<Note>* notes) {
  const text::MojibakeRepair repair = text::RepairMojibake(utf8);
  if (repair.sequences == 0) return;
  notes->push_back({"mojibake_repaired",
                    text::Concat({std::to_string(repair.sequences), " characters had been read as ", repair.charset,
                                  repair.rounds > 1 ? ", twice." : "."}),
                    ""});
}

// Cleans and splits text whose paragraphs are parted by empty lines.
std::vector<TextBlock> CleanAndSplit(std::string_view text, std::vector<Note>* notes) {
  text::CleanedText cleaned = text::CleanText(text);
  NoteDroppedCharacters(cleaned.dropped, notes);
  return SplitParagraphs(JoinWrappedLines(std::move(cleaned.text)));
}

std::vector<TextBlock> ShownBlocks(const HtmlDocument& document, FurnitureTest test) {
  const PageStructure page(document, test);
  return RenderBlocks(page, SelectBody(page).root);
}

size_t TextSize(const std::vector<TextBlock>& blocks) {
  size_t size = 0;
  for (const TextBlock& block : blocks) size += block.text.size();
  return size;
}

// Cleans each block; one that falls into several at empty lines gives several of its type.
std::vector<TextBlock> CleanShown(const std::vector<TextBlock>& shown, std::vector<Note>* notes) {
  std::vector<TextBlock> blocks;
  size_t dropped = 0;
  for (const TextBlock& block : shown) {
    text::CleanedText cleaned = text::CleanText(block.text);
    dropped += cleaned.dropped;
    for (TextBlock& part : SplitParagraphs(JoinWrappedLines(std::move(cleaned.text)))) {
      blocks.push_back({std::move(part.text), block.type, block.url});
    }
  }
  NoteDroppedCharacters(dropped, notes);
  return blocks;
}

// The page's text; what its JSON-LD holds, or what names on it would hide, when that shows next to none.
std::vector<TextBlock> PageBlocks(const HtmlDocument& document, const Metadata& metadata, std::vector<Note>* notes) {
  if (document.size() == 0) return {};
  std::vector<TextBlock> shown = ShownBlocks(document, FurnitureTest::kStrict);
  if (TextSize(shown) < kMinDomBody && metadata.linked_body.size() > kMinDomBody) {
    notes->push_back({"body_from_json_ld", "The page shows less text than its JSON-LD holds.", ""});
    return CleanAndSplit(metadata.linked_body, notes);
  }
  if (TextSize(shown) < kMinDomBody) {
    std::vector<TextBlock> lenient = ShownBlocks(document, FurnitureTest::kLenient);
    if (TextSize(lenient) > TextSize(shown)) shown = std::move(lenient);
  }
  return CleanShown(shown, notes);
}

ReadPayload ReadHtml(std::string_view utf8, const RawArticle& raw, const CleaningRules& rules, Article* article) {
  const HtmlDocument document = HtmlDocument::Parse(utf8);
  if (document.truncated()) {
    article->notes.push_back(
        {"page_truncated", "The page is nested too deeply or too large; its end is left out.", ""});
  }
  Metadata metadata = ReadMetadata(document, raw.url, rules);
  std::move(metadata.notes.begin(), metadata.notes.end(), std::back_inserter(article->notes));
  ReadPayload read;
  read.blocks = PageBlocks(document, metadata, &article->notes);
  RemoveAdMarkers(rules, &read.blocks, &article->notes);
  if (!read.blocks.empty() && read.blocks.front().text == metadata.title && read.blocks.size() > 1) {
    read.blocks.erase(read.blocks.begin());
  }
  PartStandfirst(&metadata.standfirst, &read.blocks);
  article->standfirst = std::move(metadata.standfirst);
  read.title = std::move(metadata.title);
  read.language_hint = std::move(metadata.language);
  article->authors = std::move(metadata.authors);
  article->published_time = metadata.published_time;
  article->modified_time = metadata.modified_time;
  article->canonical_url = std::move(metadata.canonical_url);
  article->site_name = std::move(metadata.site_name);
  article->section = std::move(metadata.section);
  article->tags = std::move(metadata.tags);
  article->access = metadata.access;
  article->agency = std::move(metadata.agency);
  article->rights = std::move(metadata.rights);
  article->images = std::move(metadata.images);
  return read;
}

// What the payload holds; nothing, and a violation more, when it cannot be read.
ReadPayload Read(const RawArticle& raw, const CleaningRules& rules, Article* article,
                 std::vector<FieldViolation>* violations) {
  const absl::StatusOr<MediaType> media_type = ReadMediaType(raw.media_type, raw.payload);
  if (!media_type.ok()) {
    violations->push_back({"media_type", std::string(media_type.status().message())});
    return {};
  }
  if (raw.payload.empty()) return {};
  const bool html = media_type->format == PayloadFormat::kHtml;
  absl::StatusOr<text::DecodedText> decoded =
      text::Decode(raw.payload, {.charset_label = media_type->charset, .markup = html});
  if (!decoded.ok()) {
    violations->push_back({"payload", std::string(decoded.status().message())});
    return {};
  }
  NoteDecoding(*decoded, &article->notes);
  RepairMisreading(&decoded->utf8, &article->notes);
  if (html) return ReadHtml(decoded->utf8, raw, rules, article);
  ReadPayload read;
  read.blocks = ReadText(decoded->utf8, rules, article);
  read.title = std::move(article->title);
  return read;
}

// A day ahead may be a time zone or an embargo; more is a date from elsewhere on the page.
void DropFutureTimes(absl::Time received, Article* article) {
  for (std::optional<PublishedTime>* time : {&article->published_time, &article->modified_time}) {
    if (!*time || (*time)->time <= received + kMaxAhead) continue;
    article->notes.push_back(
        {"future_time_dropped", "A date on the page lies after the article was received.", FormatRfc3339(**time)});
    time->reset();
  }
}

void Identify(const RawArticle& raw, Article* article) {
  article->source = raw.source;
  article->external_id = raw.external_id.empty() ? raw.url : raw.external_id;
  article->article_id = ArticleId(article->source, article->external_id);
  article->version = raw.version;
  // The more restrictive of what the sender and the text say.
  article->publication_status = std::max(article->publication_status, raw.publication_status);
  if (article->canonical_url.empty()) article->canonical_url = raw.url;
  article->content_hash = ContentHash(*article);
}

}  // namespace

absl::StatusOr<Article> Normalize(const RawArticle& raw, absl::Time now, const CleaningRules& rules) {
  std::vector<FieldViolation> violations = CheckFields(raw);
  Article article;
  ReadPayload read = Read(raw, rules, &article, &violations);
  CleanBlocks(rules, &read.blocks, &article);
  DropFutureTimes(raw.received_time.value_or(now), &article);
  ApplyEmbargo(raw.received_time.value_or(now), &article);
  article.title = std::move(read.title);
  JoinBlocks(std::move(read.blocks), &article);
  const bool may_be_empty =
      std::max(raw.publication_status, article.publication_status) == PublicationStatus::kCanceled;
  if (article.body.empty() && violations.empty() && !may_be_empty) {
    violations.push_back({"payload", "holds no text of an article: nothing is left after cleaning"});
  }
  if (!violations.empty()) return InvalidFields(violations);
  if (article.title.empty() && !article.body.empty()) {
    article.title = DeriveTitle(article.body);
    article.notes.push_back({"title_derived", "There is no headline; the title is the text's beginning.", ""});
  }
  const std::string_view hint = raw.language_hint.empty() ? read.language_hint : raw.language_hint;
  article.language = text::DetectLanguage(text::Concat({article.title, "\n\n", article.body}), hint);
  Identify(raw, &article);
  return article;
}

}  // namespace wiredesk::normalize
