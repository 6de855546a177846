#include "lib/text/signature.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>

namespace wiredesk::text {
namespace {

using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::Lt;

// Words that no two of these texts share when `first` is far enough apart.
std::string Numbers(int first, int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += "word" + std::to_string(first + i) + " ";
  return text;
}

TEST(SignatureTest, ShortTextsHaveNone) {
  EXPECT_TRUE(Signature::Of("").empty());
  EXPECT_TRUE(Signature::Of(Numbers(0, 19)).empty());
  EXPECT_FALSE(Signature::Of(Numbers(0, 20)).empty());
  EXPECT_TRUE(Signature::Of("港口开放").empty());
  EXPECT_TRUE(Signature().Encode().empty());
}

TEST(SignatureTest, KeepsAFewShinglesOfALongText) {
  for (const int words : {20, 60, 120, 200, 500, 1'000, 5'000, 100'000}) {
    const Signature signature = Signature::Of(Numbers(0, words));
    const size_t all = static_cast<size_t>(words) - 2;
    EXPECT_GE(signature.hashes().size(), std::min<size_t>(all, 40)) << words;
    EXPECT_LE(signature.hashes().size(), std::min<size_t>(all, 256)) << words;
    EXPECT_LE(signature.Encode().size(), 4 * signature.hashes().size() + 4) << words;
    const uint64_t limit = uint64_t{1} << (32 - signature.sampling_bits());
    EXPECT_THAT(signature.hashes(), Each(Lt(limit)));
    EXPECT_TRUE(std::is_sorted(signature.hashes().begin(), signature.hashes().end()));
  }
  const Signature article = Signature::Of(Numbers(0, 500));
  EXPECT_GE(article.hashes().size(), 64u);
  EXPECT_LE(article.Encode().size(), 512u);
}

TEST(SignatureTest, TextsThatSayTheSameAgainAndAgain) {
  std::string text;
  for (int i = 0; i < 5'000; ++i) text += "ha ";
  const Signature same = Signature::Of(text);
  EXPECT_LE(same.hashes().size(), 1u);
  for (int i = 0; i < 5'000; ++i) text += "ho hum ";
  EXPECT_LE(Signature::Of(text).hashes().size(), 6u);
  const std::string story = Numbers(0, 400);
  EXPECT_DOUBLE_EQ(EstimateContainment(Signature::Of(story), Signature::Of(story + story + story)), 1);
}

TEST(SignatureTest, CaseSignsAndSpacesDoNotCount) {
  const std::string text =
      "The council voted on Tuesday to keep the harbour open through the winter, officials said, although the ferry's "
      "operator had asked for \"a pause\" of two months.";
  const std::string other =
      "THE COUNCIL voted on Tuesday to keep the harbour open through the winter officials said -- although the "
      "ferry\u2019s\noperator had asked for \u201ca pause\u201d of two months";
  EXPECT_EQ(Signature::Of(text), Signature::Of(other));
}

TEST(SignatureTest, ContainmentGoesOneWay) {
  const Signature story = Signature::Of(Numbers(0, 100));
  const Signature both = Signature::Of(Numbers(0, 100) + Numbers(1'000, 100));
  EXPECT_DOUBLE_EQ(EstimateContainment(story, both), 1);
  EXPECT_NEAR(EstimateContainment(both, story), 0.5, 0.15);
  EXPECT_NEAR(EstimateResemblance(story, both), 0.5, 0.15);
  EXPECT_DOUBLE_EQ(CompareSignatures(story, both).ContainmentOfSmaller(), 1);
  EXPECT_DOUBLE_EQ(CompareSignatures(both, story).ContainmentOfSmaller(), 1);
}

TEST(SignatureTest, NothingIsContainedInNothing) {
  const Signature story = Signature::Of(Numbers(0, 100));
  EXPECT_EQ(EstimateContainment(story, Signature()), 0);
  EXPECT_EQ(EstimateContainment(Signature(), story), 0);
  EXPECT_EQ(EstimateResemblance(Signature(), Signature()), 0);
}

TEST(SignatureTest, EncodingGivesTheSameBack) {
  for (int words = 20; words < 3'000; words += 37) {
    const Signature signature = Signature::Of(Numbers(words, words));
    const auto decoded = Signature::Decode(signature.Encode());
    ASSERT_TRUE(decoded.ok()) << decoded.status();
    EXPECT_EQ(*decoded, signature);
  }
  EXPECT_TRUE(Signature::Decode("")->empty());
}

TEST(SignatureTest, RefusesWhatItDidNotMake) {
  const std::string bytes = Signature::Of(Numbers(0, 500)).Encode();
  const auto error = [](std::string_view encoded) {
    const auto decoded = Signature::Decode(encoded);
    return decoded.ok() ? "" : std::string(decoded.status().message());
  };
  EXPECT_THAT(error("\x02" + bytes.substr(1)), HasSubstr("version"));
  EXPECT_THAT(error(bytes.substr(0, 2)), HasSubstr("header"));
  EXPECT_THAT(error(bytes.substr(0, 1) + "\x20" + bytes.substr(2)), HasSubstr("sampling bits"));
  EXPECT_THAT(error(bytes + '\0'), HasSubstr("behind"));
  for (size_t size = 3; size < bytes.size(); ++size) EXPECT_NE(error(bytes.substr(0, size)), "") << size;
  EXPECT_THAT(error(std::string("\x01\x00\x00", 3) + std::string(64, '\xFF')), HasSubstr("above its limit"));
}

TEST(SignatureTest, DecodesNoGarbageToWhatItWouldNotEncode) {
  std::mt19937 random(7);
  for (int i = 0; i < 20'000; ++i) {
    std::string bytes(random() % 40, '\0');
    for (char& byte : bytes) byte = static_cast<char>(random());
    if (!bytes.empty() && i % 2 == 0) bytes[0] = 1;
    if (bytes.size() > 2 && i % 4 == 0) bytes[2] = static_cast<char>(random() % 8);
    const auto decoded = Signature::Decode(bytes);
    if (decoded.ok()) {
      EXPECT_EQ(decoded->Encode(), bytes);
    }
  }
}

// Signatures that were stored must stay comparable: a change of these needs a new version.
TEST(SignatureTest, StaysAsItIs) {
  const Signature signature = Signature::Of(Numbers(0, 20));
  ASSERT_EQ(signature.hashes().size(), 18u);
  EXPECT_EQ(signature.hashes().front(), 173730244u);
  EXPECT_EQ(signature.hashes().back(), 4248780380u);
  EXPECT_EQ(signature.Encode().substr(0, 8), std::string("\x01\x00\x11\x92\xD7N'\xE5", 8));
}

}  // namespace
}  // namespace wiredesk::text
