#include "lib/normalize/place_and_date.h"

#include <gtest/gtest.h>

#include <string>

#include "support.h"

namespace wiredesk::normalize {
namespace {

// "place|date", or "none".
std::string Read(std::string_view text) {
  const auto found = ReadPlaceAndDate(text, Rules());
  return found ? std::string(found->place) + "|" + std::string(found->date) : "none";
}

TEST(PlaceAndDateTest, ReadsPlaces) {
  EXPECT_EQ(Read("VILNIUS"), "VILNIUS|");
  EXPECT_EQ(Read("Rio de Janeiro"), "Rio de Janeiro|");
  EXPECT_EQ(Read("Frankfurt am Main"), "Frankfurt am Main|");
  EXPECT_EQ(Read("WASHINGTON, D.C."), "WASHINGTON, D.C.|");
  EXPECT_EQ(Read("Москва."), "Москва|");
  EXPECT_EQ(Read("NEW YORK/LONDON"), "NEW YORK/LONDON|");
  EXPECT_EQ(Read("东京"), "东京|");
}

TEST(PlaceAndDateTest, ReadsDatesOfManyLanguages) {
  EXPECT_EQ(Read("VILNIUS, Dec 30"), "VILNIUS|Dec 30");
  EXPECT_EQ(Read("Lisboa, 30 dez 2020"), "Lisboa|30 dez 2020");
  EXPECT_EQ(Read("Marseille 12 mars"), "Marseille|12 mars");
  EXPECT_EQ(Read("Москва. 30 декабря"), "Москва|30 декабря");
  EXPECT_EQ(Read("Vilnius, gruodžio 30 d."), "Vilnius|gruodžio 30 d.");
  EXPECT_EQ(Read("Rīga,30.dec."), "Rīga|30.dec.");
  EXPECT_EQ(Read("HELSINKI 5. tammikuuta"), "HELSINKI|5. tammikuuta");
  EXPECT_EQ(Read("İSTANBUL, 5 Ocak"), "İSTANBUL|5 Ocak");
  EXPECT_EQ(Read("Αθήνα, 5 Ιανουαρίου"), "Αθήνα|5 Ιανουαρίου");
  EXPECT_EQ(Read("Kraków, 30.12.2020"), "Kraków|30.12.2020");
  EXPECT_EQ(Read("30 декабря, Минск"), "Минск|30 декабря");
}

TEST(PlaceAndDateTest, RefusesWhatIsNeither) {
  for (const char* text : {"", "the harbour", "Prices rose again", "Boeing 737", "Paris, 45 dead", "A & B", "Chapter 3",
                           "VILNIUS, Dec 45", "one", "Paris (again)"}) {
    EXPECT_EQ(Read(text), "none") << text;
  }
}

TEST(PlaceAndDateTest, KnowsPlacesInCapitals) {
  for (const char* place : {"VILNIUS", "ŠIAULIAI", "МОСКВА", "KYIV, Ukraine", "WASHINGTON, D.C."}) {
    EXPECT_TRUE(IsPlaceInCapitals(place, Rules())) << place;
  }
  for (const char* place : {"Vilnius", "AI", "BREAKING", "СРОЧНО", "SON DAKİKA", ""}) {
    EXPECT_FALSE(IsPlaceInCapitals(place, Rules())) << place;
  }
}

}  // namespace
}  // namespace wiredesk::normalize
