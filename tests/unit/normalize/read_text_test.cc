// Wire copy in plain text, read by the whole of Normalize.
#include "lib/normalize/read_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "support.h"

namespace wiredesk::normalize {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

Article Read(const std::string& text) {
  const auto article = NormalizeText(text, "text/plain; charset=utf-8");
  EXPECT_TRUE(article.ok()) << article.status();
  return article.ok() ? *article : Article();
}

std::vector<std::string> Codes(const Article& article) {
  std::vector<std::string> codes;
  for (const Note& note : article.notes) codes.push_back(note.code);
  return codes;
}

// Its own output says the same.
void ExpectStable(const Article& article) {
  const Article again = Read(article.title + "\n\n" + article.body);
  EXPECT_EQ(again.body, article.body);
  EXPECT_EQ(again.title, article.title);
}

TEST(ReadTextTest, LiftsEverythingAroundAWiresStory) {
  const Article article = Read(
      "u f BC-FERRY-FIRE   02-26 0105\n"
      "ELTA-ENERGY-FERRY\n"
      "(350 words)\n"
      "UPDATE 2-Ferry burns off Klaipeda, all 41 aboard safe\n"
      "(Adds quotes in paragraph 3,\n"
      "background)\n"
      "By Anna Berg\n"
      "    KLAIPEDA, Feb 26 (ELTA) - A ferry caught fire off Klaipeda on\n"
      "Thursday and all 41 people aboard were brought to land, the coast\n"
      "guard said.\n"
      "    The fire began in the engine room. \"We saw smoke and then we\n"
      "were told to take our life jackets,\" a passenger said.\n"
      "(MORE)\n"
      "    It was the second fire on the line since the spring of 2019,\n"
      "when a lorry burned on the car deck.\n"
      "(Reporting by Tom Lee; Editing by Mia Falk)\n"
      "Eds: Photos to follow.\n"
      "-30-\n");
  EXPECT_EQ(article.title, "Ferry burns off Klaipeda, all 41 aboard safe");
  EXPECT_EQ(article.slug, "ELTA-ENERGY-FERRY");
  EXPECT_THAT(article.authors, ElementsAre("Anna Berg"));
  EXPECT_EQ(article.dateline, "KLAIPEDA, Feb 26");
  EXPECT_EQ(article.dateline_place, "KLAIPEDA");
  EXPECT_EQ(article.dateline_date, "Feb 26");
  EXPECT_EQ(article.agency, "ELTA");
  EXPECT_EQ(
      article.body,
      "A ferry caught fire off Klaipeda on Thursday and all 41 people aboard were brought to land, the coast guard "
      "said.\n\n"
      "The fire began in the engine room. \"We saw smoke and then we were told to take our life jackets,\" a "
      "passenger said.\n\n"
      "It was the second fire on the line since the spring of 2019, when a lorry burned on the car deck.");
  EXPECT_THAT(Codes(article),
              ElementsAre("header_line_lifted", "correction_line_lifted", "take_line_lifted", "credit_lifted",
                          "editors_note_lifted", "end_mark_lifted", "header_line_lifted", "header_line_lifted",
                          "headline_marker_lifted", "byline_lifted", "dateline_lifted"));
  ExpectStable(article);
}

TEST(ReadTextTest, ACreditNamesTheAuthorsWhereNoBylineDoes) {
  const Article article = Read(
      "Bridge opens\n\nRIGA (Reuters) - The bridge was opened. People came.\n\n(Reporting by Anna Berg and Tom Lee; "
      "Editing "
      "by Mia Falk)");
  EXPECT_THAT(article.authors, ElementsAre("Anna Berg", "Tom Lee"));
  EXPECT_EQ(article.body, "The bridge was opened. People came.");
}

TEST(ReadTextTest, ReadsLabelledHeaders) {
  const Article article = Read(
      "Slug: HAVEN-BRUG\nHeadline: Brug in haven open\nByline: Anna de Wit\nKeywords: brug; haven; scheepvaart\n"
      "Priority: 4\nDate: 30 December 2020\nSection: Economie\n\n"
      "ROTTERDAM (ANP) - De brug in de haven is weer open voor verkeer.\n\nHet werk duurde twee jaar.");
  EXPECT_EQ(article.slug, "HAVEN-BRUG");
  EXPECT_EQ(article.title, "Brug in haven open");
  EXPECT_THAT(article.authors, ElementsAre("Anna de Wit"));
  EXPECT_THAT(article.tags, ElementsAre("brug", "haven", "scheepvaart"));
  EXPECT_EQ(article.section, "Economie");
  ASSERT_TRUE(article.published_time.has_value());
  EXPECT_EQ(FormatRfc3339(*article.published_time), "2020-12-30");
  EXPECT_EQ(article.agency, "ANP");
  EXPECT_EQ(article.body, "De brug in de haven is weer open voor verkeer.\n\nHet werk duurde twee jaar.");
}

TEST(ReadTextTest, AnEmbargoThatHasNotPassedWithholds) {
  for (const char* line : {"EMBARGOED UNTIL 0600 GMT FRIDAY", "Sperrfrist: 3. Januar, 6.00 Uhr",
                           "EMBARGOED UNTIL 1 January 2025, 12:00"}) {
    const Article article = Read(std::string(line) + "\n\nBridge opens\n\nThe bridge was opened. People came.");
    EXPECT_EQ(article.embargo, line);
    EXPECT_EQ(article.publication_status, PublicationStatus::kWithheld) << line;
    EXPECT_THAT(Codes(article), Contains("embargo_in_force"));
    EXPECT_EQ(article.title, "Bridge opens");
    EXPECT_EQ(article.body, "The bridge was opened. People came.");
  }
}

TEST(ReadTextTest, AnEmbargoThatHasCertainlyPassedDoesNot) {
  for (const char* line : {"EMBARGOED UNTIL 30 December 2024, 12:00", "Embargo: 2024-12-31T06:00:00+02:00"}) {
    const Article article = Read(std::string(line) + "\n\nBridge opens\n\nThe bridge was opened. People came.");
    EXPECT_EQ(article.publication_status, PublicationStatus::kUsable) << line;
    EXPECT_THAT(Codes(article), Contains("embargo_passed"));
  }
}

TEST(ReadTextTest, AKillNoticeCancels) {
  const Article article = Read("MANDATORY KILL\n\nFerry burns off Klaipeda\n\nThe story is wrong. Do not use it.");
  EXPECT_EQ(article.publication_status, PublicationStatus::kCanceled);
  EXPECT_THAT(Codes(article), Contains("kill_notice"));
  const auto bare = NormalizeText("BULLETIN KILL");
  ASSERT_TRUE(bare.ok()) << bare.status();
  EXPECT_EQ(bare->publication_status, PublicationStatus::kCanceled);
  EXPECT_THAT(bare->body, IsEmpty());
}

TEST(ReadTextTest, TheMoreRestrictiveStatusWins) {
  RawArticle raw = RawText("EMBARGOED UNTIL FRIDAY\n\nBridge opens\n\nThe bridge was opened. People came.");
  raw.publication_status = PublicationStatus::kCanceled;
  const auto article = Normalize(raw, TestNow(), Rules());
  ASSERT_TRUE(article.ok()) << article.status();
  EXPECT_EQ(article->publication_status, PublicationStatus::kCanceled);
}

TEST(ReadTextTest, WordsOfAStoryAreNoFurniture) {
  const std::string body =
      "The embargo on oil was lifted on Monday, the ministry said, and tankers left the port within hours of the "
      "vote.\n\n"
      "More people came than the organisers had hoped for, and the ferry made two extra trips to bring them home.\n\n"
      "Contact with the second ship was lost at noon. \"Kill the engine,\" the captain was heard to say.\n\n"
      "It ends where it began: at the harbour, with a correction of the map that nobody had asked for.";
  const Article article = Read("Tankers leave port\n\n" + body);
  EXPECT_EQ(article.body, body);
  EXPECT_THAT(article.notes, IsEmpty());
  EXPECT_EQ(article.publication_status, PublicationStatus::kUsable);
}

TEST(ReadTextTest, TellsSubheadingsAndListsFromParagraphs) {
  const Article article = Read(
      "Town plans three bridges\n\nThe council has presented its plans for the harbour to several hundred people.\n\n"
      "Ferries stay for now\n\nUntil the first bridge opens, ferries will go on running every twenty minutes, it "
      "said.\n\n"
      "- a bridge at the mill\n- a bridge at the market\n- a bridge at the quay\n\nWork begins in spring.");
  std::vector<BlockType> types;
  for (const Block& block : article.blocks) types.push_back(block.type);
  EXPECT_THAT(types, ElementsAre(BlockType::kParagraph, BlockType::kSubheading, BlockType::kParagraph, BlockType::kList,
                                 BlockType::kParagraph));
  EXPECT_EQ(article.extraction.confidence, 1);
  ExpectStable(article);
}

TEST(ReadTextTest, ResolvesLeftOverEntities) {
  const Article article = Read("Smith &amp; Co opens\n\nIt&#8217;s the town&rsquo;s first caf&eacute;. People came.");
  EXPECT_EQ(article.title, "Smith & Co opens");
  EXPECT_EQ(article.body, "It’s the town’s first café. People came.");
  EXPECT_THAT(Codes(article), Contains("entities_resolved"));
}

TEST(ReadTextTest, RepairsMojibake) {
  const Article article = Read("CafÃ© opens\n\nItâ€™s the townâ€™s first cafÃ©. People came.");
  EXPECT_EQ(article.title, "Café opens");
  EXPECT_EQ(article.body, "It’s the town’s first café. People came.");
  EXPECT_THAT(Codes(article), Contains("mojibake_repaired"));
}

TEST(ReadTextTest, HyphensAtLineEndsGoWhereTheTextKnowsTheWord) {
  const Article article = Read(
      "Harbour\n\nThe international harbour authority said on Tuesday that all inter-\n"
      "national ships must now wait outside the old basin until the long-\n"
      "term repair of the gates is over and the water level has come back\n"
      "at its usual mark.\n\nShips wait.");
  EXPECT_THAT(article.body,
              testing::HasSubstr("all international ships must now wait outside the old basin until the long-term"));
}

}  // namespace
}  // namespace wiredesk::normalize
