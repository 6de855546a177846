// What holds for every article, whatever was sent. Inputs are the test pages, mutated by a seeded generator.
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "lib/normalize/wire_header.h"
#include "lib/normalize/wire_text.h"
#include "support.h"
#include "tests/support/soundness.h"

namespace wiredesk::normalize {
namespace {

const std::vector<std::string>& Seeds() {
  static const std::vector<std::string>* const seeds = [] {
    auto* read = new std::vector<std::string>;
    for (const char* name : {"pages/harbour-bridge.html", "pages/uosto-tiltas.html", "pages/most-v-portu.html",
                             "pages/hafenbruecke.html", "pages/pont-du-port.html", "samples/putin-letters.txt"}) {
      read->push_back(ReadTestData(name));
    }
    return read;
  }();
  return *seeds;
}

void ExpectSoundArticle(const Article& article) {
  ASSERT_EQ(FaultOf(article), "");
}

// Plain text has no mark for the lists of pages: their items may become paragraphs.
std::string WithoutEmptyLines(std::string text) {
  for (size_t at = text.find("\n\n"); at != std::string::npos; at = text.find("\n\n", at)) text.erase(at, 1);
  return text;
}

// Title and body, sent again as plain text, come out as the same body.
void ExpectStable(const Article& article) {
  const auto again = NormalizeText(article.title + "\n\n" + article.body, "text/plain; charset=utf-8");
  ASSERT_TRUE(again.ok()) << again.status();
  ASSERT_EQ(WithoutEmptyLines(again->body), WithoutEmptyLines(article.body));
}

std::string Mutate(std::string text, std::mt19937& random) {
  static constexpr const char* kPieces[] = {"<div>",
                                            "</div>",
                                            "<p>",
                                            "<br>",
                                            "<table>",
                                            "</table><b>",
                                            "<!--",
                                            "&#x202E;",
                                            "\xFF",
                                            "\n\n",
                                            "<script type=application/ld+json>",
                                            "\"",
                                            "[ad_1]",
                                            "<a href=x>",
                                            "e\xCC\x81",
                                            "All rights reserved. ",
                                            "</article>",
                                            "<svg><p>",
                                            "&nbsp;"};
  for (unsigned edits = 1 + random() % 12; edits > 0 && !text.empty(); --edits) {
    const size_t at = random() % text.size();
    switch (random() % 4) {
      case 0:
        text.erase(at, random() % 200);
        break;
      case 1:
        text.insert(at, kPieces[random() % std::size(kPieces)]);
        break;
      case 2:
        text[at] = static_cast<char>(random() % 256);
        break;
      case 3:
        text.insert(at, text.substr(random() % text.size(), random() % 300));
        break;
    }
  }
  return text;
}

TEST(NormalizePropertiesTest, TheSeedsAreSoundAndStable) {
  for (const std::string& seed : Seeds()) {
    const auto article = NormalizeText(seed, "");
    ASSERT_TRUE(article.ok()) << article.status();
    ExpectSoundArticle(*article);
    ExpectStable(*article);
  }
}

TEST(NormalizePropertiesTest, MutatedInputsGiveSoundArticlesOrAViolation) {
  std::mt19937 random(20201230);
  int normalized = 0;
  for (int round = 0; round < 1500; ++round) {
    const std::string input = Mutate(Seeds()[round % Seeds().size()], random);
    SCOPED_TRACE(round);
    const auto article = NormalizeText(input, round % 3 == 0 ? "text/plain" : "text/html");
    if (!article.ok()) {
      ASSERT_EQ(article.status().code(), absl::StatusCode::kInvalidArgument);
      continue;
    }
    ++normalized;
    ExpectSoundArticle(*article);
    if (HasFatalFailure()) return;
    const bool reads_as_title =
        IsHeadline(article->title, Rules()) && HeaderLineOf(article->title, Rules()) == HeaderLine::kNone;
    if (reads_as_title) ExpectStable(*article);
    if (HasFatalFailure()) return;
  }
  EXPECT_GT(normalized, 1000);
}

TEST(NormalizePropertiesTest, EveryPrefixOfAPageIsRead) {
  const std::string& page = Seeds().front();
  for (size_t size = 0; size < page.size(); size += 7) {
    const auto article = NormalizeText(page.substr(0, size), "text/html");
    if (article.ok()) ExpectSoundArticle(*article);
    if (HasFatalFailure()) FAIL() << "prefix of " << size;
  }
}

TEST(NormalizePropertiesTest, RandomBytesAreNoDanger) {
  std::mt19937 random(99);
  for (int round = 0; round < 1500; ++round) {
    std::string bytes(random() % 400, '\0');
    for (char& byte : bytes)
      byte = static_cast<char>(random() % (round % 2 == 0 ? 256 : 96) + (round % 2 == 0 ? 0 : 32));
    const auto article = NormalizeText(bytes, round % 3 == 0 ? "" : "text/html");
    if (article.ok()) ExpectSoundArticle(*article);
    if (HasFatalFailure()) FAIL() << "round " << round;
  }
}

}  // namespace
}  // namespace wiredesk::normalize
