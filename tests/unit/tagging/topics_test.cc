#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "tests/unit/tagging/tagged.h"

namespace wiredesk::tagging {
namespace {

Tags TagText(const std::string& body, const std::string& title = "") {
  return TagWith("topics", body, title);
}

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

struct Case {
  const char* name;
  const char* topic;
  const char* title;
  const char* body;
};

class TopicsOfNews : public ::testing::TestWithParam<Case> {};

TEST_P(TopicsOfNews, HasTheTopic) {
  const Tags tags = TagText(GetParam().body, GetParam().title);
  EXPECT_THAT(TopicIds(tags), Contains(GetParam().topic));
}

INSTANTIATE_TEST_SUITE_P(
    Sections, TopicsOfNews,
    ::testing::Values(
        Case{"Football", "medtop:20001065", "Late penalty sends United through",
             "The striker scored twice in the second half as the visitors beat the league champions 2-1 to reach the "
             "semi-final of the FA Cup. The goalkeeper saved a penalty before the manager brought on a third "
             "midfielder. The winners play Chelsea at Wembley."},
        Case{"Election", "medtop:20000574", "Turnout high as polls close",
             "Voters queued outside polling stations on Sunday in a general election that opinion polls say is too "
             "close to call. The election commission put turnout at 71 percent. Both candidates claimed victory as "
             "votes were counted."},
        Case{"Economy", "medtop:04000000", "Bank raises interest rates again",
             "The central bank raised its interest rate by a quarter point, citing inflation and strong economic "
             "growth. Shares fell and the currency rose against the dollar. Economists expect consumer spending to "
             "slow in the next quarter."},
        Case{"Earthquake", "medtop:03000000", "Strong earthquake hits coast",
             "An earthquake of magnitude 6.8 struck the coast before dawn, and rescuers searched the rubble for "
             "survivors. Officials feared the death toll would rise after a landslide cut the road. Aftershocks "
             "continued."},
        Case{"Disease", "medtop:20000448", "Measles outbreak spreads",
             "Health officials confirmed 40 new cases of measles as the outbreak spread to two more towns. Doctors "
             "urged parents to have children vaccinated, and the hospital opened an isolation ward for patients."},
        Case{"Court", "medtop:20000107", "Appeals court overturns ruling",
             "An appeals court overturned the verdict on Tuesday, saying the trial judge had misled the jury. The "
             "defendant's lawyer welcomed the ruling; prosecutors said they would ask the supreme court to hear it."},
        Case{"Space", "medtop:13000000", "Spacecraft reaches orbit around Mars",
             "The spacecraft entered orbit after a journey of seven months, the space agency said. Scientists hope its "
             "instruments will show how the planet lost its water. NASA researchers followed the signal."},
        Case{"Weather", "medtop:17000000", "Snow and gales on the way",
             "Forecasters warned of heavy snow and strong wind overnight, with temperatures falling to minus 12 "
             "degrees Celsius. The weather service issued a storm warning for the coast; rain will follow."},
        Case{"War", "medtop:16000000", "Shelling breaks ceasefire",
             "Artillery shelling resumed hours after the ceasefire took effect, and troops exchanged fire along the "
             "front line. The rebels said an airstrike killed six fighters; the army spoke of an ambush."},
        Case{"Education", "medtop:05000000", "Teachers to get smaller classes",
             "Primary schools will have no more than 20 pupils in a classroom, the education minister said. Teachers "
             "welcomed the plan, while university lecturers asked for scholarships and lower tuition fees."},
        Case{"Film", "medtop:01000000", "Debut film wins at Cannes",
             "The director's first film won the top prize at the Cannes film festival on Saturday. Its lead actress "
             "thanked the cast; the movie opens in cinemas in May and critics praised the screenplay."},
        Case{"Climate", "medtop:06000000", "Emissions rise for third year",
             "Carbon dioxide emissions rose again last year, scientists said, as countries missed the goals of the "
             "Paris Agreement. Environmental groups said global warming threatened coral reefs and wildlife."},
        Case{"Religion", "medtop:12000000", "Pope prays for peace",
             "The pope led prayers in the cathedral and asked Catholics to welcome people of every faith. Bishops "
             "and priests from forty countries had come to the Vatican for the Easter mass."},
        Case{"Strike", "medtop:09000000", "Rail workers walk out",
             "Thousands of rail workers went on strike over wages and working conditions. The trade union said the "
             "employer had offered a pay rise below inflation; more industrial action is planned."}),
    [](const auto& instance) { return std::string(instance.param.name); });

TEST(Topics, BroaderConceptsAreAddedAndNoLessCertain) {
  const Tags tags = TagText(
      "The two ambassadors met at the embassy; the foreign minister spoke of diplomatic relations.", "Diplomats meet");
  const auto confidence = [&](std::string_view id) {
    for (const Topic& topic : tags.topics) {
      if (topic.id == id) return topic.confidence;
    }
    return 0.0;
  };
  ASSERT_GT(confidence("medtop:20000639"), 0) << "diplomacy";
  EXPECT_GE(confidence("medtop:20000638"), confidence("medtop:20000639")) << "international relations";
  EXPECT_GE(confidence("medtop:11000000"), confidence("medtop:20000638")) << "politics";
}

TEST(Topics, TextWithoutCuesHasNone) {
  EXPECT_THAT(TagText("Lorem ipsum dolor sit amet, consectetur adipiscing elit.").topics, IsEmpty());
  EXPECT_THAT(TagText("").topics, IsEmpty());
}

// A copy of the topics' resources in which one file can be spoiled.
class TopicsResources : public ::testing::Test {
 protected:
  void SetUp() override {
    namespace fs = std::filesystem;
    fs::create_directories(directory_ + "/topics/cues");
    fs::copy(std::string(WIREDESK_RESOURCES) + "/topics/media-topics.tsv", directory_ + "/topics",
             fs::copy_options::overwrite_existing);
  }
  void TearDown() override { std::filesystem::remove_all(directory_); }

  absl::Status LoadWithCue(const std::string& row) {
    std::ofstream(directory_ + "/topics/cues/test.tsv") << row << "\n";
    return Pipeline::Load(directory_, {"topics"}).status();
  }

  const std::string directory_ =
      ::testing::TempDir() + "/" + ::testing::UnitTest::GetInstance()->current_test_info()->name();
};

TEST_F(TopicsResources, AcceptsAConceptInForce) {
  EXPECT_TRUE(LoadWithCue("medtop:11000000\t2\tparliament").ok());
}

TEST_F(TopicsResources, RefusesARetiredConcept) {
  const absl::Status status = LoadWithCue("medtop:20000119\t2\tjustice");
  EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss);
  EXPECT_THAT(std::string(status.message()), HasSubstr("medtop:20000119 is not a concept in force"));
}

TEST_F(TopicsResources, RefusesAWeightThatIsNoNumber) {
  EXPECT_EQ(LoadWithCue("medtop:11000000\theavy\tparliament").code(), absl::StatusCode::kDataLoss);
}

}  // namespace
}  // namespace wiredesk::tagging
