#include "lib/normalize/wire_header.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support.h"

namespace wiredesk::normalize {
namespace {

using ::testing::ElementsAre;

TEST(WireHeaderTest, TellsHeaderLinesApart) {
  const std::pair<const char*, HeaderLine> cases[] = {
      {"Slug: ELTA-ENERGY-FERRY", HeaderLine::kField},
      {"ЗАГОЛОВОК: Мост открыт", HeaderLine::kField},
      {"f0704reute", HeaderLine::kCode},
      {"u f BC-FERRY-FIRE 02-26 0105", HeaderLine::kCode},
      {"a1234 reu r i bc-ferry-fire 02-26", HeaderLine::kCode},
      {"bc-ferry", HeaderLine::kCode},
      {"b f US-BUSINESS-LOANS 03-06 0056", HeaderLine::kCode},
      {"C T", HeaderLine::kCategory},
      {"RM", HeaderLine::kCategory},
      {"ELTA-ENERGY-FERRY", HeaderLine::kSlug},
      {"USA-TRUMP/RUSSIA (UPDATE 1, PIX)", HeaderLine::kSlug},
      {"WETTER/", HeaderLine::kSlug},
      {"ŠIAULIAI-ŽALA-2020", HeaderLine::kSlug},
      {"COVID-19", HeaderLine::kMaySlug},
      {"30 December 2020", HeaderLine::kDate},
  };
  for (const auto& [line, kind] : cases) EXPECT_EQ(HeaderLineOf(line, Rules()), kind) << line;
}

TEST(WireHeaderTest, LeavesHeadlinesAndSentencesAlone) {
  for (const char* line : {"Putin sent letters to world leaders", "COVID-19 cases rise", "US-China trade talks resume",
                           "The mayor: no", "A note: this is no label", "PARIS", "G7", "Slug:", "He left in 2020.",
                           "AM I RIGHT", "BC wins 3-2", "sold Dec 29, 1986", "Half-time", ""}) {
    EXPECT_EQ(HeaderLineOf(line, Rules()), HeaderLine::kNone) << line;
  }
}

Article Lift(std::vector<TextBlock>* blocks) {
  Article article;
  LiftHeader(Rules(), blocks, &article);
  return article;
}

TEST(WireHeaderTest, FillsFields) {
  std::vector<TextBlock> blocks =
      Paragraphs({"F", "f0704reute", "u f BC-FERRY 02-26 0105", "Titel: Fähre brennt", "Autor: Anna Berg",
                  "Stichworte: Fähre, Brand", "Ressort: Panorama", "Quelle: dpa", "Copyright: Hafen-Dienst",
                  "Dringlichkeit: 4", "Die Fähre brannte."});
  const Article article = Lift(&blocks);
  EXPECT_THAT(Texts(blocks), ElementsAre("Die Fähre brannte."));
  EXPECT_EQ(article.slug, "BC-FERRY");
  EXPECT_EQ(article.title, "Fähre brennt");
  EXPECT_THAT(article.authors, ElementsAre("Anna Berg"));
  EXPECT_THAT(article.tags, ElementsAre("Fähre", "Brand"));
  EXPECT_EQ(article.section, "Panorama");
  EXPECT_EQ(article.agency, "dpa");
  EXPECT_EQ(article.rights, "Hafen-Dienst");
  EXPECT_EQ(article.notes.size(), 10u);
}

TEST(WireHeaderTest, AnEmbargoInTheHeaderIsAnEmbargo) {
  std::vector<TextBlock> blocks = Paragraphs({"Embargo: Friday noon", "The text."});
  const Article article = Lift(&blocks);
  EXPECT_EQ(article.embargo, "Embargo: Friday noon");
  ASSERT_EQ(article.notes.size(), 1u);
  EXPECT_EQ(article.notes[0].code, "embargo_lifted");
}

TEST(WireHeaderTest, SomethingStaysForTheBody) {
  std::vector<TextBlock> blocks = Paragraphs({"ELTA-ENERGY-FERRY", "Slug: X"});
  Lift(&blocks);
  EXPECT_THAT(Texts(blocks), ElementsAre("Slug: X"));
}

TEST(WireHeaderTest, LettersAloneAreNoHeader) {
  std::vector<TextBlock> blocks = Paragraphs({"U S A", "The text."});
  EXPECT_TRUE(Lift(&blocks).notes.empty());
  EXPECT_EQ(blocks.size(), 2u);
}

TEST(WireHeaderTest, OneHyphenIsASlugAmongHeaderLinesOnly) {
  std::vector<TextBlock> alone = Paragraphs({"COVID-19", "Cases rise", "The text."});
  EXPECT_EQ(Lift(&alone).slug, "");
  std::vector<TextBlock> among = Paragraphs({"Priority: 4", "COVID-19", "Cases rise", "The text."});
  EXPECT_EQ(Lift(&among).slug, "COVID-19");
}

}  // namespace
}  // namespace wiredesk::normalize
