// Re-publications as newsrooms make them, out of the texts in tests/data: what a signature says of them against what
// is true of all their shingles.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "lib/text/signature.h"
#include "lib/text/utf8.h"

namespace wiredesk::text {
namespace {

constexpr double kThreshold = 0.45;  // From here on two texts count as one.

struct Story {
  std::string name;
  std::string language;
  std::string text;
};

std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

Story ReadPage(const std::filesystem::path& path) {
  const auto page = nlohmann::json::parse(ReadFile(path));
  Story story{path.stem(), page.value("language", ""), ""};
  for (const auto& paragraph : page.value("body", std::vector<std::string>())) {
    story.text += (story.text.empty() ? "" : "\n\n") + paragraph;
  }
  return story;
}

// So many words drawn from the text's own: each story is another one in the same words.
Story Draw(const Story& from, size_t count, std::mt19937& random) {
  const std::vector<WordHash> words = HashWords(from.text);
  Story drawn{from.name + " drawn", from.language, ""};
  for (size_t i = 0; i < count; ++i) {
    const size_t at = random() % words.size();
    const size_t end = at + 1 < words.size() ? words[at + 1].begin : from.text.size();
    drawn.text += from.text.substr(words[at].begin, end - words[at].begin) + ' ';
  }
  return drawn;
}

// The bodies of all pages, the sample, and longer texts in its words.
const std::vector<Story>& Stories() {
  static const auto* const stories = [] {
    auto* read = new std::vector<Story>;
    const std::filesystem::path data = WIREDESK_TEST_DATA;
    for (const auto& entry : std::filesystem::directory_iterator(data / "pages")) {
      if (entry.path().extension() != ".json") continue;
      Story story = ReadPage(entry.path());
      if (!Signature::Of(story.text).empty()) read->push_back(std::move(story));
    }
    read->push_back({"putin-letters", "en", ReadFile(data / "samples/putin-letters.txt")});
    std::sort(read->begin(), read->end(), [](const Story& a, const Story& b) { return a.name < b.name; });
    std::mt19937 random(1);
    const Story sample = *std::find_if(read->begin(), read->end(), [](auto& s) { return s.name == "putin-letters"; });
    for (const size_t words : {300, 500, 800, 1'500, 3'000}) read->push_back(Draw(sample, words, random));
    return read;
  }();
  return *stories;
}

using Shingles = std::set<std::vector<uint64_t>>;

Shingles AllShingles(const std::string& text) {
  const std::vector<WordHash> words = HashWords(text);
  Shingles shingles;
  for (size_t first = 0; first < words.size(); ++first) {
    std::vector<uint64_t> shingle;
    uint32_t units = 0;
    for (size_t i = first; i < words.size() && units < 3 * kWordUnits; ++i) {
      shingle.push_back(words[i].hash);
      units += words[i].units;
    }
    if (units >= 3 * kWordUnits) shingles.insert(std::move(shingle));
  }
  return shingles;
}

double TrueContainment(const std::string& a, const std::string& b) {
  const Shingles of_a = AllShingles(a);
  const Shingles of_b = AllShingles(b);
  const auto in_b =
      std::count_if(of_a.begin(), of_a.end(), [&](const auto& shingle) { return of_b.contains(shingle); });
  return static_cast<double>(in_b) / static_cast<double>(of_a.size());
}

std::string Beginning(const std::string& text, double share) {
  return std::string(TruncateUtf8(text, static_cast<size_t>(share * static_cast<double>(text.size()))));
}

// Every word is another one with this probability.
std::string Edited(const std::string& text, double share, std::mt19937& random) {
  std::string edited;
  size_t kept = 0;
  for (const WordHash& word : HashWords(text)) {
    if (static_cast<double>(random() % 10'000) >= share * 10'000) continue;
    edited += text.substr(kept, word.begin - kept) + (word.units == kWordUnits ? "x" : "字");
    kept = word.begin;
  }
  return edited + text.substr(kept);
}

// Not all texts are as long as the standard error's law wants them, and hashes are no coin tosses over many texts.
void ExpectGoodEstimate(const std::string& a, const std::string& b, const std::string& what) {
  const Overlap overlap = CompareSignatures(Signature::Of(a), Signature::Of(b));
  const double truth = TrueContainment(a, b);
  const double error = std::sqrt(truth * (1 - truth) / static_cast<double>(std::max<size_t>(1, overlap.of_a)));
  EXPECT_NEAR(overlap.ContainmentOfA(), truth, 4 * error + 0.03) << what << ", " << overlap.of_a << " shingles";
}

TEST(SignaturePropertiesTest, EstimatesAreNearTheTruth) {
  std::mt19937 random(2);
  for (const Story& story : Stories()) {
    for (const double share : {0.8, 0.6, 0.4}) {
      const std::string cut = Beginning(story.text, share);
      if (Signature::Of(cut).empty()) continue;
      ExpectGoodEstimate(cut, story.text, story.name + ", its beginning in it");
      ExpectGoodEstimate(story.text, cut, story.name + ", in its beginning");
    }
    for (const double share : {0.02, 0.1, 0.3}) {
      const std::string edited = Edited(story.text, share, random);
      ExpectGoodEstimate(edited, story.text, story.name + " edited");
    }
  }
}

struct Detection {
  int all = 0;
  int found = 0;
  void Count(const std::string& a, const std::string& b) {
    const Signature of_a = Signature::Of(a);
    const Signature of_b = Signature::Of(b);
    if (of_a.empty() || of_b.empty() || TrueContainment(a, b) < 0.6) return;
    ++all;
    found += CompareSignatures(of_a, of_b).ContainmentOfSmaller() >= kThreshold;
  }
};

// A new lead and credit, words changed, the tail cut, another story merged in.
TEST(SignaturePropertiesTest, FindsRepublications) {
  std::mt19937 random(3);
  Detection detection;
  const std::vector<Story>& stories = Stories();
  for (size_t i = 0; i < stories.size(); ++i) {
    const std::string& text = stories[i].text;
    const std::string& other = stories[(i + 1) % stories.size()].text;
    const std::string recredited = "By our own correspondent, in Vilnius.\n\n" + text + "\n\nEdited by the night desk.";
    detection.Count(text, recredited);
    detection.Count(Beginning(text, 0.4), recredited);
    detection.Count(text, text + "\n\n" + other);
    detection.Count(text, other + "\n\n" + text);
    for (int round = 0; round < 4; ++round) {
      const std::string edited = Edited(text, 0.05, random);
      detection.Count(edited, text);
      detection.Count(Beginning(edited, 0.4), text);
      detection.Count(edited, other + "\n\n" + text);
    }
  }
  EXPECT_GT(detection.all, 600);
  EXPECT_GE(detection.found, 0.99 * detection.all) << "of " << detection.all;
}

TEST(SignaturePropertiesTest, UnrelatedTextsShareNextToNothing) {
  int pairs = 0;
  const std::vector<Story>& stories = Stories();
  for (size_t i = 0; i < stories.size(); ++i) {
    for (size_t j = 0; j < i; ++j) {
      const Overlap overlap = CompareSignatures(Signature::Of(stories[i].text), Signature::Of(stories[j].text));
      // Pages about the same invented bridge in one language are no strangers.
      if (TrueContainment(stories[i].text, stories[j].text) > 0.02) continue;
      EXPECT_LT(overlap.ContainmentOfSmaller(), 0.1) << stories[i].name << ", " << stories[j].name;
      ++pairs;
    }
  }
  EXPECT_GT(pairs, 1'000);
}

}  // namespace
}  // namespace wiredesk::text
