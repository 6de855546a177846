// An HTML page, the parser itself and the array of nodes that is made of its tree.
#include "lib/normalize/html_document.h"

#include "lib/text/utf8.h"
#include "tests/fuzz/fuzzer.h"
#include "tests/support/soundness.h"

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace wiredesk;
  using namespace wiredesk::normalize;
  const std::string_view bytes = Bytes(data, size);
  // Pages reach the parser as UTF-8.
  const std::string_view html = bytes.substr(0, text::ValidUtf8Prefix(bytes));
  const HtmlDocument document = HtmlDocument::Parse(html);
  RequireSound(FaultOf(document));
  for (NodeIndex i = 0; i < document.size(); ++i) {
    for (const Attr attr : {Attr::kAlt, Attr::kHref, Attr::kWidth}) {
      if (document[i].tag != Tag::kText) Require(text::IsValidUtf8(document.Get(i, attr)), "an attribute is UTF-8");
    }
  }
  if (document.size() > 0) RequireSound(FaultOf(document.TextContent(0), Lines::kOne));
  return 0;
}
