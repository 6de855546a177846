#include "lib/text/language.h"

#include <gtest/gtest.h>

#include <string>

namespace wiredesk::text {
namespace {

struct Case {
  const char* code;
  const char* text;
};

TEST(LanguageTest, RecognisesLanguages) {
  const Case cases[] = {
      {"en", "The council voted on Tuesday to keep the harbour open through the winter, officials said."},
      {"lt", "Miesto taryba antradienį nusprendė, kad uostas žiemą liks atidarytas, pranešė savivaldybės atstovai."},
      {"lv", "Pilsētas dome otrdien nolēma, ka osta ziemā paliks atvērta, paziņoja pašvaldības pārstāvji."},
      {"et", "Linnavolikogu otsustas teisipäeval, et sadam jääb talvel avatuks, teatasid ametnikud."},
      {"pl", "Rada miasta zdecydowała we wtorek, że port pozostanie otwarty przez zimę, poinformowali urzędnicy."},
      {"ru", "Городской совет во вторник решил, что порт останется открытым зимой, сообщили чиновники."},
      {"uk", "Міська рада у вівторок вирішила, що порт залишиться відкритим узимку, повідомили посадовці."},
      {"de", "Der Stadtrat beschloss am Dienstag, den Hafen den Winter über offen zu halten, wie Beamte mitteilten."},
      {"fr",
       "Le conseil municipal a décidé mardi de garder le port ouvert pendant l'hiver, ont annoncé les responsables."},
      {"he", "מועצת העיר החליטה ביום שלישי להשאיר את הנמל פתוח במהלך החורף, כך מסרו גורמים רשמיים."},
  };
  for (const Case& c : cases) {
    const Language language = DetectLanguage(c.text);
    EXPECT_EQ(language.code, c.code) << c.text;
    EXPECT_GT(language.confidence, 0.5);
    EXPECT_LE(language.confidence, 1.0);
  }
}

TEST(LanguageTest, SaysWhenItCannotTell) {
  EXPECT_EQ(DetectLanguage("").code, "und");
  EXPECT_EQ(DetectLanguage("12:30 – 14:45").code, "und");
  EXPECT_EQ(DetectLanguage("").confidence, 0.0);
}

TEST(LanguageTest, LongTextIsJudgedFromAllItsParts) {
  std::string text;
  for (int i = 0; i < 400; ++i) text += "Pilsētas dome otrdien nolēma, ka osta ziemā paliks atvērta. ";
  EXPECT_EQ(DetectLanguage(text).code, "lv");
}

}  // namespace
}  // namespace wiredesk::text
