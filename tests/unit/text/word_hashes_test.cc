#include "lib/text/word_hashes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace wiredesk::text {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<uint64_t> Hashes(std::string_view text) {
  std::vector<uint64_t> hashes;
  for (const WordHash& word : HashWords(text)) hashes.push_back(word.hash);
  return hashes;
}

std::vector<uint64_t> HashesOf(const std::vector<std::string>& folded) {
  std::vector<uint64_t> hashes;
  for (const std::string& word : folded) hashes.push_back(HashWord(word));
  return hashes;
}

TEST(HashWordsTest, FoldsCaseAndPartsAtSigns) {
  EXPECT_EQ(Hashes("The  Port, of KLAIPĖDA—“Old” 3rd-Pier."),
            HashesOf({"the", "port", "of", "klaipėda", "old", "3rd", "pier"}));
  EXPECT_EQ(Hashes("Город ПОРТ\n\nὈδυσσεύς"), HashesOf({"город", "порт", "ὀδυσσεύσ"}));
}

TEST(HashWordsTest, WordsOfAnyLengthHashAlikeWhereverTheyStand) {
  std::string word;
  for (int length = 1; length <= 40; ++length) {
    word += static_cast<char>('a' + length % 26);
    const uint64_t hash = HashWord(word);
    // At the end of a text, amid ASCII, and as the middle word of one that is read character by character.
    EXPECT_THAT(Hashes(word), ElementsAre(hash)) << word;
    EXPECT_THAT(Hashes(word + " and more words behind it")[0], hash) << word;
    EXPECT_THAT(Hashes("é" + word + " " + word + "é " + word + "\u2019 é")[2], hash) << word;
  }
}

TEST(HashWordsTest, ApostrophesAndInvisibleCharactersDoNotCount) {
  const std::vector<uint64_t> plain = HashesOf({"dont", "cooperate"});
  EXPECT_EQ(Hashes("don't cooperate"), plain);
  EXPECT_EQ(Hashes("don\u2019t co\u00ADoper\u200Bate"), plain);
  EXPECT_EQ(Hashes("' \u2019 \u200B"), std::vector<uint64_t>());
}

TEST(HashWordsTest, SaysWhereWordsBegin) {
  const auto words = HashWords("“Ein Ölfass”, 5 l");
  ASSERT_EQ(words.size(), 4u);
  EXPECT_EQ(words[0].begin, 3u);
  EXPECT_EQ(words[1].begin, 7u);
  EXPECT_EQ(words[2].begin, 19u);
  EXPECT_EQ(words[3].begin, 21u);
}

TEST(HashWordsTest, ScriptsWithoutSpacesAreCharacters) {
  const auto chinese = HashWords("港口，开放5天");
  ASSERT_EQ(chinese.size(), 6u);
  EXPECT_EQ(chinese[0], (WordHash{HashWord("港"), 0, kIdeographUnits}));
  EXPECT_EQ(chinese[4], (WordHash{HashWord("5"), 15, kWordUnits}));
  const auto japanese = HashWords("港はポート");
  ASSERT_EQ(japanese.size(), 5u);
  EXPECT_EQ(japanese[1], (WordHash{HashWord("は"), 3, kUnspacedUnits}));
  // Marks belong to the letter before them.
  const auto thai = HashWords("ที่ปิด");
  ASSERT_EQ(thai.size(), 3u);
  EXPECT_EQ(thai[0], (WordHash{HashWord("ที่"), 0, kUnspacedUnits}));
}

TEST(HashWordsTest, ReadsWhatHoldsNoWords) {
  EXPECT_THAT(HashWords(""), IsEmpty());
  EXPECT_THAT(HashWords(" \n—…!"), IsEmpty());
}

// Signatures that were stored hold these.
TEST(HashWordsTest, HashesStayAsTheyAre) {
  EXPECT_EQ(HashWord("ferry"), 18434975054861173241u);
  EXPECT_EQ(HashWord("vilnius"), 10263301464100064065u);
  EXPECT_EQ(HashWord("elektrokardiografas"), 16881647770086663363u);
  EXPECT_EQ(HashWord("港"), 3335121227004619561u);
}

}  // namespace
}  // namespace wiredesk::text
