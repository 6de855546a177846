#include "lib/normalize/normalize.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "lib/article/identity.h"
#include "lib/article/violation.h"
#include "lib/normalize/cleaning.h"
#include "lib/normalize/furniture.h"
#include "lib/normalize/media_type.h"
#include "lib/normalize/read_page.h"
#include "lib/normalize/read_text.h"
#include "lib/normalize/text_block.h"
#include "lib/normalize/url.h"
#include "lib/normalize/wire_text.h"
#include "lib/normalize/word_facts.h"
#include "lib/text/ascii.h"
#include "lib/text/clean_text.h"
#include "lib/text/decode.h"
#include "lib/text/mojibake.h"
#include "lib/text/utf8.h"

namespace wiredesk::normalize {
namespace {

constexpr size_t kMaxSourceBytes = 256;
constexpr size_t kMaxExternalIdBytes = 1024;
constexpr size_t kMaxNotedUrlBytes = 1024;
constexpr absl::Duration kMaxAhead = absl::Hours(48);

void CheckText(std::string_view field, std::string_view value, size_t max_bytes,
               std::vector<FieldViolation>* violations) {
  if (!text::IsValidUtf8(value)) {
    violations->push_back({std::string(field), "is not UTF-8"});
  } else if (value.size() > max_bytes) {
    violations->push_back({std::string(field), text::Concat({"has ", std::to_string(value.size()), " bytes, more than ",
                                                             std::to_string(max_bytes)})});
  }
}

bool IsUsableUrl(std::string_view url) {
  return IsAbsoluteHttpUrl(url) && text::IsValidUtf8(url);
}

// Where the page was read from. An article that has another identity is not refused for an address that is none.
std::string_view UsableUrl(const RawArticle& raw, std::vector<Note>* notes) {
  const std::string_view url = text::Strip(raw.url);
  if (url.empty() || IsUsableUrl(url)) return url;
  notes->push_back({"url_ignored", "It is not an absolute http or https address of at most 8,192 bytes.",
                    text::CleanLine(url.substr(0, kMaxNotedUrlBytes))});
  return {};
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
  if (raw.external_id.empty() && !raw.url.empty() && !IsUsableUrl(raw.url)) {
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

// What the payload holds; nothing, and a violation more, when it cannot be read.
PageText Read(const RawArticle& raw, std::string_view url, const CleaningRules& rules, const StepObserver& observer,
              Article* article, std::vector<FieldViolation>* violations) {
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
  StepEnded(observer, "decode");
  RepairMisreading(&decoded->utf8, &article->notes);
  StepEnded(observer, "misreading");
  if (html) {
    PageText page = ReadPage(decoded->utf8, url, rules, article);
    StepEnded(observer, "page");
    return page;
  }
  PageText read;
  read.blocks = ReadText(decoded->utf8, rules, article, observer);
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

void Identify(const RawArticle& raw, std::string_view url, Article* article) {
  article->source = raw.source;
  article->external_id = raw.external_id.empty() ? raw.url : raw.external_id;
  article->article_id = ArticleId(article->source, article->external_id);
  article->version = raw.version;
  // The more restrictive of what the sender and the text say.
  article->publication_status = std::max(article->publication_status, raw.publication_status);
  if (article->canonical_url.empty()) article->canonical_url = std::string(url);
  article->content_hash = ContentHash(*article);
}

}  // namespace

absl::StatusOr<Article> Normalize(const RawArticle& raw, absl::Time now, const CleaningRules& rules,
                                  const StepObserver& observer) {
  std::vector<FieldViolation> violations = CheckFields(raw);
  Article article;
  const std::string_view url = UsableUrl(raw, &article.notes);
  StepEnded(observer, "fields");
  PageText read = Read(raw, url, rules, observer, &article, &violations);
  CleanBlocks(rules, &read.blocks, &article);
  DropFutureTimes(raw.received_time.value_or(now), &article);
  ApplyEmbargo(raw.received_time.value_or(now), &article);
  StepEnded(observer, "rules");
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
  StepEnded(observer, "body");
  AddWordFacts(hint, rules, &article, observer);
  Identify(raw, url, &article);
  StepEnded(observer, "identity");
  return article;
}

}  // namespace wiredesk::normalize
