// An HTML page: the parser itself, and the array of nodes that is made of its tree. Each page is read twice, the second
// time with one of the parser's chunks ending within it, which must change nothing.
#include "lib/normalize/html_document.h"

#include <string>

#include "lib/text/utf8.h"
#include "tests/fuzz/fuzzer.h"
#include "tests/support/soundness.h"

namespace wiredesk::normalize {
namespace {

constexpr size_t kChunkBytes = 64 * 1024;  // As in html_document.cc.

void RequireSound(const HtmlDocument& document) {
  wiredesk::RequireSound(FaultOf(document));
  wiredesk::RequireSound(FaultOf(document.TextContent(0), Lines::kOne));
}

// A comment in front moves the end of the chunk to byte `at` of the page, and says nothing.
std::string WithChunkEndAt(size_t at, std::string_view html) {
  constexpr std::string_view kBegin = "<!--";
  constexpr std::string_view kEnd = "-->";
  std::string padded(kBegin);
  padded.append(kChunkBytes - at - kBegin.size() - kEnd.size(), 'x');
  return padded.append(kEnd).append(html);
}

void RequireSame(const HtmlDocument& one, const HtmlDocument& other) {
  Require(one.size() == other.size(), "chunks change nothing in the number of nodes");
  for (NodeIndex i = 0; i < one.size(); ++i) {
    Require(one[i].tag == other[i].tag && one[i].end == other[i].end, "chunks change no node");
    if (one[i].tag == Tag::kText) {
      Require(one.Text(i) == other.Text(i), "chunks change no text");
      continue;
    }
    for (const Attr attr : {Attr::kAlt, Attr::kClass, Attr::kHref}) {
      Require(one.Find(i, attr) == other.Find(i, attr), "chunks change no attribute");
      Require(text::IsValidUtf8(one.Get(i, attr)), "an attribute is UTF-8");
    }
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
  if (html.empty() || html.size() > kChunkBytes / 2) return 0;
  const HtmlDocument document = HtmlDocument::Parse(html);
  if (document.size() == 0) return 0;
  normalize::RequireSound(document);
  const size_t chunk_end = html.size() * data[size - 1] / 256;
  const HtmlDocument chunked = HtmlDocument::Parse(WithChunkEndAt(chunk_end, html));
  normalize::RequireSound(chunked);
  RequireSame(document, chunked);
  return 0;
}
