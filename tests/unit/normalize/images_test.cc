#include "lib/normalize/images.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/normalize/support.h"

namespace wiredesk::normalize {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<Image> Read(std::string_view html, const LinkedArticle& linked = {}) {
  const auto page = HtmlDocument::Parse(html);
  const PageFacts facts(page);
  const NodeIndex headline = facts.headings.empty() ? kNoNode : facts.headings.front();
  return ReadImages(page, facts, linked, Rules().metadata(), headline, "https://daily.example/world/fire");
}

TEST(ImagesTest, ReadsFiguresWithCaptionAndCredit) {
  EXPECT_THAT(Read("<article><h1>Fire</h1><figure><img src=/img/smoke-over-port.jpg><figcaption>Smoke over the port. "
                   "<span class=credit>Photo: M. Roe</span></figcaption></figure></article>"),
              ElementsAre(Image{"https://daily.example/img/smoke-over-port.jpg", "Smoke over the port.", "M. Roe"}));
}

TEST(ImagesTest, TheNamedPictureLeadsAndIsThereOnce) {
  LinkedArticle linked;
  linked.images = {{"/img/market-hall.jpg", "The hall", ""}, {"/img/smoke-over-port-1280x720.jpg", "Smoke", "M. Roe"}};
  EXPECT_THAT(Read("<meta property=og:image content=\"https://daily.example/img/smoke-over-port.jpg\"><article>"
                   "<h1>Fire</h1><figure><img src=/img/smoke-over-port-640x360.jpg></figure></article>",
                   linked),
              ElementsAre(Image{"https://daily.example/img/smoke-over-port-1280x720.jpg", "Smoke", "M. Roe"},
                          Image{"https://daily.example/img/market-hall.jpg", "The hall", ""}));
}

TEST(ImagesTest, TakesTheLargestAndTheLazy) {
  EXPECT_THAT(Read("<article><h1>Fire</h1><img src=/tiny/smoke-over-port.jpg "
                   "srcset=\"/s/smoke-320.jpg 320w, /l/smoke-1280.jpg 1280w\"><figure><img src=data:x "
                   "data-src=/lazy/market-hall.jpg></figure></article>"),
              ElementsAre(Image{"https://daily.example/l/smoke-1280.jpg", "", ""},
                          Image{"https://daily.example/lazy/market-hall.jpg", "", ""}));
}

TEST(ImagesTest, LeavesOutWhatIsNoPictureOfTheArticle) {
  EXPECT_THAT(
      Read("<meta property=og:image content=/assets/logo.png><article><h1>Fire</h1>"
           "<figure><img src=/pixel.gif></figure><figure><img src=/img/portrait-of-author.jpg width=48></figure>"
           "<img src=/img/decoration-line.jpg><aside><figure><img src=/img/other-story.jpg></figure></aside>"
           "<div class=related><figure><img src=/img/another-story.jpg></figure></div></article>"
           "<article><h2>Next</h2><figure><img src=/img/next-story-lead.jpg></figure></article>"),
      IsEmpty());
}

TEST(ImagesTest, FindsCreditsInCaptions) {
  const auto split = [](std::string caption) {
    Image image = {"u", std::move(caption), ""};
    SplitCredit(Rules().metadata(), &image);
    return image;
  };
  EXPECT_EQ(split("Smoke over the port. Photo: M. Roe"), (Image{"u", "Smoke over the port.", "M. Roe"}));
  EXPECT_EQ(split("Rauch am Hafen (Foto: Jonas Ahrens)"), (Image{"u", "Rauch am Hafen", "Jonas Ahrens"}));
  EXPECT_EQ(split("Dūmai virš uosto © Ona Petraitė"), (Image{"u", "Dūmai virš uosto", "Ona Petraitė"}));
  EXPECT_EQ(split("Фото: Анна Орлова"), (Image{"u", "", "Анна Орлова"}));
  EXPECT_EQ(split("The source: a hill above the town"), (Image{"u", "The source: a hill above the town", ""}));
  EXPECT_EQ(split("No credit at all"), (Image{"u", "No credit at all", ""}));
}

TEST(ImagesTest, ThereIsALimit) {
  std::string html = "<article><h1>Fire</h1>";
  for (int i = 0; i < 400; ++i) html += "<figure><img src=/img/gallery-" + std::to_string(i) + "-photo.jpg></figure>";
  EXPECT_EQ(Read(html).size(), 20u);
}

}  // namespace
}  // namespace wiredesk::normalize
