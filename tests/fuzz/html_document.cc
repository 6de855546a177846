// An HTML page: the parser itself, and the array of nodes that is made of its tree.
#include "lib/normalize/html_document.h"

#include "lib/text/utf8.h"
#include "tests/fuzz/fuzzer.h"
#include "tests/support/soundness.h"

namespace wiredesk::normalize {
namespace {

void RequireTextInAttributes(const HtmlDocument& document) {
  for (NodeIndex i = 0; i < document.size(); ++i) {
    if (document[i].tag == Tag::kText) continue;
    for (const Attr attr : {Attr::kAlt, Attr::kHref, Attr::kWidth}) {
      Require(text::IsValidUtf8(document.Get(i, attr)), "an attribute is UTF-8");
    }
  }
}

// The parser keeps its memory from page to page.
void RequireSame(const HtmlDocument& one, const HtmlDocument& other) {
  Require(one.size() == other.size(), "a page is read the same twice");
  for (NodeIndex i = 0; i < one.size(); ++i) {
    Require(one[i].tag == other[i].tag && one[i].end == other[i].end, "a node is read the same twice");
    const bool text = one[i].tag == Tag::kText;
    Require(text ? one.Text(i) == other.Text(i) : one.Find(i, Attr::kClass) == other.Find(i, Attr::kClass),
            "text and attributes are read the same twice");
  }
}

}  // namespace
}  // namespace wiredesk::normalize

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace wiredesk;
  using namespace wiredesk::normalize;
  const std::string_view bytes = Bytes(data, size);
  // Pages reach the parser as UTF-8.
  const std::string_view html = bytes.substr(0, text::ValidUtf8Prefix(bytes));
  const HtmlDocument document = HtmlDocument::Parse(html);
  RequireSound(FaultOf(document));
  if (document.size() == 0) return 0;
  RequireSound(FaultOf(document.TextContent(0), Lines::kOne));
  RequireTextInAttributes(document);
  RequireSame(document, HtmlDocument::Parse(html));
  return 0;
}
