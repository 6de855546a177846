#include "lib/normalize/json_ld.h"

#include <algorithm>
#include <array>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "lib/text/ascii.h"
#include "lib/text/utf8.h"

namespace wiredesk::normalize {
namespace {

using Json = nlohmann::json;

constexpr size_t kMaxObjects = 2000;

// The outermost object or array: drops CDATA and comment wrappers, and control characters that JSON forbids.
std::string Tidy(std::string_view script) {
  constexpr std::string_view kCdata = "<![CDATA[";
  if (const size_t cdata = script.find(kCdata); cdata != std::string_view::npos) {
    script.remove_prefix(cdata + kCdata.size());
    script = script.substr(0, script.rfind("]]>"));
  }
  const size_t begin = script.find_first_of("{[");
  const size_t end = script.find_last_of("}]");
  if (begin == std::string_view::npos || end == std::string_view::npos || end < begin) return {};
  std::string json(script.substr(begin, end - begin + 1));
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

bool IsArticleType(std::string_view type) {
  if (type.starts_with("http")) type.remove_prefix(type.rfind('/') + 1);
  return type.ends_with("Article") || type.ends_with("Posting") || type == "Report" || type == "Review";
}

bool IsArticle(const Json& object) {
  const auto type = object.find("@type");
  if (type == object.end()) return false;
  if (type->is_string()) return IsArticleType(type->get_ref<const std::string&>());
  return type->is_array() && std::any_of(type->begin(), type->end(), [](const Json& name) {
           return name.is_string() && IsArticleType(name.get_ref<const std::string&>());
         });
}

// A string, the first of an array, or an object's name or URL.
std::string TextOf(const Objects& objects, const Json& value) {
  const Json* current = &value;
  if (current->is_array()) {
    if (current->empty()) return {};
    current = &current->front();
  }
  current = &objects.Resolve(*current);
  if (current->is_string()) return ResolveEntities(current->get_ref<const std::string&>());
  if (!current->is_object()) return {};
  for (const char* key : {"name", "@value", "url", "@id"}) {
    const auto inner = current->find(key);
    if (inner != current->end() && inner->is_string()) return ResolveEntities(inner->get_ref<const std::string&>());
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

void FillAuthors(const Objects& objects, const Json& object, std::vector<std::string>* authors) {
  if (!authors->empty()) return;
  for (const char* key : {"author", "creator"}) {
    const auto value = object.find(key);
    if (value == object.end() || !authors->empty()) continue;
    for (const Json* item : Items(*value)) {
      const Json& author = objects.Resolve(*item);
      if (author.is_object() && author.contains("name") && author["name"].is_array()) {
        for (const Json& name : author["name"]) authors->push_back(TextOf(objects, name));
      } else {
        authors->push_back(TextOf(objects, author));
      }
    }
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
      Fill(objects, source, "creditText", &image.credit);
    }
    if (!image.url.empty()) images->push_back(std::move(image));
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
  FillAuthors(objects, object, &article->authors);
  FillImages(objects, object, &article->images);
}

}  // namespace

void ReadJsonLd(std::string_view script, LinkedArticle* article) {
  const Json root = Json::parse(Tidy(script), /*cb=*/nullptr, /*allow_exceptions=*/false);
  if (root.is_discarded()) return;
  const Objects objects(root);
  for (const Json* object : objects.all()) {
    if (IsArticle(*object)) FillArticle(objects, *object, article);
  }
}

std::string ResolveEntities(std::string_view text) {
  struct Named {
    std::string_view name;
    std::string_view value;
  };
  static constexpr auto kNamed = std::to_array<Named>({{"amp", "&"},
                                                       {"quot", "\""},
                                                       {"apos", "'"},
                                                       {"lt", "<"},
                                                       {"gt", ">"},
                                                       {"nbsp", " "},
                                                       {"ndash", "–"},
                                                       {"mdash", "—"},
                                                       {"lsquo", "‘"},
                                                       {"rsquo", "’"},
                                                       {"ldquo", "“"},
                                                       {"rdquo", "”"},
                                                       {"hellip", "…"}});
  std::string resolved;
  while (!text.empty()) {
    const size_t ampersand = std::min(text.size(), text.find('&'));
    resolved.append(text.substr(0, ampersand));
    text.remove_prefix(ampersand);
    if (text.empty()) break;
    const size_t semicolon = text.substr(0, 12).find(';');
    std::string_view name = semicolon == std::string_view::npos ? std::string_view() : text.substr(1, semicolon - 1);
    const auto named =
        std::find_if(kNamed.begin(), kNamed.end(), [&](const Named& entry) { return entry.name == name; });
    char32_t code_point = 0;
    if (name.size() > 1 && name[0] == '#') {
      const bool hexadecimal = name[1] == 'x' || name[1] == 'X';
      const std::string digits(name.substr(hexadecimal ? 2 : 1));
      code_point = static_cast<char32_t>(std::strtoul(digits.c_str(), nullptr, hexadecimal ? 16 : 10));
    }
    const bool scalar = code_point > 0 && code_point < 0x110000 && (code_point < 0xD800 || code_point > 0xDFFF);
    if (named != kNamed.end()) {
      resolved.append(named->value);
    } else if (scalar) {
      text::AppendUtf8(code_point, &resolved);
    }
    const bool known = named != kNamed.end() || scalar;
    if (!known) resolved.push_back('&');
    text.remove_prefix(known ? semicolon + 1 : 1);
  }
  return resolved;
}

}  // namespace wiredesk::normalize
