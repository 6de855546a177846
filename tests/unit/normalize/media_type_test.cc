#include "lib/normalize/media_type.h"

#include <gtest/gtest.h>

#include <string>

namespace wiredesk::normalize {
namespace {

TEST(MediaTypeTest, ReadsTypeAndCharset) {
  const auto html = ReadMediaType("Text/HTML; charset=\"windows-1257\"; boundary=x", "");
  ASSERT_TRUE(html.ok()) << html.status();
  EXPECT_EQ(html->format, PayloadFormat::kHtml);
  EXPECT_EQ(html->charset, "windows-1257");
  EXPECT_EQ(ReadMediaType("application/xhtml+xml", "")->format, PayloadFormat::kHtml);
  EXPECT_EQ(ReadMediaType("text/plain;charset = koi8-r", "")->charset, "koi8-r");
  EXPECT_EQ(ReadMediaType("text/plain; format=flowed", "")->charset, "");
}

TEST(MediaTypeTest, LooksAtThePayloadWhenThereIsNone) {
  EXPECT_EQ(ReadMediaType("", "\xEF\xBB\xBF\n <!DOCTYPE html><p>")->format, PayloadFormat::kHtml);
  EXPECT_EQ(ReadMediaType("", "<article>")->format, PayloadFormat::kHtml);
  EXPECT_EQ(ReadMediaType("", std::string("\xFF\xFE<\0h\0t\0m\0l\0", 12))->format, PayloadFormat::kHtml);
  EXPECT_EQ(ReadMediaType("", "A headline\n\nText <b>with</b> a tag")->format, PayloadFormat::kText);
  EXPECT_EQ(ReadMediaType("; charset=utf-8", "<html>")->format, PayloadFormat::kHtml);
  EXPECT_EQ(ReadMediaType("", "")->format, PayloadFormat::kText);
}

TEST(MediaTypeTest, RefusesOtherTypesByName) {
  const auto status = ReadMediaType("image/png", "").status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_NE(status.message().find("image/png"), absl::string_view::npos);
  EXPECT_FALSE(ReadMediaType("text", "").ok());
}

}  // namespace
}  // namespace wiredesk::normalize
