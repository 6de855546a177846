#include "lib/normalize/dateline.h"

#include <gtest/gtest.h>

#include <string>

#include "support.h"

namespace wiredesk::normalize {
namespace {

// "place|date|agency|rest of the paragraph", or "none".
std::string Read(const std::string& paragraph) {
  const auto dateline = FindDateline(paragraph, Rules());
  if (!dateline) return "none";
  return dateline->place + "|" + dateline->date + "|" + dateline->agency + "|" + paragraph.substr(dateline->size);
}

TEST(DatelineTest, ReadsAgenciesInBrackets) {
  EXPECT_EQ(Read("VILNIUS, Dec 30 (ELTA) – Text."), "VILNIUS|Dec 30|ELTA|Text.");
  EXPECT_EQ(Read("Vilnius, gruodžio 30 d. (BNS). Tekstas."), "Vilnius|gruodžio 30 d.|BNS|Tekstas.");
  EXPECT_EQ(Read("WASHINGTON (AP) -- Text."), "WASHINGTON||AP|Text.");
  EXPECT_EQ(Read("WASHINGTON, D.C. (AP) — Text."), "WASHINGTON, D.C.||AP|Text.");
  EXPECT_EQ(Read("NEW YORK (Reuters) - Text."), "NEW YORK||Reuters|Text.");
  EXPECT_EQ(Read("NEW YORK/LONDON, Jan. 5 (Reuters) - Text."), "NEW YORK/LONDON|Jan. 5|Reuters|Text.");
  EXPECT_EQ(Read("Berlin/Paris (AFP) - Text."), "Berlin/Paris||AFP|Text.");
  EXPECT_EQ(Read("Berlin (dpa) - Text."), "Berlin||dpa|Text.");
  EXPECT_EQ(Read("Frankfurt am Main (dpa/lhe) - Text."), "Frankfurt am Main||dpa|Text.");
  EXPECT_EQ(Read("PARIS, 12 mars (AFP) - Texte."), "PARIS|12 mars|AFP|Texte.");
  EXPECT_EQ(Read("Madrid, 30 dic (EFE).- Texto."), "Madrid|30 dic|EFE|Texto.");
  EXPECT_EQ(Read("MADRID, 30 Dic. (EUROPA PRESS) - Texto."), "MADRID|30 Dic.|Europa Press|Texto.");
  EXPECT_EQ(Read("Lisboa, 30 dez 2020 (Lusa) – Texto."), "Lisboa|30 dez 2020|Lusa|Texto.");
  EXPECT_EQ(Read("PRAHA 30. prosince (ČTK) - Text."), "PRAHA|30. prosince|CTK|Text.");
  EXPECT_EQ(Read("Bratislava 30. decembra (TASR) – Text."), "Bratislava|30. decembra|TASR|Text.");
  EXPECT_EQ(Read("Kraków, 30.12.2020 (PAP) - Tekst."), "Kraków|30.12.2020|PAP|Tekst.");
  EXPECT_EQ(Read("RĪGA, 30. dec. (LETA) - Teksts."), "RĪGA|30. dec.|LETA|Teksts.");
  EXPECT_EQ(Read("ANKARA (AA) - Metin."), "ANKARA||Anadolu Agency|Metin.");
  EXPECT_EQ(Read("BEIJING, Dec. 30 (Xinhua) -- Text."), "BEIJING|Dec. 30|Xinhua|Text.");
  EXPECT_EQ(Read("New Delhi, Dec 30 (PTI) The text."), "New Delhi|Dec 30|PTI|The text.");
  EXPECT_EQ(Read("MOSCOW, December 30. /TASS/. Text."), "MOSCOW|December 30.|TASS|Text.");
}

TEST(DatelineTest, ReadsAgenciesWithoutBrackets) {
  EXPECT_EQ(Read("МОСКВА, 30 дек — РИА Новости. Текст."), "МОСКВА|30 дек|RIA Novosti|Текст.");
  EXPECT_EQ(Read("Москва. 30 декабря. ИНТЕРФАКС - Текст."), "Москва|30 декабря|Interfax|Текст.");
  EXPECT_EQ(Read("TALLINN, 30. detsember, BNS - Tekst."), "TALLINN|30. detsember|BNS|Tekst.");
  EXPECT_EQ(Read("Rīga, 30.dec., LETA. Teksts."), "Rīga|30.dec.|LETA|Teksts.");
}

TEST(DatelineTest, ReadsTheAgencyFirst) {
  EXPECT_EQ(Read("(ANSA) - ROMA, 30 DIC - Il testo."), "ROMA|30 DIC|ANSA|Il testo.");
  EXPECT_EQ(Read("(AFP) - Le texte."), "||AFP|Le texte.");
}

TEST(DatelineTest, ReadsPlacesWithoutAnAgency) {
  EXPECT_EQ(Read("PARIS — Text."), "PARIS|||Text.");
  EXPECT_EQ(Read("KYIV, Ukraine — Text."), "KYIV, Ukraine|||Text.");
  EXPECT_EQ(Read("SYDNEY — The text."), "SYDNEY|||The text.");
  EXPECT_EQ(Read("LOS ANGELES, Calif., Feb 26 -\nShr 34 cts."), "LOS ANGELES, Calif.|Feb 26||Shr 34 cts.");
  EXPECT_EQ(Read("ERIE, PA., March 2 - The text."), "ERIE, PA.|March 2||The text.");
  EXPECT_EQ(Read("ROME, March 3 -\nSHARES UP"), "ROME|March 3||SHARES UP");
  EXPECT_EQ(Read("Hamburg, 4. Februar – Der Text."), "Hamburg|4. Februar||Der Text.");
  EXPECT_EQ(Read("KLAIPĖDA, sausio 18 d. – Tekstas."), "KLAIPĖDA|sausio 18 d.||Tekstas.");
  EXPECT_EQ(Read("VILNIUS, Dec 30 (Newsdesk) – Text."), "VILNIUS|Dec 30||Text.");
}

TEST(DatelineTest, LeavesSentencesAlone) {
  for (const char* text : {"BREAKING - Text.",
                           "Berlin - a city - is large.",
                           "The company (Acme) - founded in 1900 - grew.",
                           "US-China trade - a long story.",
                           "Prices rose (again) - and fell.",
                           "AI - the new wave.",
                           "",
                           "U.S. SUGAR IMPORTS DOWN - USDA",
                           "PORT SUBSIDY TO END JULY 1 - MINISTER",
                           "CANADIAN PACIFIC (CP) CONFIRMS EARNINGS",
                           "Chapter 12 - the end.",
                           "Berlin, Reuters, and Paris are words.",
                           "In Paris (AFP has an office there) the rain fell - a lot.",
                           "IRAQ, 3 dead - what we know.",
                           "The Associated Press - a cooperative - was founded in 1846.",
                           "He told Reuters - and AFP - that it was over.",
                           "СРОЧНО - Текст новости.",
                           "(This is a note) - and text.",
                           "30 - a number.",
                           "– Labas, – sakė ji."}) {
    EXPECT_EQ(Read(text), "none") << text;
  }
}

}  // namespace
}  // namespace wiredesk::normalize
