#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/tagging/tagged.h"

namespace wiredesk::tagging {
namespace {

Tags TagText(const std::string& body) {
  return TagWith("places", body);
}

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> Places(const std::string& body) {
  return PlaceCountries(TagText(body));
}

TEST(Places, NamesOfTheUnitedStates) {
  for (const std::string name : {"the United States", "the US", "the U.S.", "the USA", "America"}) {
    const Tags tags = TagText("The minister flew to " + name + " on Friday for talks about trade.");
    ASSERT_EQ(tags.places.size(), 1) << name;
    const Place& place = tags.places.front();
    EXPECT_EQ(place.country, "US") << place.text;
    EXPECT_EQ(place.name, "United States") << place.text;
    EXPECT_EQ(place.geonames_id, 6252001) << place.text;
  }
}

TEST(Places, CitiesHaveIdAndCoordinates) {
  const Tags tags = TagText("Talks resumed in Vilnius on Friday.");
  ASSERT_EQ(tags.places.size(), 1);
  EXPECT_EQ(tags.places[0].name, "Vilnius");
  EXPECT_EQ(tags.places[0].country, "LT");
  EXPECT_EQ(tags.places[0].geonames_id, 593116);
  ASSERT_TRUE(tags.places[0].coordinates);
  EXPECT_NEAR(tags.places[0].coordinates->latitude, 54.69, 0.01);
  EXPECT_NEAR(tags.places[0].coordinates->longitude, 25.28, 0.01);
}

TEST(Places, TheLargerCityIsLikelier) {
  EXPECT_THAT(Places("A fire broke out in Paris. Firefighters from London came."),
              ElementsAre("Paris=FR", "London=GB"));
}

TEST(Places, WhatStandsBehindTheCommaDecides) {
  const Tags tags = TagText("The store in Paris, Texas, is closing. People in Paris are sad.");
  EXPECT_THAT(PlaceCountries(tags), ElementsAre("Paris=US", "Texas=US", "Paris=US"));
  EXPECT_EQ(tags.places[0].geonames_id, 4717560);
}

TEST(Places, CountriesOfTheArticleDecide) {
  EXPECT_THAT(Places("Spanish police said on Monday that the men were held in Cordoba. Spain asked for patience, and "
                     "the Spanish government thanked Cordoba."),
              ElementsAre("Cordoba=ES", "Spain=ES", "Cordoba=ES"));
}

TEST(Places, OtherNamesGiveTheUsualOne) {
  const Tags tags = TagText("The delegation flew from Kiev to Peking.");
  ASSERT_EQ(tags.places.size(), 2);
  EXPECT_EQ(tags.places[0].name, "Kyiv");
  EXPECT_EQ(tags.places[1].name, "Beijing");
}

TEST(Places, DemonymsAndPeopleAreNone) {
  EXPECT_THAT(Places("German officials met Paris Hilton and the French ambassador."), IsEmpty());
}

TEST(Places, AContinentHasNoCountry) {
  const Tags tags = TagText("Stability in Europe matters.");
  ASSERT_EQ(tags.places.size(), 1);
  EXPECT_EQ(tags.places[0].name, "Europe");
  EXPECT_EQ(tags.places[0].country, "");
}

}  // namespace
}  // namespace wiredesk::tagging
