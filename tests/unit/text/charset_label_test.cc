#include "lib/text/charset_label.h"

#include <gtest/gtest.h>

#include <fstream>
#include <string>

namespace wiredesk::text {
namespace {

std::string_view NameOf(std::string_view label) {
  const auto charset = FindCharset(label);
  return charset ? charset->name : std::string_view("none");
}

TEST(CharsetLabelTest, KnowsTheEncodingStandardsLabels) {
  EXPECT_EQ(NameOf("UTF8"), "utf-8");
  EXPECT_EQ(NameOf(" ISO-8859-1 "), "windows-1252");
  EXPECT_EQ(NameOf("us-ascii"), "windows-1252");
  EXPECT_EQ(NameOf("cp1257"), "windows-1257");
  EXPECT_EQ(NameOf("GB2312"), "gbk");
  EXPECT_EQ(NameOf("ks_c_5601-1987"), "euc-kr");
  EXPECT_EQ(NameOf("iso-8859-9"), "windows-1254");
}

TEST(CharsetLabelTest, KnowsEveryLabelOfTheStandard) {
  std::ifstream file(std::string(WIREDESK_TEST_DATA) + "/text/encoding_labels.tsv");
  size_t labels = 0;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with('#')) continue;
    const size_t tab = line.find('\t');
    ASSERT_NE(tab, std::string::npos) << line;
    EXPECT_EQ(NameOf(line.substr(0, tab)), line.substr(tab + 1)) << line;
    ++labels;
  }
  EXPECT_EQ(labels, 228u);
}

TEST(CharsetLabelTest, RefusesWhatNoBrowserReads) {
  EXPECT_EQ(NameOf("utf-7"), "none");
  EXPECT_EQ(NameOf("ebcdic"), "none");
  EXPECT_EQ(NameOf(""), "none");
  EXPECT_EQ(NameOf("latin"), "none") << "the beginning of a label is no label";
  EXPECT_EQ(NameOf("l1 latin1"), "none");
}

TEST(CharsetLabelTest, ReadsTheDocumentsDeclaration) {
  EXPECT_EQ(DeclaredCharsetLabel("<html><head><META CharSet='windows-1251'>"), "windows-1251");
  EXPECT_EQ(DeclaredCharsetLabel("<meta http-equiv=Content-Type content=\"text/html; charset=koi8-r\">"), "koi8-r");
  EXPECT_EQ(DeclaredCharsetLabel("<meta charset=utf-8/>"), "utf-8");
  EXPECT_EQ(DeclaredCharsetLabel("<?xml version=\"1.0\" encoding=\"ISO-8859-2\"?><html>"), "ISO-8859-2");
  EXPECT_EQ(DeclaredCharsetLabel("<!-- <meta charset=koi8-r> --><meta charset=big5>"), "big5");
}

TEST(CharsetLabelTest, SurvivesUnfinishedDeclarations) {
  EXPECT_EQ(DeclaredCharsetLabel("<meta charset="), "");
  EXPECT_EQ(DeclaredCharsetLabel("<meta charset=\"utf-8"), "utf-8");
  EXPECT_EQ(DeclaredCharsetLabel("<!-- never closed <meta charset=utf-8>"), "");
  EXPECT_EQ(DeclaredCharsetLabel("<script>" + std::string(2048, 'x') + "</script><meta charset=big5>"), "big5");
  EXPECT_EQ(DeclaredCharsetLabel("<body><meta charset=big5>"), "");
  EXPECT_EQ(DeclaredCharsetLabel(std::string(32 * 1024, ' ') + "<meta charset=big5>"), "");
}

}  // namespace
}  // namespace wiredesk::text
