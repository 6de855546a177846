#include "lib/normalize/author_names.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/normalize/support.h"

namespace wiredesk::normalize {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

AuthorNames Read(std::string_view line, const std::vector<std::string>& site_names = {}) {
  return ReadAuthorNames(line, Rules(), site_names);
}

TEST(AuthorNamesTest, PartsNames) {
  EXPECT_THAT(Read("Anna Berg and Tom Lee").people, ElementsAre("Anna Berg", "Tom Lee"));
  EXPECT_THAT(Read("Jonas Ahrens, Greta Lüders und Max Vogt").people,
              ElementsAre("Jonas Ahrens", "Greta Lüders", "Max Vogt"));
  EXPECT_THAT(Read("Ona Petraitė ir Jonas Kalnius").people, ElementsAre("Ona Petraitė", "Jonas Kalnius"));
  EXPECT_THAT(Read("Claire Morel et Luc Petit / Jean Roux").people,
              ElementsAre("Claire Morel", "Luc Petit", "Jean Roux"));
  EXPECT_THAT(Read("Ana Ruiz y Luis Vega; Eva Sol").people, ElementsAre("Ana Ruiz", "Luis Vega", "Eva Sol"));
  EXPECT_THAT(Read("Анна Орлова и Пётр Белов").people, ElementsAre("Анна Орлова", "Пётр Белов"));
  EXPECT_THAT(Read("Anna Berg; anna berg").people, ElementsAre("Anna Berg"));
  EXPECT_THAT(Read("Tinte und Feder").people, ElementsAre("Tinte und Feder")) << "one account";
  EXPECT_THAT(Read("Ana Costa e Silva").people, ElementsAre("Ana Costa e Silva")) << "one surname";
}

TEST(AuthorNamesTest, TakesOffWhatStandsBefore) {
  for (const char* line : {"By Anna Berg",
                           "Von Anna Berg",
                           "Par Anna Berg",
                           "Por Anna Berg",
                           "Di Anna Berg",
                           "Door Anna Berg",
                           "Av Anna Berg",
                           "Af Anna Berg",
                           "Autor: Anna Berg",
                           "Текст: Anna Berg",
                           "Автор Anna Berg",
                           "Parengė Anna Berg",
                           "Teksti: Anna Berg",
                           "Tekst: Anna Berg",
                           "Szerző: Anna Berg",
                           "Yazan: Anna Berg",
                           "Συντάκτης: Anna Berg",
                           "作者：Anna Berg",
                           "Penulis: Anna Berg",
                           "Autors: Anna Berg",
                           "View all posts by Anna Berg",
                           "Posted on 3 August 2019 by Anna Berg",
                           "written by  Anna\nBerg"}) {
    EXPECT_THAT(Read(line).people, ElementsAre("Anna Berg")) << line;
  }
  EXPECT_THAT(Read("Von Miller").people, ElementsAre("Von Miller")) << "a name";
}

TEST(AuthorNamesTest, TakesOffWhatStandsAfter) {
  EXPECT_THAT(Read("Anna Berg, Political Editor").people, ElementsAre("Anna Berg"));
  EXPECT_THAT(Read("Anna Berg Chief Political Correspondent").people, ElementsAre("Anna Berg"));
  EXPECT_THAT(Read("Wirtschaftsredakteurin Anna Berg").people, ElementsAre("Anna Berg"));
  EXPECT_THAT(Read("Anna Berg aus Riga").people, ElementsAre("Anna Berg"));
  EXPECT_THAT(Read("Anna Berg | The Daily", {"thedaily"}).people, ElementsAre("Anna Berg"));
  EXPECT_THAT(Read("Anna Berg, London, Tom Lee").people, ElementsAre("Anna Berg", "Tom Lee"));
  EXPECT_THAT(Read("Text: Anna Berg, Fotos: Max Vogt").people, ElementsAre("Anna Berg"));
  EXPECT_THAT(Read("Joe S.").people, ElementsAre("Joe S."));
  EXPECT_THAT(Read("오지훈 기자").people, ElementsAre("오지훈"));
  EXPECT_THAT(Read("Ilze Brante (Ventas Rīta žurnāliste)").people, ElementsAre("Ilze Brante"));
  EXPECT_THAT(Read("Anna Berg, Reporter, Tom Lee, Editor").people, ElementsAre("Anna Berg", "Tom Lee"));
  EXPECT_THAT(Read("Dr. Anna Berg").people, ElementsAre("Dr. Anna Berg"));
  EXPECT_THAT(Read("Berg, Anna").people, ElementsAre("Anna Berg"));
}

TEST(AuthorNamesTest, CreditsAgencies) {
  EXPECT_EQ(Read("Reuters").agency, "Reuters");
  EXPECT_THAT(Read("Reuters").people, IsEmpty());
  const AuthorNames both = Read("By Anna Berg and Tom Lee for Reuters");
  EXPECT_THAT(both.people, ElementsAre("Anna Berg", "Tom Lee"));
  EXPECT_EQ(both.agency, "Reuters");
  EXPECT_EQ(Read("dpa/bhk").agency, "dpa");
  EXPECT_THAT(Read("dpa/bhk").people, IsEmpty());
  EXPECT_EQ(Read("Reuters Staff").agency, "Reuters");
}

TEST(AuthorNamesTest, LeavesOutWhatIsNoPersonAndSaysSo) {
  for (const char* line : {"Redaktion", "Sportredaktion", "Die Redaktion von Hafenblatt", "Staff", "admin", "Newsroom",
                           "No Author", "La Rédaction", "Redacción Norte", "Редакция", "Harbour Media GmbH",
                           "Zur Artikelübersicht", "Creative Commons License", "of the"}) {
    EXPECT_THAT(Read(line).people, IsEmpty()) << line;
    EXPECT_THAT(Read(line).left_out, ElementsAre(line));
  }
  EXPECT_THAT(Read("The Daily", {"thedaily"}).people, IsEmpty());
  EXPECT_THAT(Read("The Daily", {"thedaily"}).left_out, ElementsAre("The Daily"));
}

TEST(AuthorNamesTest, AddressesAndDatesAreNoNames) {
  for (const char* line : {"https://facebook.com/daily", "anna@daily.example", "12 March 2024", "", "www.daily.example",
                           "@daily", " | , ; / & ", "von"}) {
    EXPECT_THAT(Read(line).people, IsEmpty()) << line;
  }
  EXPECT_THAT(Read("Anna Berg @annaberg").people, ElementsAre("Anna Berg"));
}

TEST(AuthorNamesTest, FoldsNames) {
  EXPECT_EQ(FoldName("The Daily-News!"), "thedailynews");
  EXPECT_EQ(FoldName("ŽINIOS.LT"), "žinioslt");
  EXPECT_EQ(FoldName("–"), "");
}

}  // namespace
}  // namespace wiredesk::normalize
