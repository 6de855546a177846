#include "lib/text/language_detector.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <string>

namespace wiredesk::text {
namespace {

using ::testing::AnyOf;

const LanguageDetector& Detector() {
  static const LanguageDetector* const detector = [] {
    auto loaded = LanguageDetector::Load(WIREDESK_RESOURCES);
    return loaded.ok() ? new LanguageDetector(*std::move(loaded)) : nullptr;
  }();
  return *detector;
}

std::string CodeOf(std::string_view text, std::string_view hint = {}) {
  return Detector().Detect(text, hint).code;
}

struct Sentence {
  std::string language;
  std::string text;
};

// Sentences in languages that are taken for each other.
std::vector<Sentence> CloseSentences() {
  std::vector<Sentence> sentences;
  std::ifstream file(std::string(WIREDESK_TEST_DATA) + "/language/close.tsv");
  for (std::string line; std::getline(file, line);) {
    const size_t tab = line.find('\t');
    sentences.push_back({line.substr(0, tab), line.substr(tab + 1)});
  }
  return sentences;
}

TEST(LanguageDetectorTest, SingleSentencesInCloseLanguagesAreRightOrNotTold) {
  std::map<std::string, int> right;
  int wrong = 0;
  for (const Sentence& sentence : CloseSentences()) {
    const std::string code = CodeOf(sentence.text);
    right[sentence.language] += code == sentence.language;
    if (code == sentence.language || code == "und") continue;
    ++wrong;
    EXPECT_EQ(sentence.language, "nn") << code << ": " << sentence.text;
  }
  EXPECT_LE(wrong, 3);  // Nynorsk that has no word of its own is Bokmål to CLD2.
  for (const char* language : {"bg", "da", "hr", "id", "mk", "ms", "no", "sr"})
    EXPECT_GE(right[language], 10) << language;
  EXPECT_GE(right["sr-Latn"], 9);
  EXPECT_GE(right["bs"], 7);
}

// An article has more to go by than a sentence.
TEST(LanguageDetectorTest, FourSentencesInCloseLanguagesAreRight) {
  const std::vector<Sentence> sentences = CloseSentences();
  for (size_t i = 0; i + 4 <= sentences.size(); i += 4) {
    std::string text;
    for (size_t j = i; j < i + 4; ++j) text += sentences[j].text + " ";
    EXPECT_EQ(CodeOf(text), sentences[i].language) << text;
  }
}

TEST(LanguageDetectorTest, TheHintDecidesBetweenCloseLanguagesOnly) {
  const std::string either =
      "Policija je u utorak zatvorila most zbog leda, a autobusi idu preko starog grada. Nije bilo žrtava, ali su "
      "ljudi "
      "dugo čekali, i to su im svi oprostili.";
  EXPECT_EQ(CodeOf(either), "und");
  EXPECT_EQ(CodeOf(either, "bs-BA"), "bs");
  EXPECT_EQ(CodeOf(either, "sr"), "sr-Latn");
  EXPECT_LE(Detector().Detect(either, "hr").confidence, 0.5);
  EXPECT_THAT(CodeOf(either, "lt"), AnyOf("und", "hr", "bs", "sr-Latn"));
  EXPECT_EQ(CodeOf("Vlak u siječnju tjednima neće voziti, priopćila je tvrtka; tisuće putnika idu autobusom.", "sr"),
            "hr");
}

TEST(LanguageDetectorTest, KnowsLanguagesThatCld2DoesNot) {
  EXPECT_EQ(CodeOf("De Gemengerot huet en Dënschdeg decidéiert, datt d'Schoul och am Wanter op bleift. Et ass net déi "
                   "éischt Kéier, datt si sech esou entscheet, a vill Leit sinn frou doriwwer."),
            "lb");
  EXPECT_EQ(
      CodeOf("Býráðið gjørdi av týsdagin, at skúlin eisini skal vera opin um veturin. Tað er ikki fyrstu ferð, at "
             "tey hava gjørt hetta, og nógv eru fegin um tað."),
      "fo");
}

TEST(LanguageDetectorTest, LeavesOtherLanguagesToCld2) {
  EXPECT_EQ(CodeOf("市议会周二决定，港口整个冬天都将保持开放，官员们说。这是多年来的第一次。"), "zh");
  EXPECT_EQ(CodeOf("市議会は火曜日、港を冬の間も開けておくことを決めた。"), "ja");
  EXPECT_EQ(CodeOf("საქალაქო საბჭომ სამშაბათს გადაწყვიტა, რომ პორტი ზამთარშიც ღია დარჩება."), "ka");
  EXPECT_EQ(CodeOf("Қалалық кеңес сейсенбіде порттың қыс бойы ашық болатынын шешті, деп хабарлады шенеуніктер."), "kk");
}

TEST(LanguageDetectorTest, SaysWhenItCannotTell) {
  EXPECT_EQ(CodeOf(""), "und");
  EXPECT_EQ(CodeOf("12:30 – 14:45"), "und");
  EXPECT_EQ(Detector().Detect("").confidence, 0);
}

TEST(LanguageDetectorTest, MostOfTheTextDecides) {
  const std::string english =
      "The council said on Tuesday that the port will be open in the winter, and that it is safe. ";
  const std::string lithuanian =
      "Miesto taryba antradienį pranešė, kad uostas žiemą bus atidarytas ir kad jis yra saugus visiems. ";
  EXPECT_EQ(CodeOf(english + english + english + english + english + lithuanian), "en");
  EXPECT_EQ(CodeOf(lithuanian + lithuanian + lithuanian + lithuanian + lithuanian + english), "lt");
}

TEST(LanguageDetectorTest, PartsInAnotherLanguage) {
  const std::string lithuanian =
      "Miesto taryba antradienį pranešė, kad uostas žiemą bus atidarytas ir kad jis yra saugus visiems.\n\n";
  const std::string english = "“We are very glad that it was possible to do this before the winter,” said the captain.";
  const std::string text = lithuanian + lithuanian + english + "\n\nYes, we can.";
  const std::vector<WordHash> words = HashWords(text);
  const LanguageReading reading = Detector().Read(text, words);
  const size_t begin = 2 * lithuanian.size();
  EXPECT_EQ(reading.OfPart(begin, begin + english.size(), "lt"), "en");
  EXPECT_EQ(reading.OfPart(begin, begin + english.size(), "en"), "");
  EXPECT_EQ(reading.OfPart(0, lithuanian.size(), "lt"), "");
  EXPECT_EQ(reading.OfPart(text.size() - 12, text.size(), "lt"), "") << "too short to tell";
  EXPECT_EQ(reading.OfPart(0, 0, "lt"), "");
}

TEST(LanguageDetectorTest, PartsInACloseLanguageAreNoOther) {
  const std::string text =
      "Predsjednik općine je jučer rekao da će u siječnju tisuće ljudi moći doći vlakom, a tko želi može i ranije.";
  const std::vector<WordHash> words = HashWords(text);
  EXPECT_EQ(Detector().Read(text, words).OfPart(0, text.size(), "bs"), "");
}

}  // namespace
}  // namespace wiredesk::text
