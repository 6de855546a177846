#include "lib/normalize/html_document.h"

#include <myhtml/callback.h>
#include <myhtml/myhtml.h>
#include <myhtml/tree.h>

#include <algorithm>
#include <array>
#include <memory>
#include <string>

#include "lib/text/ascii.h"
#include "lib/text/clean_text.h"

namespace wiredesk::normalize {
namespace {

// The parser's memory grows with the tags that it reads, also after a limit was passed.
constexpr size_t kMaxTags = 2 * HtmlDocument::kMaxNodes;
// The parser looks ahead, and does not know what to make of a page that ends within a tag: text may go with it.
constexpr std::string_view kAfterPage = "\n\n\n\n\n\n\n\n\n\n";
// The parser's stacks bound its work per tag; pages made by people stay far below.
constexpr size_t kMaxOpenElements = HtmlDocument::kMaxDepth;
constexpr size_t kMaxActiveFormatting = 400;
// The parser keeps its memory for the next page, unless this one was larger.
constexpr size_t kKeepMemoryBytes = 1 << 20;

struct TagEntry {
  myhtml_tags id;
  Tag tag;
};

constexpr auto kTags = std::to_array<TagEntry>({{MyHTML_TAG__TEXT, Tag::kText},
                                                {MyHTML_TAG_A, Tag::kA},
                                                {MyHTML_TAG_ADDRESS, Tag::kAddress},
                                                {MyHTML_TAG_ARTICLE, Tag::kArticle},
                                                {MyHTML_TAG_ASIDE, Tag::kAside},
                                                {MyHTML_TAG_B, Tag::kB},
                                                {MyHTML_TAG_BASE, Tag::kBase},
                                                {MyHTML_TAG_BLOCKQUOTE, Tag::kBlockquote},
                                                {MyHTML_TAG_BODY, Tag::kBody},
                                                {MyHTML_TAG_BR, Tag::kBr},
                                                {MyHTML_TAG_BUTTON, Tag::kButton},
                                                {MyHTML_TAG_CAPTION, Tag::kCaption},
                                                {MyHTML_TAG_CITE, Tag::kCite},
                                                {MyHTML_TAG_DD, Tag::kDd},
                                                {MyHTML_TAG_DETAILS, Tag::kDetails},
                                                {MyHTML_TAG_DIV, Tag::kDiv},
                                                {MyHTML_TAG_CENTER, Tag::kDiv},
                                                {MyHTML_TAG_DL, Tag::kDl},
                                                {MyHTML_TAG_DT, Tag::kDt},
                                                {MyHTML_TAG_EM, Tag::kEm},
                                                {MyHTML_TAG_FIELDSET, Tag::kFieldset},
                                                {MyHTML_TAG_FIGCAPTION, Tag::kFigcaption},
                                                {MyHTML_TAG_FIGURE, Tag::kFigure},
                                                {MyHTML_TAG_FOOTER, Tag::kFooter},
                                                {MyHTML_TAG_FORM, Tag::kForm},
                                                {MyHTML_TAG_H1, Tag::kH1},
                                                {MyHTML_TAG_H2, Tag::kH2},
                                                {MyHTML_TAG_H3, Tag::kH3},
                                                {MyHTML_TAG_H4, Tag::kH4},
                                                {MyHTML_TAG_H5, Tag::kH5},
                                                {MyHTML_TAG_H6, Tag::kH6},
                                                {MyHTML_TAG_HEAD, Tag::kHead},
                                                {MyHTML_TAG_HEADER, Tag::kHeader},
                                                {MyHTML_TAG_HR, Tag::kHr},
                                                {MyHTML_TAG_HTML, Tag::kHtml},
                                                {MyHTML_TAG_I, Tag::kI},
                                                {MyHTML_TAG_IFRAME, Tag::kIframe},
                                                {MyHTML_TAG_IMG, Tag::kImg},
                                                {MyHTML_TAG_LABEL, Tag::kLabel},
                                                {MyHTML_TAG_LEGEND, Tag::kLegend},
                                                {MyHTML_TAG_LI, Tag::kLi},
                                                {MyHTML_TAG_LINK, Tag::kLink},
                                                {MyHTML_TAG_MAIN, Tag::kMain},
                                                {MyHTML_TAG_MENU, Tag::kMenu},
                                                {MyHTML_TAG_META, Tag::kMeta},
                                                {MyHTML_TAG_NAV, Tag::kNav},
                                                {MyHTML_TAG_OL, Tag::kOl},
                                                {MyHTML_TAG_P, Tag::kP},
                                                {MyHTML_TAG_PRE, Tag::kPre},
                                                {MyHTML_TAG_SCRIPT, Tag::kScript},
                                                {MyHTML_TAG_SECTION, Tag::kSection},
                                                {MyHTML_TAG_SELECT, Tag::kSelect},
                                                {MyHTML_TAG_SMALL, Tag::kSmall},
                                                {MyHTML_TAG_SPAN, Tag::kSpan},
                                                {MyHTML_TAG_STRONG, Tag::kStrong},
                                                {MyHTML_TAG_SUMMARY, Tag::kSummary},
                                                {MyHTML_TAG_TABLE, Tag::kTable},
                                                {MyHTML_TAG_TBODY, Tag::kTbody},
                                                {MyHTML_TAG_TD, Tag::kTd},
                                                {MyHTML_TAG_TEXTAREA, Tag::kTextarea},
                                                {MyHTML_TAG_TFOOT, Tag::kTfoot},
                                                {MyHTML_TAG_TH, Tag::kTh},
                                                {MyHTML_TAG_THEAD, Tag::kThead},
                                                {MyHTML_TAG_TIME, Tag::kTime},
                                                {MyHTML_TAG_TITLE, Tag::kTitle},
                                                {MyHTML_TAG_TR, Tag::kTr},
                                                {MyHTML_TAG_UL, Tag::kUl}});

constexpr auto kSkipped = std::to_array<myhtml_tags>(
    {MyHTML_TAG__COMMENT, MyHTML_TAG__DOCTYPE, MyHTML_TAG_APPLET,   MyHTML_TAG_AUDIO, MyHTML_TAG_CANVAS,
     MyHTML_TAG_DATALIST, MyHTML_TAG_EMBED,    MyHTML_TAG_FRAMESET, MyHTML_TAG_MATH,  MyHTML_TAG_NOEMBED,
     MyHTML_TAG_NOFRAMES, MyHTML_TAG_NOSCRIPT, MyHTML_TAG_OBJECT,   MyHTML_TAG_RP,    MyHTML_TAG_RT,
     MyHTML_TAG_STYLE,    MyHTML_TAG_SVG,      MyHTML_TAG_TEMPLATE, MyHTML_TAG_VIDEO, MyHTML_TAG__END_OF_FILE});

struct TagMap {
  std::array<Tag, MyHTML_TAG_LAST_ENTRY> tags;
  std::array<bool, MyHTML_TAG_LAST_ENTRY> skipped;
};

constexpr TagMap MakeTagMap() {
  TagMap map = {};
  map.tags.fill(Tag::kOther);
  for (const TagEntry& entry : kTags) map.tags[entry.id] = entry.tag;
  for (const myhtml_tags id : kSkipped) map.skipped[id] = true;
  return map;
}
constexpr TagMap kTagMap = MakeTagMap();

struct AttrEntry {
  std::string_view name;
  Attr attr;
};

constexpr auto kAttributes = std::to_array<AttrEntry>({{"alt", Attr::kAlt},
                                                       {"aria-hidden", Attr::kAriaHidden},
                                                       {"class", Attr::kClass},
                                                       {"content", Attr::kContent},
                                                       {"data-src", Attr::kDataSrc},
                                                       {"data-srcset", Attr::kDataSrcset},
                                                       {"datetime", Attr::kDatetime},
                                                       {"height", Attr::kHeight},
                                                       {"hidden", Attr::kHidden},
                                                       {"href", Attr::kHref},
                                                       {"http-equiv", Attr::kHttpEquiv},
                                                       {"id", Attr::kId},
                                                       {"itemprop", Attr::kItemprop},
                                                       {"itemtype", Attr::kItemtype},
                                                       {"lang", Attr::kLang},
                                                       {"name", Attr::kName},
                                                       {"property", Attr::kProperty},
                                                       {"rel", Attr::kRel},
                                                       {"role", Attr::kRole},
                                                       {"src", Attr::kSrc},
                                                       {"srcset", Attr::kSrcset},
                                                       {"style", Attr::kStyle},
                                                       {"title", Attr::kTitle},
                                                       {"width", Attr::kWidth}});

std::optional<Attr> FindAttr(std::string_view name) {
  for (const AttrEntry& entry : kAttributes) {
    if (text::EqualsIgnoreCase(entry.name, name)) return entry.attr;
  }
  return std::nullopt;
}

std::string_view View(const mycore_string_t& string) {
  return string.data == nullptr ? std::string_view() : std::string_view(string.data, string.length);
}

// Told of every inserted node and of every token before the tree sees it.
struct ParseProgress {
  size_t nodes = 0;
  bool cut = false;       // Something was left out.
  bool exceeded = false;  // Reading on would take too much.
};

void CountNode(myhtml_tree_t* /*tree*/, myhtml_tree_node_t* /*node*/, void* context) {
  ++static_cast<ParseProgress*>(context)->nodes;
}

// The tree compares attributes pairwise in places, so that their number must be bounded before.
void CutAttributes(myhtml_token_node_t* token, ParseProgress* progress) {
  size_t count = 0;
  for (myhtml_token_attr_t* attribute = token->attr_first; attribute != nullptr; attribute = attribute->next) {
    if (++count < HtmlDocument::kMaxAttributes || attribute->next == nullptr) continue;
    attribute->next = nullptr;
    token->attr_last = attribute;
    progress->cut = true;
  }
}

// A comment nests nothing and opens nothing again.
void MakeComment(myhtml_token_node_t* token) {
  token->tag_id = MyHTML_TAG__COMMENT;
  token->type = static_cast<myhtml_token_type>((token->type & MyHTML_TOKEN_TYPE_DONE) | MyHTML_TOKEN_TYPE_COMMENT);
  token->attr_first = token->attr_last = nullptr;
}

void* CheckToken(myhtml_tree_t* tree, myhtml_token_node_t* token, void* context) {
  auto* const progress = static_cast<ParseProgress*>(context);
  CutAttributes(token, progress);
  progress->exceeded |= tree->open_elements->length > kMaxOpenElements ||
                        tree->active_formatting->length > kMaxActiveFormatting ||
                        progress->nodes > HtmlDocument::kMaxNodes;
  if (progress->exceeded && token->tag_id != MyHTML_TAG__END_OF_FILE) MakeComment(token);
  return context;
}

// The parser takes white space off the beginning of a text, but not off its record of the text's size, and would write
// past the end of the memory when more text is joined on. Without a size it asks its allocator, which knows better.
void* ForgetSize(myhtml_tree_t* /*tree*/, myhtml_token_node_t* token, void* context) {
  token->str.size = 0;
  return context;
}

// The parser and its memory, one per thread.
class Parser {
 public:
  Parser() : myhtml_(myhtml_create()), tree_(myhtml_tree_create()) {
    myhtml_init(myhtml_, MyHTML_OPTIONS_PARSE_MODE_SINGLE, 1, 0);
    myhtml_tree_init(tree_, myhtml_);
    myhtml_tree_parse_flags_set(tree_, MyHTML_TREE_PARSE_FLAGS_WITHOUT_DOCTYPE_IN_TREE);
  }
  ~Parser() {
    myhtml_tree_destroy(tree_);
    myhtml_destroy(myhtml_);
  }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;

  // Whether the page was read to its end and whole. The tree is valid until the next call.
  bool Parse(std::string_view html) {
    ParseProgress progress;
    myhtml_tree_clean(tree_);
    myhtml_callback_before_token_done_set(tree_, CheckToken, &progress);
    myhtml_callback_after_token_done_set(tree_, ForgetSize, nullptr);
    myhtml_callback_tree_node_insert_set(tree_, CountNode, &progress);
    const std::string_view read = WithMaxTags(html);
    page_ = text::Concat({read, kAfterPage});
    // HTML drops them from text, but the parser drops other bytes instead when there are several.
    if (page_.find('\0') != std::string::npos) std::erase(page_, '\0');
    // All at once: the parser reads out of bounds where a part of a page ends within a character reference.
    if (myhtml_parse_single(tree_, MyENCODING_UTF_8, page_.data(), page_.size()) != MyHTML_STATUS_OK) return false;
    return read.size() == html.size() && !progress.exceeded && !progress.cut;
  }

  myhtml_tree_node_t* Root() const { return myhtml_tree_get_node_html(tree_); }

 private:
  static std::string_view WithMaxTags(std::string_view html) {
    if (static_cast<size_t>(std::ranges::count(html, '<')) <= kMaxTags) return html;
    size_t end = html.find('<');
    for (size_t tags = 0; tags < kMaxTags; ++tags) end = html.find('<', end + 1);
    return html.substr(0, end);
  }

  myhtml_t* const myhtml_;
  myhtml_tree_t* const tree_;
  std::string page_;  // With what is added to it.
};

Parser& ThreadParser(bool replace) {
  thread_local std::unique_ptr<Parser> parser;
  if (parser == nullptr || replace) parser = std::make_unique<Parser>();
  return *parser;
}

}  // namespace

// Copies the parser's tree into the document.
class DocumentBuilder {
 public:
  explicit DocumentBuilder(size_t html_size) {
    document_.text_.reserve(html_size);
    document_.nodes_.reserve(html_size / 32 + 8);
  }

  HtmlDocument Build(const myhtml_tree_node_t* root, bool whole) {
    document_.truncated_ = !whole;
    const myhtml_tree_node_t* source = root;
    while (source != nullptr) {
      const bool entered = Enter(source);
      if (entered && source->child != nullptr && document_.nodes_[open_].tag != Tag::kIframe) {
        source = source->child;
        continue;
      }
      if (entered) Leave();
      while (source != root && source->next == nullptr) {
        source = source->parent;
        Leave();
      }
      source = source == root ? nullptr : source->next;
    }
    return std::move(document_);
  }

 private:
  // Appends the node; false when it is left out with all below it.
  bool Enter(const myhtml_tree_node_t* source) {
    const size_t id = source->tag_id;
    const bool known = id < MyHTML_TAG_LAST_ENTRY;
    if (known && kTagMap.skipped[id]) return false;
    const Tag tag = known ? kTagMap.tags[id] : Tag::kOther;
    if (tag == Tag::kScript && !IsJsonLd(source)) return false;
    if (depth_ >= HtmlDocument::kMaxDepth || document_.nodes_.size() >= HtmlDocument::kMaxNodes) {
      document_.truncated_ = true;
      return false;
    }
    Node node;
    node.tag = tag;
    node.depth = static_cast<uint16_t>(depth_);
    node.parent = open_;
    open_ = static_cast<NodeIndex>(document_.nodes_.size());
    ++depth_;
    if (tag == Tag::kText) {
      AddText(source, &node);
    } else {
      AddAttributes(source, &node);
    }
    document_.nodes_.push_back(node);
    return true;
  }

  void Leave() {
    document_.nodes_[open_].end = static_cast<NodeIndex>(document_.nodes_.size());
    open_ = document_.nodes_[open_].parent;
    --depth_;
  }

  void AddText(const myhtml_tree_node_t* source, Node* node) {
    const std::string_view text = source->token == nullptr ? std::string_view() : View(source->token->str);
    node->begin = static_cast<uint32_t>(document_.text_.size());
    node->size = static_cast<uint32_t>(text.size());
    document_.text_.append(text);
  }

  void AddAttributes(const myhtml_tree_node_t* source, Node* node) {
    node->begin = static_cast<uint32_t>(document_.attributes_.size());
    if (source->token == nullptr) return;
    for (const myhtml_token_attr_t* from = source->token->attr_first; from != nullptr; from = from->next) {
      const std::optional<Attr> attr = FindAttr(View(from->key));
      if (!attr) continue;
      const std::string_view value = View(from->value);
      document_.attributes_.push_back(
          {*attr, static_cast<uint32_t>(document_.text_.size()), static_cast<uint32_t>(value.size())});
      document_.text_.append(value);
      if (++node->attribute_count == HtmlDocument::kMaxAttributes) return;
    }
  }

  static bool IsJsonLd(const myhtml_tree_node_t* source) {
    if (source->token == nullptr) return false;
    for (const myhtml_token_attr_t* from = source->token->attr_first; from != nullptr; from = from->next) {
      if (text::EqualsIgnoreCase(View(from->key), "type")) {
        return text::StartsWithIgnoreCase(text::Strip(View(from->value)), "application/ld+json");
      }
    }
    return false;
  }

  HtmlDocument document_;
  NodeIndex open_ = kNoNode;
  size_t depth_ = 0;
};

HtmlDocument HtmlDocument::Parse(std::string_view html) {
  if (html.empty()) return HtmlDocument();  // The parser needs a first chunk to end.
  const bool large = html.size() > kKeepMemoryBytes;
  Parser& parser = ThreadParser(/*replace=*/false);
  const bool whole = parser.Parse(html);
  HtmlDocument document = DocumentBuilder(html.size()).Build(parser.Root(), whole);
  if (large) ThreadParser(/*replace=*/true);
  return document;
}

std::optional<std::string_view> HtmlDocument::Find(NodeIndex index, Attr attribute) const {
  const Node& node = nodes_[index];
  for (uint32_t i = node.begin; i < node.begin + node.attribute_count; ++i) {
    const Attribute& candidate = attributes_[i];
    if (candidate.attr == attribute) return std::string_view(text_).substr(candidate.begin, candidate.size);
  }
  return std::nullopt;
}

std::string HtmlDocument::TextContent(NodeIndex index) const {
  std::string content;
  for (NodeIndex i = index; i < nodes_[index].end; ++i) {
    if (nodes_[i].tag == Tag::kText) {
      content.append(Text(i));
    } else if (nodes_[i].tag == Tag::kBr) {
      content.push_back(' ');
    }
  }
  return text::CleanLine(content);
}

NodeIndex HtmlDocument::First(Tag tag, NodeIndex begin, NodeIndex end) const {
  for (NodeIndex i = begin; i < end; ++i) {
    if (nodes_[i].tag == tag) return i;
  }
  return kNoNode;
}

}  // namespace wiredesk::normalize
