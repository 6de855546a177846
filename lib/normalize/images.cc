#include "lib/normalize/images.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include "lib/normalize/url.h"
#include "lib/text/ascii.h"
#include "lib/text/clean_text.h"
#include "lib/text/utf8.h"

namespace wiredesk::normalize {
namespace {

constexpr size_t kMaxImages = 20;
constexpr int kMinPixels = 200;  // A smaller one is an icon or a portrait.
constexpr size_t kMaxCaptionBytes = 2000;
constexpr size_t kMaxCreditBytes = 200;
constexpr size_t kMaxLevels = 8;

bool ContainsAny(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return text.find(word) != std::string_view::npos; });
}

// Addresses and class names of what is no picture of the article.
bool IsDecoration(std::string_view name) {
  const std::string lower = text::AsciiLowerCopy(name);
  return lower.starts_with("data:") || ContainsAny(lower, {"logo", "icon", "avatar", "pixel", "spacer", "blank.", "1x1",
                                                           "tracking", "gravatar", ".svg", "placeholder", "badge",
                                                           "emoji", "sprite", "button", "loader", "favicon", "advert"});
}

int Number(std::string_view digits) {
  int number = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return number;
}

// The largest of "small.jpg 320w, large.jpg 1280w".
std::string_view LargestOf(std::string_view srcset) {
  std::string_view best;
  int largest = -1;
  while (!srcset.empty()) {
    srcset = text::StripLeft(srcset);
    while (srcset.starts_with(',')) srcset = text::StripLeft(srcset.substr(1));
    const size_t end = std::min(srcset.size(), srcset.find_first_of(" \t\r\n"));
    std::string_view url = srcset.substr(0, end);
    srcset.remove_prefix(end);
    const size_t comma = url.ends_with(',') ? 0 : std::min(srcset.size(), srcset.find(','));
    const int size = Number(text::Strip(srcset.substr(0, comma)));
    srcset.remove_prefix(comma);
    while (url.ends_with(',')) url.remove_suffix(1);
    if (size <= largest || url.empty()) continue;
    largest = size;
    best = url;
  }
  return best;
}

// The address as a key under which sizes of one picture meet: the path's last part without size marks.
std::string FileKey(std::string_view url) {
  url = url.substr(0, url.find_first_of("?#"));
  const size_t slash = url.rfind('/');
  std::string_view name = slash == std::string_view::npos ? url : url.substr(slash + 1);
  if (const size_t dot = name.rfind('.'); dot != std::string_view::npos && dot > 0) name = name.substr(0, dot);
  // "smoke-1280x720".
  const size_t dash = name.find_last_of("-_");
  if (dash != std::string_view::npos && dash > 3) {
    const std::string_view end = name.substr(dash + 1);
    const bool size = end.find('x') != std::string_view::npos &&
                      std::all_of(end.begin(), end.end(), [](char c) { return text::IsAsciiDigit(c) || c == 'x'; });
    if (size || end == "scaled") name = name.substr(0, dash);
  }
  // A name that many pictures have ("image.jpg") says nothing.
  return std::string(name.size() < 8 ? url : name);
}

class ImageReader {
 public:
  ImageReader(const HtmlDocument& document, const PageFacts& facts, const MetadataRules& rules, std::string_view base)
      : document_(document), facts_(facts), rules_(rules), base_(base) {}

  std::vector<Image> Read(const LinkedArticle& linked, NodeIndex headline) {
    for (const Image& image : linked.images) Add(image);
    for (const char* name : {"og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src",
                             "parsely-image-url", "sailthru.image.full"}) {
      for (const std::string_view url : facts_.meta.All(name)) Add({std::string(url), "", ""});
    }
    LeadFirst();
    for (const NodeIndex image : facts_.images) ReadShown(image, headline);
    return std::move(images_);
  }

 private:
  // Merges what is said of one picture in several places.
  void Add(Image image) {
    image.url = ResolveUrl(base_, image.url);
    if (image.url.empty() || IsDecoration(image.url)) return;
    image.caption = text::CleanLine(text::TruncateUtf8(image.caption, kMaxCaptionBytes));
    image.credit = text::CleanLine(text::TruncateUtf8(image.credit, kMaxCreditBytes));
    SplitCredit(rules_, &image);
    std::string key = FileKey(image.url);
    for (size_t i = 0; i < images_.size(); ++i) {
      if (keys_[i] != key) continue;
      if (images_[i].caption.empty()) images_[i].caption = std::move(image.caption);
      if (images_[i].credit.empty()) images_[i].credit = std::move(image.credit);
      return;
    }
    if (images_.size() >= kMaxImages) return;
    images_.push_back(std::move(image));
    keys_.push_back(std::move(key));
  }

  // The picture that Open Graph names leads.
  void LeadFirst() {
    const std::string key = FileKey(ResolveUrl(base_, facts_.meta.Get({"og:image:secure_url", "og:image"})));
    const auto lead = std::find(keys_.begin(), keys_.end(), key);
    if (lead == keys_.end()) return;
    const auto at = lead - keys_.begin();
    std::rotate(keys_.begin(), lead, lead + 1);
    std::rotate(images_.begin(), images_.begin() + at, images_.begin() + at + 1);
  }

  void ReadShown(NodeIndex i, NodeIndex headline) {
    NodeIndex figure = kNoNode;
    bool in_article = false;
    size_t level = 0;
    for (NodeIndex up = document_[i].parent; up != kNoNode; up = document_[up].parent) {
      const Tag tag = document_[up].tag;
      if (tag == Tag::kFigure && figure == kNoNode && ++level < kMaxLevels) figure = up;
      if (tag == Tag::kAside || tag == Tag::kNav || tag == Tag::kFooter) return;
      // An article that is not the headline's is a teaser.
      if (tag == Tag::kArticle && headline != kNoNode && !document_.IsWithin(headline, up)) return;
      in_article |= tag == Tag::kArticle || tag == Tag::kMain;
    }
    if (headline != kNoNode && i < headline && figure == kNoNode) return;
    if (!in_article && figure == kNoNode) return;
    if (IsDecoration(document_.Get(i, Attr::kClass)) || IsElsewhere(i, headline) || IsSmall(i, figure)) return;
    Image image;
    image.url = std::string(Address(i));
    if (figure != kNoNode) ReadCaption(figure, &image);
    Add(std::move(image));
  }

  bool IsElsewhere(NodeIndex node, NodeIndex headline) const {
    return std::any_of(facts_.others.begin(), facts_.others.end(), [&](NodeIndex other) {
      return document_.IsWithin(node, other) && (headline == kNoNode || !document_.IsWithin(headline, other));
    });
  }

  // Without a figure around it, a picture must say that it is large.
  bool IsSmall(NodeIndex i, NodeIndex figure) const {
    const std::string_view width = document_.Get(i, Attr::kWidth);
    if (width.empty()) return figure == kNoNode && document_.Get(i, Attr::kSrcset).empty();
    return width.find('%') == std::string_view::npos && Number(width) < kMinPixels;
  }

  std::string_view Address(NodeIndex i) const {
    for (const Attr attribute : {Attr::kDataSrcset, Attr::kSrcset}) {
      const std::string_view largest = LargestOf(document_.Get(i, attribute));
      if (!largest.empty() && !largest.starts_with("data:")) return largest;
    }
    const std::string_view lazy = document_.Get(i, Attr::kDataSrc);
    return lazy.empty() ? document_.Get(i, Attr::kSrc) : lazy;
  }

  // The caption, and the credit where an element of its own says it.
  void ReadCaption(NodeIndex figure, Image* image) const {
    const NodeIndex caption = document_.First(Tag::kFigcaption, figure, document_[figure].end);
    if (caption == kNoNode) return;
    std::string text;
    for (NodeIndex i = caption; i < document_[caption].end && text.size() < 2 * kMaxCaptionBytes;) {
      const bool element = document_[i].tag != Tag::kText;
      if (element && i != caption && IsCredit(i)) {
        if (image->credit.empty()) image->credit = document_.TextContent(i);
        i = document_[i].end;
        continue;
      }
      text.append(element ? " " : document_.Text(i));
      ++i;
    }
    image->caption = text::CleanLine(text);
  }

  bool IsCredit(NodeIndex i) const {
    const std::string lower = text::AsciiLowerCopy(document_.Get(i, Attr::kClass));
    return document_.Get(i, Attr::kItemprop).starts_with("copyright") ||
           ContainsAny(lower,
                       {"credit", "copyright", "source", "photographer", "byline", "author", "rights", "quelle"});
  }

  const HtmlDocument& document_;
  const PageFacts& facts_;
  const MetadataRules& rules_;
  const std::string_view base_;
  std::vector<Image> images_;
  std::vector<std::string> keys_;  // Of images_, in the same order.
};

// "Photo: M. Roe" → "M. Roe"; empty when it does not begin like a credit.
std::string_view CreditIn(const MetadataRules& rules, std::string_view text) {
  for (const std::string_view sign : {"©", "(c)", "(C)"}) {
    if (text.starts_with(sign)) return text::Strip(text.substr(sign.size()));
  }
  const size_t colon = text.substr(0, 40).find(':');
  if (colon == std::string_view::npos) return {};
  const std::string label = text::ToLower(text::Strip(text.substr(0, colon)));
  return rules.photo_credits.Has(label) ? text::Strip(text.substr(colon + 1)) : std::string_view();
}

// Where a sentence or bracket before `at` ends.
bool BeginsPart(std::string_view caption, size_t at) {
  const std::string_view before = text::Strip(caption.substr(0, at));
  return before.empty() || std::string_view(".!?|/([-,;").find(before.back()) != std::string_view::npos ||
         before.ends_with("–") || before.ends_with("”") || before.ends_with("…");
}

}  // namespace

void SplitCredit(const MetadataRules& rules, Image* image) {
  if (const std::string_view only = CreditIn(rules, image->credit); !only.empty()) image->credit = std::string(only);
  if (!image->credit.empty()) return;
  const std::string_view caption = image->caption;
  // The last part that begins like a credit; a caption has few words, and no more are tried.
  size_t tries = 0;
  for (size_t at = caption.size(); at > 0 && tries < 60;) {
    const size_t space = caption.rfind(' ', at - 1);
    const size_t begin = space == std::string_view::npos ? 0 : space + 1;
    std::string_view part = caption.substr(begin);
    if (part.size() > kMaxCreditBytes) return;
    const bool bracket = part.starts_with('(') && part.ends_with(')');
    if (bracket) part = part.substr(1, part.size() - 2);
    const std::string_view credit = CreditIn(rules, part);
    if (!credit.empty() && (bracket || BeginsPart(caption, begin) || part.starts_with("©"))) {
      std::string said(credit);
      std::string_view rest = text::Strip(caption.substr(0, begin));
      while (!rest.empty() && std::string_view("|/([-,").find(rest.back()) != std::string_view::npos) {
        rest = text::Strip(rest.substr(0, rest.size() - 1));
        if (said.ends_with(')') && said.find('(') == std::string::npos) said.pop_back();
      }
      image->caption = std::string(rest);
      image->credit = std::move(said);
      return;
    }
    at = space == std::string_view::npos ? 0 : space;
    ++tries;
  }
}

std::vector<Image> ReadImages(const HtmlDocument& document, const PageFacts& facts, const LinkedArticle& linked,
                              const MetadataRules& rules, NodeIndex headline, std::string_view base) {
  return ImageReader(document, facts, rules, base).Read(linked, headline);
}

}  // namespace wiredesk::normalize
