#include "lib/normalize/url.h"

#include <gtest/gtest.h>

#include <string>

namespace wiredesk::normalize {
namespace {

TEST(UrlTest, ResolvesReferencesAsRfc3986Does) {
  const struct {
    const char* reference;
    const char* resolved;
  } cases[] = {{"g", "http://a/b/c/g"},      {"./g", "http://a/b/c/g"},
               {"g/", "http://a/b/c/g/"},    {"/g", "http://a/g"},
               {"//g", "http://g"},          {"?y", "http://a/b/c/d;p?y"},
               {"g?y", "http://a/b/c/g?y"},  {"#s", "http://a/b/c/d;p?q#s"},
               {"..", "http://a/b/"},        {"../g", "http://a/b/g"},
               {"../../g", "http://a/g"},    {"../../../g", "http://a/g"},
               {"/./g", "http://a/g"},       {"./g/.", "http://a/b/c/g/"},
               {"g/../h", "http://a/b/c/h"}, {"https://x.org/y", "https://x.org/y"}};
  for (const auto& c : cases) EXPECT_EQ(ResolveUrl("http://a/b/c/d;p?q", c.reference), c.resolved) << c.reference;
}

TEST(UrlTest, OtherSchemesAndBrokenAddressesResolveToNothing) {
  for (const char* reference :
       {"javascript:void(0)", "mailto:a@b.c", "data:image/png;base64,AA", "", "ftp://a/b", "a b"}) {
    EXPECT_EQ(ResolveUrl("https://a/b", reference), "") << reference;
  }
  EXPECT_EQ(ResolveUrl("", "relative"), "");
  EXPECT_EQ(ResolveUrl("", "https://a/b"), "https://a/b");
}

TEST(UrlTest, KnowsAbsoluteHttpUrls) {
  EXPECT_TRUE(IsAbsoluteHttpUrl("HTTPS://Example.org/a?b#c"));
  EXPECT_FALSE(IsAbsoluteHttpUrl("https://"));
  EXPECT_FALSE(IsAbsoluteHttpUrl("https:///path"));
  EXPECT_FALSE(IsAbsoluteHttpUrl("https://a/\n"));
  EXPECT_FALSE(IsAbsoluteHttpUrl("https://a/" + std::string(kMaxUrlBytes, 'x')));
}

TEST(UrlTest, HostIsBare) {
  EXPECT_EQ(UrlHost("https://user@WWW.Example.org:8080/a"), "example.org");
  EXPECT_EQ(UrlHost("mailto:a@b.c"), "");
}

}  // namespace
}  // namespace wiredesk::normalize
