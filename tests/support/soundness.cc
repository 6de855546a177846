#include "tests/support/soundness.h"

#include <utility>
#include <vector>

#include "lib/normalize/url.h"
#include "lib/text/character_class.h"
#include "lib/text/clean_text.h"
#include "lib/text/utf8.h"

namespace wiredesk::normalize {
namespace {

using Named = std::pair<std::string, std::string_view>;

bool IsBidirectionalControl(char32_t c) {
  return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

std::string FaultOfCharacters(std::string_view text, Lines lines) {
  const text::CharacterClasses classes;
  for (size_t at = 0; at < text.size();) {
    const text::CodePoint next = text::DecodeAt(text, at);
    if (classes.Of(next.value) & text::kControl) return "holds a control character";
    if (IsBidirectionalControl(next.value)) return "holds a bidirectional control";
    if (next.value == '\n' && lines == Lines::kOne) return "is more than one line";
    at += next.length;
  }
  return {};
}

// The fields of one line each.
std::vector<Named> LinesOf(const Article& article) {
  std::vector<Named> named = {{"title", article.title},
                              {"site_name", article.site_name},
                              {"section", article.section},
                              {"slug", article.slug},
                              {"dateline", article.dateline},
                              {"dateline_place", article.dateline_place},
                              {"dateline_date", article.dateline_date},
                              {"agency", article.agency},
                              {"rights", article.rights}};
  for (const std::string& author : article.authors) named.emplace_back("author", author);
  for (const std::string& tag : article.tags) named.emplace_back("tag", tag);
  for (const Image& image : article.images) {
    named.emplace_back("image caption", image.caption);
    named.emplace_back("image credit", image.credit);
  }
  return named;
}

std::string FaultOfAddresses(const Article& article) {
  std::vector<Named> named = {{"canonical_url", article.canonical_url}};
  for (const Image& image : article.images) named.emplace_back("image url", image.url);
  for (const Block& block : article.blocks) named.emplace_back("block url", block.url);
  for (const auto& [name, url] : named) {
    if (!url.empty() && !IsAbsoluteHttpUrl(url)) return name + " is no absolute address";
    if (!text::IsValidUtf8(url)) return name + " is not UTF-8";
  }
  return {};
}

std::string FaultOfNotes(const Article& article) {
  for (const Note& note : article.notes) {
    for (const std::string* part : {&note.code, &note.detail, &note.removed}) {
      if (!text::IsValidUtf8(*part)) return "note " + note.code + " is not UTF-8";
    }
  }
  return {};
}

bool IsBetweenCharacters(std::string_view text, size_t at) {
  return at == text.size() || (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80;
}

// Ranges of the body, in its order.
std::string FaultOfBlocks(const Article& article) {
  size_t last = 0;
  for (const Block& block : article.blocks) {
    if (block.type == BlockType::kEmbed) continue;
    if (block.begin < last || block.begin >= block.end || block.end > article.body.size()) return "block out of range";
    if (!IsBetweenCharacters(article.body, block.begin) || !IsBetweenCharacters(article.body, block.end)) {
      return "block cuts a character";
    }
    last = block.end;
  }
  return {};
}

std::string FaultOfTimes(const Article& article) {
  for (const auto& time : {article.published_time, article.modified_time}) {
    if (time && ParseRfc3339(FormatRfc3339(*time)) != time) return "time does not survive being written";
  }
  return {};
}

std::string FaultOfBody(const std::string& body) {
  if (body.find("\n\n\n") != std::string::npos) return "body has empty paragraphs";
  if (body.starts_with('\n') || body.ends_with('\n')) return "body begins or ends with an empty line";
  const std::string fault = FaultOf(body, Lines::kMany);
  return fault.empty() ? "" : "body " + fault;
}

}  // namespace

std::string FaultOf(std::string_view text, Lines lines) {
  if (!text::IsValidUtf8(text)) return "is not UTF-8";
  if (text::ToNfc(std::string(text)) != text) return "is not NFC";
  return FaultOfCharacters(text, lines);
}

std::string FaultOf(const HtmlDocument& document) {
  if (document.size() > HtmlDocument::kMaxNodes) return "has too many nodes";
  for (NodeIndex i = 0; i < document.size(); ++i) {
    const Node& node = document[i];
    const std::string name = "node " + std::to_string(i);
    if (node.end <= i || node.end > document.size()) return name + " ends out of range";
    if (node.depth >= HtmlDocument::kMaxDepth) return name + " is too deep";
    if (node.attribute_count > HtmlDocument::kMaxAttributes) return name + " has too many attributes";
    if (node.tag == Tag::kText && !text::IsValidUtf8(document.Text(i))) return name + " is not UTF-8";
    if (i == 0) {
      if (node.parent != kNoNode || node.depth != 0) return name + " is no root";
      continue;
    }
    if (node.parent >= i) return name + " has no parent before it";
    const Node& parent = document[node.parent];
    if (node.end > parent.end || node.depth != parent.depth + 1) return name + " is not within its parent";
  }
  return {};
}

std::string FaultOf(const Article& article) {
  for (const auto& [name, text] : LinesOf(article)) {
    if (const std::string fault = FaultOf(text, Lines::kOne); !fault.empty()) return name + " " + fault;
  }
  for (const auto& [name, text] : {Named{"standfirst", article.standfirst}, {"embargo", article.embargo}}) {
    if (const std::string fault = FaultOf(text, Lines::kMany); !fault.empty()) return name + " " + fault;
  }
  for (const auto find : {FaultOfAddresses, FaultOfNotes, FaultOfBlocks, FaultOfTimes}) {
    if (const std::string fault = find(article); !fault.empty()) return fault;
  }
  if (article.title.empty() && !article.body.empty()) return "title is missing";
  return FaultOfBody(article.body);
}

}  // namespace wiredesk::normalize
