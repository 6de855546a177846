#include "services/ingest/event_id.h"

#include <gtest/gtest.h>

#include <limits>
#include <string>

namespace wiredesk::ingest {
namespace {

constexpr char kArticle[] = "0123456789abcdef00000000000000ff";
constexpr char kHash[] = "fedcba98765432100000000000000000000000000000000000000000000000aa";

TEST(EventIdTest, IsTheArticleTheBeginOfItsHashAndItsVersion) {
  EXPECT_EQ(EventId(kArticle, kHash, 0).ToString(), "0123456789abcdef00000000000000ff-fedcba9876543210");
  EXPECT_EQ(EventId(kArticle, kHash, 3).ToString(), "0123456789abcdef00000000000000ff-fedcba9876543210-v3");
}

TEST(EventIdTest, ReadsWhatItWrites) {
  for (const uint64_t version : {uint64_t{0}, uint64_t{1}, uint64_t{10}, std::numeric_limits<uint64_t>::max()}) {
    const EventId id(kArticle, kHash, version);
    ASSERT_TRUE(EventId::Parse(id.ToString())) << id.ToString();
    EXPECT_EQ(*EventId::Parse(id.ToString()), id);
  }
  EXPECT_NE(EventId(kArticle, kHash, 0), EventId(kArticle, kHash, 1));
}

TEST(EventIdTest, AnyOtherTextIsNone) {
  const std::string good = EventId(kArticle, kHash, 12).ToString();
  for (size_t size = 0; size < good.size(); ++size) {
    // Without its last digits it is another version, or none.
    const bool other = size == 49 || size == good.size() - 1;
    EXPECT_EQ(EventId::Parse(good.substr(0, size)).has_value(), other) << size;
  }
  for (const char* text :
       {"0123456789abcdef00000000000000ff-fedcba9876543210-v0", "0123456789abcdef00000000000000ff-fedcba9876543210-v01",
        "0123456789abcdef00000000000000ff-fedcba9876543210-v1x", "0123456789abcdef00000000000000ff-fedcba9876543210-w1",
        "0123456789abcdef00000000000000ff-fedcba9876543210-v18446744073709551616",
        "0123456789ABCDEF00000000000000ff-fedcba9876543210", "0123456789abcdef00000000000000ff+fedcba9876543210",
        "0123456789abcdef00000000000000f -fedcba9876543210"}) {
    EXPECT_FALSE(EventId::Parse(text)) << text;
  }
}

}  // namespace
}  // namespace wiredesk::ingest
