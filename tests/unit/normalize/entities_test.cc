#include "lib/normalize/entities.h"

#include <gtest/gtest.h>

namespace wiredesk::normalize {
namespace {

TEST(EntitiesTest, ResolvesEntities) {
  EXPECT_EQ(ResolveEntities("a &amp; b &#8217; &#x2019; &quot;"), "a & b ’ ’ \"");
  EXPECT_EQ(ResolveEntities("AT&T &unknown; &#xD800; &#0; & &;"), "AT&T &unknown; &#xD800; &#0; & &;");
}

}  // namespace
}  // namespace wiredesk::normalize
