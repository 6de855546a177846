// Plain text as wires send it.
#include "lib/normalize/wire_text.h"

#include <string>

#include "lib/normalize/read_text.h"
#include "lib/text/clean_text.h"
#include "lib/text/utf8.h"
#include "tests/fuzz/fuzzer.h"
#include "tests/support/soundness.h"
#include "tests/unit/normalize/support.h"

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace wiredesk;
  using namespace wiredesk::normalize;
  const std::string_view bytes = Bytes(data, size);
  const std::string_view utf8 = bytes.substr(0, text::ValidUtf8Prefix(bytes));
  const std::string joined = JoinWrappedLines(text::CleanText(utf8).text);
  Require(JoinWrappedLines(joined) == joined, "lines are joined at once");
  RequireSound(FaultOf(DeriveTitle(joined), Lines::kOne));
  Article article;
  for (const TextBlock& block : ReadText(utf8, Rules(), &article)) {
    RequireSound(FaultOf(block.text, Lines::kMany));
    Require(!block.text.empty(), "a block has text");
    Require(block.text.find("\n\n") == std::string::npos, "a block has no empty line");
  }
  RequireSound(FaultOf(article.title, Lines::kOne));
  return 0;
}
