#include "lib/normalize/dateline.h"

#include <gtest/gtest.h>

#include <string>

#include "support.h"

namespace wiredesk::normalize {
namespace {

// "place|agency|rest of the paragraph", or "none".
std::string Read(const std::string& paragraph) {
  const auto dateline = FindDateline(paragraph, Rules());
  if (!dateline) return "none";
  return dateline->place_and_date + "|" + dateline->agency + "|" + paragraph.substr(dateline->size);
}

TEST(DatelineTest, ReadsTheFormsOfWires) {
  EXPECT_EQ(Read("VILNIUS, Dec 30 (ELTA) – Text."), "VILNIUS, Dec 30|ELTA|Text.");
  EXPECT_EQ(Read("Vilnius, gruodžio 30 d. (BNS). Tekstas."), "Vilnius, gruodžio 30 d.|BNS|Tekstas.");
  EXPECT_EQ(Read("WASHINGTON (AP) -- Text."), "WASHINGTON|AP|Text.");
  EXPECT_EQ(Read("NEW YORK (Reuters) - Text."), "NEW YORK|Reuters|Text.");
  EXPECT_EQ(Read("Berlin (dpa) - Text."), "Berlin|dpa|Text.");
  EXPECT_EQ(Read("МОСКВА, 30 дек — РИА Новости. Текст."), "МОСКВА, 30 дек|RIA Novosti|Текст.");
  EXPECT_EQ(Read("PARIS — Text."), "PARIS||Text.");
  EXPECT_EQ(Read("KYIV, Ukraine — Text."), "KYIV, Ukraine||Text.");
}

TEST(DatelineTest, LeavesSentencesAlone) {
  for (const char* text :
       {"BREAKING - Text.", "Berlin - a city - is large.", "The company (Acme) - founded in 1900 - grew.",
        "US-China trade - a long story.", "Prices rose (again) - and fell.", "AI - the new wave.", ""}) {
    EXPECT_EQ(Read(text), "none") << text;
  }
}

}  // namespace
}  // namespace wiredesk::normalize
