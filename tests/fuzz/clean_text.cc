// Text of any bytes: clean-up, character references, words and sentences, language.
#include "lib/text/clean_text.h"

#include <string>

#include "lib/text/entities.h"
#include "lib/text/language.h"
#include "lib/text/tokens.h"
#include "lib/text/utf8.h"
#include "tests/fuzz/fuzzer.h"
#include "tests/support/soundness.h"

namespace wiredesk {
namespace {

void RequireSettled(std::string text) {
  text::ResolveEntities(&text);
  Require(text::IsValidUtf8(text), "resolved text is UTF-8");
  Require(text::ResolveEntities(&text).count == 0, "character references go at once");
}

// Every token in exactly one sentence, all in order.
void RequireSpans(std::string_view text) {
  std::vector<text::Token> tokens = text::Tokenize(text);
  size_t at = 0;
  for (const text::Token& token : tokens) {
    Require(token.begin >= at && token.end > token.begin && token.end <= text.size(), "tokens are in order");
    at = token.end;
  }
  uint32_t next = 0;
  for (const text::Sentence& sentence : text::FindSentences(text, tokens)) {
    Require(sentence.first_token == next && sentence.end_token > next, "sentences have all tokens");
    Require(sentence.begin == tokens[next].begin, "a sentence begins with its first token");
    next = sentence.end_token;
    Require(next <= tokens.size() && sentence.end == tokens[next - 1].end, "a sentence ends with its last token");
  }
  Require(next == tokens.size(), "sentences have all tokens");
}

}  // namespace
}  // namespace wiredesk

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace wiredesk;
  const std::string_view bytes = Bytes(data, size);
  RequireSpans(bytes);
  const std::string clean = text::CleanText(bytes).text;
  RequireSound(normalize::FaultOf(clean, normalize::Lines::kMany));
  Require(text::CleanText(clean).text == clean, "clean text stays");
  const std::string line = text::CleanLine(bytes);
  RequireSound(normalize::FaultOf(line, normalize::Lines::kOne));
  Require(text::CleanLine(line) == line, "a clean line stays");
  RequireSettled(clean);
  const Language language = text::DetectLanguage(clean);
  Require(!language.code.empty() && language.confidence >= 0 && language.confidence <= 1, "a language is named");
  return 0;
}
