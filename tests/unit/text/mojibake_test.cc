#include "lib/text/mojibake.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "lib/text/charset_converter.h"

namespace wiredesk::text {
namespace {

std::string Misread(const std::string& text, std::string_view charset) {
  std::string misread;
  size_t replaced = 0;
  EXPECT_TRUE(ConvertToUtf8(text, *FindCharset(charset), &misread, &replaced).ok());
  EXPECT_EQ(replaced, 0u);
  return misread;
}

const char* const kTexts[] = {
    "Le café a fermé à midi ; l’hôtel reste ouvert…",
    "Die Bürgermeisterin sagte: „Wir schließen nächstes Jahr.“",
    "Šiaulių meras žada naujų darbų – taryba nesutiko.",
    "Łódź i Kraków będą współpracować, mówią władze.",
    "Стороны обсудили поставки зерна и цены на топливо",
    "Η κυβέρνηση ανακοίνωσε νέα μέτρα για την ενέργεια.",
    "東京の港で新しい橋が開通した。",
    "She paid 40 € — “too much”, he said.",
    "São Paulo não terá eleição antecipada.",
    "ראש העיר נאם אתמול",
};

TEST(MojibakeTest, RepairsUtf8ThatWasReadAsWindows1252) {
  for (const std::string original : kTexts) {
    std::string text = Misread(original, "windows-1252");
    const MojibakeRepair repair = RepairMojibake(&text);
    EXPECT_EQ(text, original);
    EXPECT_GT(repair.sequences, 0u);
    EXPECT_EQ(repair.rounds, 1u);
    EXPECT_EQ(repair.charset, "windows-1252");
  }
}

TEST(MojibakeTest, RepairsWhatWasMisreadTwice) {
  for (const std::string original : kTexts) {
    std::string text = Misread(Misread(original, "windows-1252"), "windows-1252");
    EXPECT_EQ(RepairMojibake(&text).rounds, 2u) << original;
    EXPECT_EQ(text, original);
  }
}

TEST(MojibakeTest, RepairsOtherSingleByteCharsets) {
  std::string russian = Misread("Стороны обсудили поставки зерна", "windows-1251");
  EXPECT_EQ(RepairMojibake(&russian).charset, "windows-1251");
  EXPECT_EQ(russian, "Стороны обсудили поставки зерна");
  std::string polish = Misread("Władze mówią o współpracy i budżecie, będą zmiany.", "windows-1250");
  RepairMojibake(&polish);
  EXPECT_EQ(polish, "Władze mówią o współpracy i budżecie, będą zmiany.");
  std::string lithuanian = Misread("Šiaulių meras žada naujų darbų, sako ąžuolas", "windows-1257");
  RepairMojibake(&lithuanian);
  EXPECT_EQ(lithuanian, "Šiaulių meras žada naujų darbų, sako ąžuolas");
}

TEST(MojibakeTest, AWordInAWellReadTextIsRepaired) {
  std::string text = "Der Bürgermeister wohnt in der StraÃŸe nebenan, donâ€™t you know.";
  EXPECT_EQ(RepairMojibake(&text).sequences, 2u);
  EXPECT_EQ(text, "Der Bürgermeister wohnt in der Straße nebenan, don’t you know.");
}

TEST(MojibakeTest, WellReadTextStays) {
  std::vector<std::string> texts(std::begin(kTexts), std::end(kTexts));
  for (const char* text : {"« La liberté\u00A0», dit-il, au CAFÉ», à Orléans…", "Hän sanoi: »HELMIKUUN PÄIVÄ»",
                           "São Paulo, ÂNGELA, MÃE e PÃO — “não”", "À°", "Temperature: 20\u00A0°C, Â", "IRÃ…", "Ãîðîä",
                           "Crème brûlée®, naïveté™", "Răspunsul «ROMÂ» a venit", "Übergröße ÄÖÜ ßẞ",
                           "Рост цен в России. С. Петров: «Рады»", "Ђорђе Ћосић, Љубљана", "āšā ēņģīķ ļūž"}) {
    texts.push_back(text);
  }
  for (const std::string& original : texts) {
    std::string text = original;
    EXPECT_EQ(RepairMojibake(&text).sequences, 0u) << original << " became " << text;
    EXPECT_EQ(text, original);
  }
}

TEST(MojibakeTest, WhatCannotBeReadBackStays) {
  const std::string original = "Ã¼ber die Brücke, fÃ÷r immer";
  std::string text = original;
  EXPECT_EQ(RepairMojibake(&text).sequences, 0u);
  EXPECT_EQ(text, original);
}

}  // namespace
}  // namespace wiredesk::text
