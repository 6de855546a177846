#include "lib/normalize/word_facts.h"

#include <algorithm>
#include <span>
#include <string>
#include <vector>

#include "lib/text/ascii.h"
#include "lib/text/language_detector.h"
#include "lib/text/signature.h"
#include "lib/text/word_hashes.h"

namespace wiredesk::normalize {
namespace {

// An embed's text is no part of the body.
std::string LanguageOfEmbed(const Block& embed, const text::LanguageDetector& languages, std::string_view code) {
  const std::vector<text::WordHash> words = text::HashWords(embed.text);
  return languages.Read(embed.text, words).OfPart(0, embed.text.size(), code);
}

}  // namespace

void AddWordFacts(std::string_view hint, const CleaningRules& rules, Article* article, const StepObserver& observer) {
  // One pass over the words serves all.
  const std::string text = text::Concat({article->title, "\n\n", article->body});
  const std::vector<text::WordHash> words = text::HashWords(text);
  StepEnded(observer, "words");
  const text::LanguageReading reading = rules.languages().Read(text, words);
  article->language = reading.OfText(hint);
  const size_t body = text.size() - article->body.size();
  for (Block& block : article->blocks) {
    block.language = block.type == BlockType::kEmbed
                         ? LanguageOfEmbed(block, rules.languages(), article->language.code)
                         : reading.OfPart(body + block.begin, body + block.end, article->language.code);
  }
  StepEnded(observer, "language");
  const auto of_body =
      std::partition_point(words.begin(), words.end(), [body](const auto& word) { return word.begin < body; });
  article->signature = text::Signature::Of({of_body, words.end()}).Encode();
  StepEnded(observer, "signature");
}

}  // namespace wiredesk::normalize
