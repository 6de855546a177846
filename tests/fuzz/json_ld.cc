// A page's JSON-LD, with the repair of what is no JSON.
#include "lib/normalize/json_ld.h"

#include <nlohmann/json.hpp>

#include "lib/normalize/json_repair.h"
#include "lib/text/utf8.h"
#include "tests/fuzz/fuzzer.h"

namespace {

void RequireText(const wiredesk::normalize::LinkedArticle& article) {
  using wiredesk::text::IsValidUtf8;
  for (const std::string* text :
       {&article.headline, &article.description, &article.body, &article.published, &article.modified, &article.url,
        &article.section, &article.language, &article.publisher, &article.site_name, &article.rights}) {
    wiredesk::Require(IsValidUtf8(*text), "a field is UTF-8");
  }
  for (const auto* names : {&article.authors, &article.organizations, &article.keywords, &article.breadcrumb}) {
    for (const std::string& name : *names) wiredesk::Require(IsValidUtf8(name), "a name is UTF-8");
  }
}

}  // namespace

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace wiredesk;
  using Json = nlohmann::json;
  const std::string_view bytes = Bytes(data, size);
  const std::string_view script = bytes.substr(0, text::ValidUtf8Prefix(bytes));
  normalize::LinkedArticle article;
  normalize::ReadJsonLd(script, &article);
  RequireText(article);
  if (script.find('\0') != std::string_view::npos) return 0;  // Where the parser of JSON ends.
  const Json value = Json::parse(script, nullptr, /*allow_exceptions=*/false);
  if (value.is_discarded()) return 0;
  const Json repaired = Json::parse(normalize::RepairJson(script), nullptr, /*allow_exceptions=*/false);
  Require(repaired == Json::array({value}), "the repair leaves JSON as it is");
  return 0;
}
