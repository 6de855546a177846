#include "lib/tagging/phrase_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace wiredesk::tagging {
namespace {

using ::testing::ElementsAre;
using ::testing::FieldsAre;
using ::testing::IsEmpty;

class PhraseTableTest : public ::testing::Test {
 protected:
  void Add(ListId list, std::initializer_list<std::string_view> words, uint32_t value) {
    table_.Add(list, std::vector<std::string_view>(words), value);
  }

  std::vector<std::vector<Hit>> Match(std::initializer_list<std::string_view> words) {
    std::vector<WordId> ids;
    for (std::string_view word : words) ids.push_back(table_.Find(word));
    std::vector<std::vector<Hit>> hits(table_.ListCount());
    for (size_t at = 0; at < ids.size(); ++at) table_.Match(ids, at, hits);
    return hits;
  }

  PhraseTable table_;
  ListId cities_ = table_.AddList();
  ListId papers_ = table_.AddList();
};

TEST_F(PhraseTableTest, FindsOverlappingPhrasesOfEachList) {
  Add(cities_, {"york"}, 1);
  Add(cities_, {"new", "york"}, 2);
  Add(papers_, {"new", "york", "times"}, 3);
  const auto hits = Match({"the", "new", "york", "times", "of", "york"});
  EXPECT_THAT(hits[cities_], ElementsAre(FieldsAre(1, 2, 2), FieldsAre(2, 1, 1), FieldsAre(5, 1, 1)));
  EXPECT_THAT(hits[papers_], ElementsAre(FieldsAre(1, 3, 3)));
}

TEST_F(PhraseTableTest, AFirstPartIsNoMatch) {
  Add(cities_, {"new", "york"}, 1);
  EXPECT_THAT(Match({"new", "jersey"})[cities_], IsEmpty());
  EXPECT_THAT(Match({"new"})[cities_], IsEmpty());
}

TEST_F(PhraseTableTest, KeepsEveryValueOfAPhrase) {
  Add(cities_, {"paris"}, 7);
  Add(cities_, {"paris"}, 8);
  EXPECT_EQ(Match({"paris"})[cities_].size(), 2);
}

TEST_F(PhraseTableTest, AnEmptyPhraseMatchesNothing) {
  Add(cities_, {}, 1);
  EXPECT_THAT(Match({"paris"})[cities_], IsEmpty());
}

}  // namespace
}  // namespace wiredesk::tagging
