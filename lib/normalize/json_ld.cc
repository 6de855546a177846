#include "lib/normalize/json_ld.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "lib/normalize/json_repair.h"
#include "lib/text/ascii.h"
#include "lib/text/entities.h"

namespace wiredesk::normalize {
namespace {

using Json = nlohmann::json;

constexpr size_t kMaxObjects = 2000;
constexpr size_t kMaxAuthors = 50;
constexpr size_t kMaxKeywords = 100;
constexpr size_t kMaxBreadcrumb = 20;
constexpr size_t kMaxImages = 50;
constexpr size_t kMaxDepth = 200;  // A value takes many times the two bytes of its brackets.

// From the first bracket to the last, without CDATA and comment wrappers.
std::string_view OutermostValues(std::string_view script) {
  constexpr std::string_view kCdata = "<![CDATA[";
  if (const size_t cdata = script.find(kCdata); cdata != std::string_view::npos) {
    script.remove_prefix(cdata + kCdata.size());
    script = script.substr(0, script.rfind("]]>"));
  }
  const size_t begin = script.find_first_of("{[");
  return begin == std::string_view::npos ? std::string_view() : script.substr(begin);
}

// The outermost object or array without control characters, which JSON forbids.
std::string Tidy(std::string_view script) {
  script = OutermostValues(script);
  const size_t end = script.find_last_of("}]");
  if (end == std::string_view::npos) return {};
  std::string json(script.substr(0, end + 1));
  std::replace_if(
      json.begin(), json.end(), [](char c) { return static_cast<unsigned char>(c) < ' '; }, ' ');
  return json;
}

// One script's objects: those at the top, in arrays and in @graph, found without recursion.
class Objects {
 public:
  explicit Objects(const Json& root) {
    std::vector<const Json*> open = {&root};
    while (!open.empty() && all_.size() < kMaxObjects) {
      const Json* const value = open.back();
      open.pop_back();
      if (value->is_array()) {
        for (auto item = value->rbegin(); item != value->rend(); ++item) open.push_back(&*item);
      } else if (value->is_object()) {
        all_.push_back(value);
        if (const auto id = value->find("@id"); id != value->end() && id->is_string()) {
          by_id_.emplace(id->get_ref<const std::string&>(), value);
        }
        for (const char* key : {"mainEntity", "@graph"}) {
          if (const auto inner = value->find(key); inner != value->end()) open.push_back(&*inner);
        }
      }
    }
  }

  const std::vector<const Json*>& all() const { return all_; }

  // The object that a bare {"@id": …} stands for, or the value itself.
  const Json& Resolve(const Json& value) const {
    if (!value.is_object() || value.size() > 2) return value;
    const auto id = value.find("@id");
    if (id == value.end() || !id->is_string()) return value;
    const auto found = by_id_.find(id->get_ref<const std::string&>());
    return found == by_id_.end() ? value : *found->second;
  }

 private:
  std::vector<const Json*> all_;
  std::map<std::string, const Json*> by_id_;
};

// JSON-LD's strings are often written as in HTML.
std::string Resolved(std::string text) {
  text::ResolveEntities(&text);
  return text;
}

bool IsArticleType(std::string_view type) {
  if (type.starts_with("http")) type.remove_prefix(type.rfind('/') + 1);
  return type.ends_with("Article") || type.ends_with("Posting") || type == "Report" || type == "Review";
}

// A string, the first of an array, or an object's name or URL.
std::string TextOf(const Objects& objects, const Json& value) {
  const Json* current = &value;
  if (current->is_array()) {
    if (current->empty()) return {};
    current = &current->front();
  }
  current = &objects.Resolve(*current);
  if (current->is_string()) return Resolved(current->get_ref<const std::string&>());
  if (!current->is_object()) return {};
  for (const char* key : {"name", "@value", "url", "@id"}) {
    const auto inner = current->find(key);
    if (inner != current->end() && inner->is_string()) return Resolved(inner->get_ref<const std::string&>());
  }
  return {};
}

void Fill(const Objects& objects, const Json& object, const char* key, std::string* target) {
  if (!target->empty()) return;
  if (const auto value = object.find(key); value != object.end()) *target = TextOf(objects, *value);
}

std::vector<const Json*> Items(const Json& value) {
  if (!value.is_array()) return {&value};
  std::vector<const Json*> items;
  for (const Json& item : value) items.push_back(&item);
  return items;
}

bool HasType(const Json& object, bool (*test)(std::string_view)) {
  const auto type = object.find("@type");
  if (type == object.end()) return false;
  if (type->is_string()) return test(type->get_ref<const std::string&>());
  return type->is_array() && std::any_of(type->begin(), type->end(), [&](const Json& name) {
           return name.is_string() && test(name.get_ref<const std::string&>());
         });
}

bool IsOrganizationType(std::string_view type) {
  return type.ends_with("Organization") || type == "Corporation" || type == "WebSite";
}

bool IsPersonType(std::string_view type) {
  return type.ends_with("Person");
}

void AddAuthor(const Objects& objects, const Json& author, LinkedArticle* article) {
  const bool organization = author.is_object() && HasType(author, IsOrganizationType) && !HasType(author, IsPersonType);
  std::vector<std::string>* const names = organization ? &article->organizations : &article->authors;
  const auto add = [&](std::string name) {
    if (!name.empty() && names->size() < kMaxAuthors) names->push_back(std::move(name));
  };
  if (author.is_object()) {
    const auto name = author.find("name");
    if (name != author.end() && name->is_array()) {
      for (const Json& one : *name) add(TextOf(objects, one));
      return;
    }
    if (name == author.end() && author.contains("givenName") && author.contains("familyName")) {
      return add(text::Concat({TextOf(objects, author["givenName"]), " ", TextOf(objects, author["familyName"])}));
    }
  }
  add(TextOf(objects, author));
}

void FillAuthors(const Objects& objects, const Json& object, LinkedArticle* article) {
  if (!article->authors.empty()) return;
  for (const char* key : {"author", "creator"}) {
    const auto value = object.find(key);
    if (value == object.end() || !article->authors.empty()) continue;
    for (const Json* item : Items(*value)) AddAuthor(objects, objects.Resolve(*item), article);
  }
}

// A string with commas, strings, or objects with names.
void FillKeywords(const Objects& objects, const Json& object, LinkedArticle* article) {
  const auto value = object.find("keywords");
  if (value == object.end() || !article->keywords.empty()) return;
  for (const Json* item : Items(*value)) {
    if (article->keywords.size() < kMaxKeywords) article->keywords.push_back(TextOf(objects, *item));
  }
}

std::optional<bool> ReadBool(const Json& value) {
  if (value.is_boolean()) return value.get<bool>();
  if (!value.is_string()) return std::nullopt;
  const std::string lower = text::AsciiLowerCopy(value.get_ref<const std::string&>());
  if (lower.ends_with("true") || lower == "yes" || lower == "1") return true;
  if (lower.ends_with("false") || lower == "no" || lower == "0") return false;
  return std::nullopt;
}

void FillAccess(const Json& object, LinkedArticle* article) {
  const auto value = object.find("isAccessibleForFree");
  if (value == object.end() || article->free) return;
  article->free = ReadBool(*value);
}

void FillRights(const Objects& objects, const Json& object, LinkedArticle* article) {
  Fill(objects, object, "copyrightNotice", &article->rights);
  if (!article->rights.empty()) return;
  std::string holder;
  Fill(objects, object, "copyrightHolder", &holder);
  if (holder.empty() || holder.find("://") != std::string::npos) return;
  const auto year = object.find("copyrightYear");
  std::string when;
  if (year != object.end() && year->is_number_integer()) when = std::to_string(year->get<int64_t>());
  if (year != object.end() && year->is_string()) when = year->get<std::string>();
  article->rights = text::Concat({"© ", when, when.empty() ? "" : " ", holder});
}

// BreadcrumbList, whose items name themselves or what they lead to.
void FillBreadcrumb(const Objects& objects, const Json& object, LinkedArticle* article) {
  const auto elements = object.find("itemListElement");
  if (elements == object.end() || !article->breadcrumb.empty()) return;
  for (const Json* element : Items(*elements)) {
    if (!element->is_object() || article->breadcrumb.size() >= kMaxBreadcrumb) continue;
    std::string name;
    Fill(objects, *element, "name", &name);
    if (const auto item = element->find("item"); name.empty() && item != element->end() && item->is_object()) {
      Fill(objects, *item, "name", &name);
    }
    if (!name.empty()) article->breadcrumb.push_back(std::move(name));
  }
}

void FillImages(const Objects& objects, const Json& object, std::vector<Image>* images) {
  const auto value = object.find("image");
  if (value == object.end() || !images->empty()) return;
  for (const Json* item : Items(*value)) {
    const Json& source = objects.Resolve(*item);
    Image image;
    if (source.is_string()) image.url = source.get<std::string>();
    if (source.is_object()) {
      Fill(objects, source, "url", &image.url);
      Fill(objects, source, "contentUrl", &image.url);
      Fill(objects, source, "caption", &image.caption);
      if (image.caption.empty()) Fill(objects, source, "description", &image.caption);
      for (const char* key : {"creditText", "creator", "author", "copyrightHolder"}) {
        Fill(objects, source, key, &image.credit);
      }
    }
    if (!image.url.empty() && images->size() < kMaxImages) images->push_back(std::move(image));
  }
}

void FillArticle(const Objects& objects, const Json& object, LinkedArticle* article) {
  Fill(objects, object, "headline", &article->headline);
  Fill(objects, object, "articleBody", &article->body);
  Fill(objects, object, "datePublished", &article->published);
  Fill(objects, object, "dateModified", &article->modified);
  Fill(objects, object, "articleSection", &article->section);
  Fill(objects, object, "inLanguage", &article->language);
  Fill(objects, object, "publisher", &article->publisher);
  Fill(objects, object, "url", &article->url);
  Fill(objects, object, "mainEntityOfPage", &article->url);
  Fill(objects, object, "description", &article->description);
  FillAuthors(objects, object, article);
  FillImages(objects, object, &article->images);
  FillKeywords(objects, object, article);
  FillRights(objects, object, article);
  FillAccess(object, article);
}

// Another article than the one that was read: a page may list others.
bool IsOther(const Objects& objects, const Json& object, const LinkedArticle& article) {
  std::string headline;
  Fill(objects, object, "headline", &headline);
  return !article.headline.empty() && !headline.empty() && headline != article.headline;
}

// What is no article may still say something about this one.
void FillPage(const Objects& objects, const Json& object, LinkedArticle* article) {
  Fill(objects, object, "datePublished", &article->page_published);
  Fill(objects, object, "dateModified", &article->page_modified);
  if (HasType(object, [](std::string_view type) { return type == "BreadcrumbList"; })) {
    FillBreadcrumb(objects, object, article);
  } else if (HasType(object, [](std::string_view type) { return type == "WebSite"; })) {
    Fill(objects, object, "name", &article->site_name);
  } else if (HasType(object, [](std::string_view type) { return type.ends_with("WebPage"); })) {
    FillAccess(object, article);
    const auto breadcrumb = object.find("breadcrumb");
    if (breadcrumb != object.end() && breadcrumb->is_object()) FillBreadcrumb(objects, *breadcrumb, article);
  }
}

// Whether values stand within each other beyond the limit, as far as they are JSON.
bool IsTooDeep(std::string_view json) {
  size_t depth = 0;
  bool in_string = false;
  for (size_t at = 0; at < json.size(); ++at) {
    const char c = json[at];
    if (c == '"') in_string = !in_string;
    if (in_string) {
      at += c == '\\' ? 1 : 0;
    } else if (c == '[' || c == '{') {
      if (++depth > kMaxDepth) return true;
    } else if (c == ']' || c == '}') {
      depth -= depth > 0 ? 1 : 0;
    }
  }
  return false;
}

std::optional<Json> Parse(const std::string& json) {
  if (IsTooDeep(json)) return std::nullopt;
  Json root = Json::parse(json, /*cb=*/nullptr, /*allow_exceptions=*/false);
  if (root.is_discarded()) return std::nullopt;
  return root;
}

// Nothing when it cannot be read as JSON.
std::optional<Json> ParseTolerantly(std::string_view script) {
  if (std::optional<Json> root = Parse(Tidy(script))) return root;
  std::string json(OutermostValues(script));
  if (json.find('"') == std::string::npos) json = Resolved(std::move(json));
  return Parse(RepairJson(json));
}

}  // namespace

void ReadJsonLd(std::string_view script, LinkedArticle* article) {
  const std::optional<Json> root = ParseTolerantly(script);
  if (!root) return;
  const Objects objects(*root);
  for (const Json* object : objects.all()) {
    if (!HasType(*object, IsArticleType)) {
      FillPage(objects, *object, article);
    } else if (!IsOther(objects, *object, *article)) {
      FillArticle(objects, *object, article);
    }
  }
}

}  // namespace wiredesk::normalize
