#include "lib/normalize/publication_dates.h"

#include <algorithm>
#include <initializer_list>
#include <string_view>
#include <vector>

#include "lib/normalize/dates.h"

namespace wiredesk::normalize {
namespace {

constexpr absl::Duration kMostEast = absl::Hours(14);
constexpr absl::Duration kMostWest = absl::Hours(12);

absl::CivilDay LocalDay(const PublishedTime& time) {
  return absl::ToCivilDay(time.time + time.utc_offset, absl::UTCTimeZone());
}

// The votes for the day of publication.
class Election {
 public:
  void Add(const std::optional<PublishedTime>& time, double weight) {
    if (time) votes_.push_back({*time, weight});
  }
  bool empty() const { return votes_.empty(); }

  std::optional<PublishedTime> Winner() const {
    const Vote* best = nullptr;
    double best_weight = 0;
    for (const Vote& vote : votes_) {
      const double weight = WeightOf(LocalDay(vote.time));
      if (weight > best_weight) {
        best = &vote;
        best_weight = weight;
      }
    }
    if (best == nullptr) return std::nullopt;
    for (const Vote& vote : votes_) {
      if (!vote.time.day_only && LocalDay(vote.time) == LocalDay(best->time)) return vote.time;
    }
    return best->time;
  }

 private:
  struct Vote {
    PublishedTime time;
    double weight;
  };

  double WeightOf(absl::CivilDay day) const {
    double weight = 0;
    for (const Vote& vote : votes_) weight += LocalDay(vote.time) == day ? vote.weight : 0;
    return weight;
  }

  std::vector<Vote> votes_;
};

std::optional<PublishedTime> FromMeta(const MetaElements& meta, std::initializer_list<std::string_view> names) {
  return ParseDate(meta.Get(names));
}

// Once only, however many names say it.
std::optional<PublishedTime> FromStrongMeta(const MetaElements& meta) {
  for (const auto& names :
       {std::initializer_list<std::string_view>{"article:published_time", "og:published_time",
                                                "og:article:published_time", "article:published", "article:post_date",
                                                "og:pubdate"},
        {"datePublished", "publishdate", "publish-date", "publish_date", "pubdate", "published", "date.published",
         "publication_date", "published_date", "article.published", "published-date", "displaydate"},
        {"dc.date.issued", "dcterms.issued", "sailthru.date", "parsely-pub-date", "cXenseParse:recs:publishtime",
         "cXenseParse:publishtime", "shareaholic:article_published_time", "rnews:datePublished",
         "citation_publication_date", "citation_date", "last_published_date"}}) {
    if (const auto time = FromMeta(meta, names)) return time;
  }
  return std::nullopt;
}

// Sites set these when the page is made, too.
std::optional<PublishedTime> FromWeakMeta(const MetaElements& meta) {
  return FromMeta(meta, {"date", "dc.date", "dcterms.date", "dc.date.created", "dcterms.created", "dc.created",
                         "article.created", "dateCreated", "creation_date", "created"});
}

std::optional<PublishedTime> DeclaredChange(const MetaElements& meta, const LinkedArticle& linked) {
  for (const std::string_view linked_time : {linked.modified, linked.page_modified}) {
    if (const auto time = ParseDate(linked_time)) return time;
  }
  if (const auto time =
          FromMeta(meta, {"article:modified_time", "og:updated_time", "og:modified_time", "article:modified"})) {
    return time;
  }
  return FromMeta(meta, {"dateModified", "dcterms.modified", "dc.date.modified", "last-modified", "lastmod",
                         "revision_date", "updated_time"});
}

double WeightOf(MarkedDate::Place place) {
  switch (place) {
    case MarkedDate::Place::kProperty:
      return 2.5;
    case MarkedDate::Place::kNamed:
      return 2;
    case MarkedDate::Place::kNearHeadline:
      return 1.6;
    default:
      return 1;
  }
}

// A time in UTC on a day, that is the other day where the page is made.
void MoveToDay(absl::CivilDay day, PublishedTime* time) {
  if (time->day_only || time->utc_offset != absl::ZeroDuration()) return;
  const absl::Time midnight = absl::FromCivil(day, absl::UTCTimeZone());
  absl::Duration offset;
  if (midnight > time->time) {
    offset = absl::Ceil(midnight - time->time, absl::Hours(1));
  } else if (const absl::Time next = absl::FromCivil(day + 1, absl::UTCTimeZone()); next <= time->time) {
    offset = -absl::Floor(time->time - next, absl::Hours(1)) - absl::Hours(1);
  }
  if (offset <= kMostEast && offset >= -kMostWest) time->utc_offset = offset;
}

}  // namespace

PublicationDates ReadPublicationDates(const HtmlDocument& document, const PageFacts& facts, const LinkedArticle& linked,
                                      MarkedDateSources sources, const DateWords& words) {
  const auto linked_time = ParseDate(linked.published);
  const auto meta_time = FromStrongMeta(facts.meta);
  if (linked_time || meta_time) {
    // Only a day beside a time in UTC adds to what these say.
    const bool in_utc = (linked_time ? linked_time : meta_time)->utc_offset == absl::ZeroDuration();
    sources.weakest = in_utc ? MarkedDate::Place::kNearHeadline : MarkedDate::Place::kNamed;
  }
  const std::vector<MarkedDate> marked = ReadMarkedDates(document, facts, sources, words);
  const auto first = [&](auto is_wanted) { return std::find_if(marked.begin(), marked.end(), is_wanted); };
  auto shown = first([](const MarkedDate& date) { return !date.updated; });
  const auto changed = first([](const MarkedDate& date) { return date.updated; });
  const auto in_address = DateInUrl(sources.address);

  Election election;
  election.Add(linked_time ? linked_time : ParseDate(linked.page_published), linked_time ? 3 : 2);
  election.Add(meta_time, 3);
  if (shown != marked.end()) election.Add(shown->time, WeightOf(shown->place));
  election.Add(in_address, 2.5);
  election.Add(FromWeakMeta(facts.meta), 1.5);
  if (election.empty()) {
    shown = first([](const MarkedDate& date) { return date.only_class_says_so; });
    if (shown != marked.end()) election.Add(shown->time, 1);
  }

  PublicationDates dates = {election.Winner(), DeclaredChange(facts.meta, linked)};
  if (!dates.modified && changed != marked.end()) dates.modified = changed->time;
  if (dates.published && shown != marked.end() && shown->time.day_only)
    MoveToDay(LocalDay(shown->time), &*dates.published);
  if (dates.published && in_address) MoveToDay(LocalDay(*in_address), &*dates.published);
  return dates;
}

}  // namespace wiredesk::normalize
