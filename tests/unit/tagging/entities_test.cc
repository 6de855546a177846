#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/tagging/tagged.h"

namespace wiredesk::tagging {
namespace {

Tags TagText(const std::string& body) {
  return TagWith("entities", body);
}

using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

std::vector<std::string> People(const std::string& body) {
  return EntityTexts(TagText(body), EntityType::kPerson);
}
std::vector<std::string> Organizations(const std::string& body) {
  return EntityTexts(TagText(body), EntityType::kOrganization);
}
std::vector<std::string> Locations(const std::string& body) {
  return EntityTexts(TagText(body), EntityType::kLocation);
}
std::vector<std::string> Others(const std::string& body) {
  return EntityTexts(TagText(body), EntityType::kMisc);
}

TEST(Entities, ATitleIsNoPartOfTheName) {
  EXPECT_THAT(People("On Monday Deputy Foreign Minister Sergei Riabkov met Chancellor Angela Merkel."),
              ElementsAre("Sergei Riabkov", "Angela Merkel"));
}

TEST(Entities, ASurnameAloneIsThePersonNamedBefore) {
  EXPECT_THAT(People("Ursula von der Leyen spoke first. Later, von der Leyen left and Leyen was thanked."),
              Contains("Leyen"));
  EXPECT_THAT(People("Theresa Kowalczyk won the race. The crowd cheered Kowalczyk for minutes."),
              ElementsAre("Theresa Kowalczyk", "Kowalczyk"));
}

TEST(Entities, OutsideEnglishALoneWordOfTheNameListsIsNoPerson) {
  Article article;
  article.language = {"de", 1};
  article.body =
      "Auf der Elbe ist das Eis gebrochen, rund um den Hafen warten Schiffe. Anna Schmidt leitet die Behörde. Am "
      "Abend lobte Schmidt die Helfer.";
  EXPECT_THAT(EntityTexts(AllTaggers().Tag(article), EntityType::kPerson), ElementsAre("Anna Schmidt", "Schmidt"));
}

TEST(Entities, InitialsBelongToTheName) {
  EXPECT_THAT(People("They congratulated D. Trump and George W. Bush."), ElementsAre("D. Trump", "George W. Bush"));
}

TEST(Entities, InstitutionsReachOverOfAndAnd) {
  EXPECT_THAT(Organizations("Officials at the Ministry of Foreign Affairs and the Department of Health and Human "
                            "Services declined to comment."),
              ElementsAre("Ministry of Foreign Affairs", "Department of Health and Human Services"));
}

TEST(Entities, CompaniesUniversitiesAndAcronyms) {
  EXPECT_THAT(Organizations("Researchers at Chelyabinsk State University sold a patent to Wexford Systems Inc. and "
                            "informed NATO and the BBC."),
              ElementsAre("Chelyabinsk State University", "Wexford Systems Inc.", "NATO", "BBC"));
}

TEST(Entities, DemonymsAreNoLocations) {
  const std::string body = "German and South Korean officials travelled from Germany to South Korea.";
  EXPECT_THAT(Others(body), ElementsAre("German", "South Korean"));
  EXPECT_THAT(Locations(body), ElementsAre("Germany", "South Korea"));
}

TEST(Entities, AFirstNameThatIsACityTooIsThePerson) {
  EXPECT_THAT(People("The film stars Paris Hilton and Sydney Sweeney."), ElementsAre("Paris Hilton", "Sydney Sweeney"));
}

TEST(Entities, TheCountryIsCutFromThePersonBehindIt) {
  const Tags tags = TagText("The call with outgoing US President Donald Trump lasted an hour.");
  EXPECT_THAT(EntityTexts(tags, EntityType::kLocation), ElementsAre("US"));
  EXPECT_THAT(EntityTexts(tags, EntityType::kPerson), ElementsAre("Donald Trump"));
}

TEST(Entities, PronounsAndSentenceStartsAreNoNames) {
  EXPECT_THAT(TagText("It rained. However, nobody told us. Yesterday they went home. Who knows why?").entities,
              IsEmpty());
}

TEST(Entities, ContractionsAreNoNames) {
  EXPECT_THAT(TagText("She said: \"I've seen it, and so I’m sure.\"").entities, IsEmpty());
}

TEST(Entities, TwoUnknownNamesAreAPerson) {
  EXPECT_THAT(People("Reports named him as Khairi Saadallah. Police searched the flat of Saadallah."),
              ElementsAre("Khairi Saadallah", "Saadallah"));
}

TEST(Entities, MonthsAndDaysAreNoNames) {
  EXPECT_THAT(TagText("The vote was moved from Sunday to Tuesday, 3 November.").entities, IsEmpty());
}

TEST(Entities, EventsAndTreatiesAreOther) {
  EXPECT_THAT(Others("The Paris Agreement was signed before the World Cup began."),
              ElementsAre("Paris Agreement", "World Cup"));
}

TEST(Entities, TwoCountriesWithAHyphenAreTwo) {
  EXPECT_THAT(Locations("Better Russia-Germany relations are far off."), ElementsAre("Russia", "Germany"));
}

TEST(Entities, ConfidencesAreProbabilities) {
  const Tags tags = TagText("Boris Johnson and Vantora met Pfizer's board in Kaunas, Lithuania.");
  ASSERT_THAT(tags.entities, Not(IsEmpty()));
  for (const Entity& entity : tags.entities) {
    EXPECT_GT(entity.confidence, 0) << entity.text;
    EXPECT_LE(entity.confidence, 1) << entity.text;
  }
}

}  // namespace
}  // namespace wiredesk::tagging
