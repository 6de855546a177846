#include "services/wiredesk/card.h"

#include <unicode/locid.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "lib/runtime/absl_view.h"
#include "services/wiredesk/card_rows.h"

namespace wiredesk::command {
namespace {

constexpr size_t kMostItems = 10;
constexpr size_t kMostTopics = 5;
constexpr size_t kRemovedColumns = 60;
constexpr char kTimes[] = "×";

// "German (de)".
std::string LanguageText(const std::string& code) {
  if (code.empty() || code == "und") return "language unknown";
  UErrorCode error = U_ZERO_ERROR;
  icu::UnicodeString name;
  icu::Locale::forLanguageTag(code, error).getDisplayLanguage(icu::Locale::getEnglish(), name);
  std::string utf8;
  name.toUTF8String(utf8);
  return utf8.empty() || utf8 == code ? code : absl::StrCat(utf8, " (", code, ")");
}

std::string ReadingTime(uint32_t seconds) {
  return absl::StrCat(std::max<uint32_t>(1, (seconds + 30) / 60), " min read");
}

// "2020-12-30 21:05 +02:00", or the day alone.
std::string TimeText(const PublishedTime& time) {
  const std::string text = FormatRfc3339(time);
  return time.day_only ? text : absl::StrCat(text.substr(0, 10), " ", text.substr(11, 5), " ", text.substr(19));
}

void AddUnlessEmpty(std::vector<std::string>& facts, const std::string& fact) {
  if (!fact.empty()) facts.push_back(Harmless(fact));
}

std::string Facts(const Article& article, const Tags* tags) {
  std::vector<std::string> facts;
  AddUnlessEmpty(facts, article.source);
  AddUnlessEmpty(facts, article.agency);
  if (article.site_name != article.agency) AddUnlessEmpty(facts, article.site_name);
  AddUnlessEmpty(facts, article.section);
  facts.push_back(Harmless(LanguageText(tags != nullptr ? tags->language.code : article.language.code)));
  if (article.published_time) facts.push_back(TimeText(*article.published_time));
  if (tags != nullptr && tags->word_count > 0) {
    facts.push_back(ReadingTime(tags->reading_time_seconds));
    facts.push_back(absl::StrCat(tags->word_count, " words"));
  }
  if (article.publication_status == PublicationStatus::kWithheld) facts.push_back("WITHHELD");
  if (article.publication_status == PublicationStatus::kCanceled) facts.push_back("CANCELED");
  return absl::StrJoin(facts, " · ");
}

void AddHead(CardText& card, const Article& article, const Tags* tags) {
  card.Paragraph(article.title.empty() ? "(no title)" : Harmless(article.title), Paint::kBold);
  card.Paragraph(Facts(article, tags), Paint::kDim);
  std::vector<Item> authors;
  for (const std::string& author : article.authors) authors.push_back({Harmless(author)});
  card.Row("By", authors);
  if (!article.dateline.empty()) card.Row("Dateline", {{Harmless(article.dateline)}});
}

// Things that are mentioned, each once with how often, the most frequent first.
class Mentions {
 public:
  void Add(const std::string& name, const std::string& aside = "") {
    const auto found = std::find_if(seen_.begin(), seen_.end(),
                                    [&](const Mention& seen) { return seen.name == name && seen.aside == aside; });
    if (found != seen_.end()) {
      ++found->times;
    } else {
      seen_.push_back({name, aside, 1});
    }
  }

  // Counts a surname that stands alone as one more mention of the only full name that ends in it.
  void JoinSurnames() {
    for (Mention& mention : seen_) {
      if (mention.name.find(' ') != std::string::npos) continue;
      Mention* full = nullptr;
      size_t matches = 0;
      for (Mention& other : seen_) {
        if (!other.name.ends_with(" " + mention.name)) continue;
        full = &other;
        ++matches;
      }
      if (matches == 1) full->times += std::exchange(mention.times, 0);
    }
    std::erase_if(seen_, [](const Mention& mention) { return mention.times == 0; });
  }

  std::vector<Item> Items() && {
    std::stable_sort(seen_.begin(), seen_.end(), [](const Mention& a, const Mention& b) { return a.times > b.times; });
    std::vector<Item> items;
    for (const Mention& mention : seen_) {
      if (items.size() == kMostItems) {
        items.push_back({absl::StrCat(seen_.size() - kMostItems, " more")});
        break;
      }
      std::string aside = Harmless(mention.aside);
      if (mention.times > 1) absl::StrAppend(&aside, aside.empty() ? "" : " ", kTimes, mention.times);
      items.push_back({Harmless(mention.name), std::move(aside)});
    }
    return items;
  }

 private:
  struct Mention {
    std::string name;
    std::string aside;
    size_t times;
  };
  std::vector<Mention> seen_;
};

std::vector<Item> EntityItems(const Tags& tags, EntityType type) {
  Mentions mentions;
  for (const Entity& entity : tags.entities) {
    if (entity.type == type) mentions.Add(entity.text);
  }
  if (type == EntityType::kPerson) mentions.JoinSurnames();
  return std::move(mentions).Items();
}

std::vector<Item> PlaceItems(const Tags& tags) {
  Mentions mentions;
  for (const Place& place : tags.places) mentions.Add(place.name.empty() ? place.text : place.name, place.country);
  return std::move(mentions).Items();
}

std::vector<Item> KeywordItems(const Tags& tags) {
  std::vector<Item> items;
  for (const Keyword& keyword : tags.keywords) {
    if (items.size() < kMostItems) items.push_back({Harmless(keyword.text)});
  }
  return items;
}

void AddTags(CardText& card, const Tags& tags) {
  for (size_t i = 0; i < std::min(tags.topics.size(), kMostTopics); ++i) {
    const Topic& topic = tags.topics[i];
    card.Bar(i == 0 ? "Topics" : "", topic.confidence, {Harmless(topic.name), Harmless(topic.id)});
  }
  card.Row("People", EntityItems(tags, EntityType::kPerson));
  card.Row("Organizations", EntityItems(tags, EntityType::kOrganization));
  card.Row("Places", PlaceItems(tags));
  card.Row("Other names", EntityItems(tags, EntityType::kMisc));
  card.Row("Keywords", KeywordItems(tags));
  if (!tags.near_duplicate_of.empty()) card.Row("Nearly same as", {{Harmless(tags.near_duplicate_of)}});
  for (const TaggerRun& run : tags.taggers) {
    if (!run.error.empty()) card.Row("Tagger failed", {{Harmless(run.name), Harmless(run.error)}});
  }
}

void AddNotes(CardText& card, const Article& article) {
  if (!article.rights.empty()) card.Row("Rights", {{Harmless(article.rights)}});
  const char* label = "Notes";
  for (const Note& note : article.notes) {
    Item item{Harmless(note.detail.empty() ? note.code : note.detail)};
    if (!note.removed.empty()) item.aside = absl::StrCat("“", Shorten(Harmless(note.removed), kRemovedColumns), "”");
    card.Row(std::exchange(label, ""), {item});
  }
}

// The body's paragraphs, up to so many lines of them and then to the end of the paragraph, unless that is far.
void AddBody(CardText& card, const Article& article, size_t most_lines, const Terminal& terminal) {
  constexpr char kIndent[] = "  ";
  if (most_lines == 0) most_lines = std::numeric_limits<size_t>::max() / 2;
  const std::vector<std::string> paragraphs = absl::StrSplit(article.body, "\n\n", absl::SkipEmpty());
  size_t lines = 0;
  size_t shown = 0;
  for (; shown < paragraphs.size() && lines < most_lines; ++shown) {
    card.Blank();
    for (const absl::string_view part : absl::StrSplit(paragraphs[shown], '\n')) {
      for (const std::string& line : Wrap(Harmless(runtime::StdView(part)), terminal.width() - Columns(kIndent))) {
        if (++lines > 2 * most_lines) return card.Paragraph("…", Paint::kDim, kIndent);
        card.Paragraph(line, kIndent);
      }
    }
  }
  const size_t left = paragraphs.size() - shown;
  if (left == 0) return;
  card.Blank();
  card.Paragraph(absl::StrCat("… ", left, " more paragraph", left == 1 ? "" : "s"), Paint::kDim, kIndent);
}

std::string Card(const Article& article, const Tags* tags, const CardOptions& options, const Terminal& terminal) {
  CardText card(terminal);
  card.Rule(Harmless(options.heading));
  AddHead(card, article, tags);
  card.Blank();
  if (tags != nullptr) AddTags(card, *tags);
  AddNotes(card, article);
  AddBody(card, article, options.body_lines, terminal);
  if (!options.footer.empty()) {
    card.Blank();
    card.Paragraph(absl::StrJoin(options.footer, " · "), Paint::kDim);
  }
  return card.Take();
}

}  // namespace

std::string ArticleCard(const Article& article, const CardOptions& options, const Terminal& terminal) {
  return Card(article, nullptr, options, terminal);
}

std::string EnrichedCard(const EnrichedArticle& enriched, const CardOptions& options, const Terminal& terminal) {
  return Card(enriched.article, &enriched.tags, options, terminal);
}

}  // namespace wiredesk::command
