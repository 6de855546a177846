// What holds for wire copy however its lines are mixed: nothing of it is lost, and reading the result again changes
// nothing. Texts are put together by a seeded generator.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "lib/normalize/wire_header.h"
#include "lib/normalize/wire_text.h"
#include "lib/text/tokens.h"
#include "support.h"

namespace wiredesk::normalize {
namespace {

using Lines = std::vector<std::string>;

const Lines kHeader = {
    "u f BC-FERRY-FIRE   02-26 0105",
    "f0704reute",
    "C T",
    "ELTA-ENERGY-FERRY",
    "COVID-19",
    "(350 words)",
    "URGENT",
    "Slug: PONT-PORT",
    "Keywords: pont, port",
    "30 December 2020",
};

const Lines kTitles = {
    "UPDATE 2-Ferry burns off Klaipeda, all 41 aboard safe",
    "Le pont du port rouvert",
    "Tiltas uoste atidarytas",
};

const Lines kBelowTitle = {
    "(Adds quotes in paragraph 3,\nbackground)", "CORRECTION: The bridge is 40 metres long.",
    "EMBARGOED UNTIL 0600 GMT FRIDAY",           "Sperrfrist: 30.12.2020, 06.00 Uhr",
    "By Anna Berg and Tom Lee, Reuters",         "Von Anna Berg",
};

const Lines kBeginnings = {
    "KLAIPEDA, Feb 26 (ELTA) - A ferry caught fire off Klaipeda on Thursday and all were saved.",
    "PARIS, 12 mars (AFP) - Le pont a été rouvert mardi, vingt-six mois après sa fermeture.",
    "МОСКВА, 30 дек — РИА Новости. Мост в порту открыли после ремонта.",
    "SYDNEY — The harbour bridge was opened, and several hundred people walked across.",
};

const Lines kStory = {
    "The council voted on Tuesday to keep the harbour open through\nthe winter, although several members had asked for "
    "a "
    "later\ndate and the port authority had warned that the piers would\nneed a closer look.",
    "    Indented paragraphs begin like this one, whose lines were\nwrapped by a machine that knew no other way of "
    "doing "
    "it, and\nthey end like this.",
    "„Tiek vandens sausį nematėme nuo 2011 metų“, – sakė seniūnė.",
    "Ferries stay for now",
    "- a bridge at the mill\n- a bridge at the market",
    "• one\n• two",
    "(MORE)",
    "Net 12.6 mln vs 15.8 mln\nRevs 337.3 mln vs 315.2 mln\nYear",
    "It’s the caf&eacute; &amp; bar &#8220;Harbour&#8221;.",
    "[ad_1]",
    "Read more: Storm in the west",
};

const Lines kTail = {
    "Editor's note: Names were changed.",
    "Eds: Photos to follow.",
    "(Reporting by Anna Berg; Editing by Tom Lee)",
    "Contact: Anna Berg, +370 600 00000",
    "No part of this text may be reproduced without the written permission of ELTA.",
    "© 2024 ELTA",
    "(ELTA)",
    "ENDS",
    "-30-",
    "###",
};

// Up to `most` lines, of which some are parted by an empty line.
void Add(const Lines& lines, unsigned least, unsigned most, std::mt19937& random, std::string* text) {
  for (unsigned count = least + random() % (most - least + 1); count > 0; --count) {
    *text += lines[random() % lines.size()];
    *text += random() % 2 == 0 ? "\n" : "\n\n";
  }
}

std::string Compose(std::mt19937& random) {
  std::string text;
  Add(kHeader, 0, 4, random, &text);
  Add(kTitles, 1, 1, random, &text);
  Add(kBelowTitle, 0, 2, random, &text);
  Add(kBeginnings, 0, 1, random, &text);
  text += "\n";
  Add(kStory, 1, 6, random, &text);
  Add(kTail, 0, 4, random, &text);
  return text;
}

using Words = std::map<std::string, int>;

void Count(const std::string& text, int times, Words* words) {
  for (const text::Token& token : text::Tokenize(text)) {
    if (token.kind != text::TokenKind::kPunctuation) (*words)[std::string(text::TokenText(text, token))] += times;
  }
}

// Words of the text that are neither in the article nor in its notes.
std::vector<std::string> Lost(const std::string& text, const Article& article) {
  Words words;
  Count(text, 1, &words);
  Count(article.title, -1, &words);
  Count(article.body, -1, &words);
  for (const Note& note : article.notes) Count(note.removed, -1, &words);
  std::vector<std::string> lost;
  for (const auto& [word, count] : words) {
    if (count > 0) lost.push_back(word);
  }
  return lost;
}

// The words that character references become.
std::string WithoutReferences(std::string text) {
  for (const auto& [from, to] :
       {std::pair<std::string, std::string>{"&eacute;", "é"}, {"&amp;", "&"}, {"&#8220;", "“"}, {"&#8221;", "”"}}) {
    for (size_t at = text.find(from); at != std::string::npos; at = text.find(from)) text.replace(at, from.size(), to);
  }
  return text;
}

TEST(WirePropertiesTest, NothingIsLost) {
  std::mt19937 random(1851);
  for (int round = 0; round < 3000; ++round) {
    const std::string text = Compose(random);
    const auto article = NormalizeText(text, "text/plain; charset=utf-8");
    if (!article.ok()) continue;
    ASSERT_EQ(Lost(WithoutReferences(text), *article), std::vector<std::string>()) << text;
  }
}

TEST(WirePropertiesTest, ReadingTheResultAgainChangesNothing) {
  std::mt19937 random(1848);
  int stable = 0;
  for (int round = 0; round < 3000; ++round) {
    const std::string text = Compose(random);
    const auto article = NormalizeText(text, "text/plain; charset=utf-8");
    if (!article.ok() || article->body.empty()) continue;
    const bool reads_as_title = IsHeadline(article->title, Rules()) && !Rules().FurnitureOf(article->title) &&
                                HeaderLineOf(article->title, Rules()) == HeaderLine::kNone;
    if (!reads_as_title) continue;
    const std::string result = article->title + "\n\n" + article->body;
    const auto again = NormalizeText(result, "text/plain; charset=utf-8");
    ASSERT_TRUE(again.ok()) << again.status();
    ASSERT_EQ(again->body, article->body) << "FROM\n" << text << "\nRESULT\n" << result;
    ++stable;
  }
  EXPECT_GT(stable, 1500);
}

TEST(WirePropertiesTest, WhatMustNotBePublishedIsNeverUsable) {
  std::mt19937 random(7);
  for (int round = 0; round < 1000; ++round) {
    const std::string text = Compose(random);
    const auto killed = NormalizeText("MANDATORY KILL\n\n" + text);
    ASSERT_TRUE(killed.ok()) << killed.status();
    ASSERT_EQ(killed->publication_status, PublicationStatus::kCanceled);
    const auto held = NormalizeText("EMBARGOED UNTIL FURTHER NOTICE\n\n" + text);
    if (held.ok()) {
      ASSERT_NE(held->publication_status, PublicationStatus::kUsable) << text;
    }
  }
}

}  // namespace
}  // namespace wiredesk::normalize
