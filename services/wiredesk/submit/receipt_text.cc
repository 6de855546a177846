#include "services/wiredesk/submit/receipt_text.h"

#include <nlohmann/json.hpp>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"

namespace wiredesk::command {
namespace {

using Json = nlohmann::ordered_json;

constexpr size_t kRemovedColumns = 60;

std::string CodeName(const google::rpc::Status& status) {
  return absl::StatusCodeToString(static_cast<absl::StatusCode>(status.code()));
}

google::rpc::BadRequest BadRequestOf(const google::rpc::Status& status) {
  google::rpc::BadRequest found;
  for (const google::protobuf::Any& detail : status.details()) {
    if (detail.UnpackTo(&found)) return found;
  }
  return {};
}

std::string FailureText(const ingest::v1::Receipt& receipt, const Terminal& terminal) {
  const google::rpc::BadRequest bad = BadRequestOf(receipt.status());
  std::string text =
      absl::StrCat(terminal.In(Paint::kRed, "✗"), " ", terminal.In(Paint::kBold, Harmless(receipt.external_id())),
                   receipt.external_id().empty() ? "" : "  ", CodeName(receipt.status()));
  if (bad.field_violations().empty()) absl::StrAppend(&text, ": ", Harmless(receipt.status().message()));
  for (const auto& violation : bad.field_violations()) {
    absl::StrAppend(&text, "\n    ", terminal.In(Paint::kYellow, Harmless(violation.field())), " ",
                    Harmless(violation.description()));
  }
  return text;
}

}  // namespace

std::string StatusText(const google::rpc::Status& status) {
  return absl::StrCat(CodeName(status), ": ", Harmless(status.message()));
}

std::string ReceiptText(const ingest::v1::Receipt& receipt, const Terminal& terminal) {
  if (receipt.status().code() != 0) return FailureText(receipt, terminal);
  std::string text =
      absl::StrCat(terminal.In(Paint::kGreen, "✓"), " ", terminal.In(Paint::kBold, Harmless(receipt.external_id())),
                   "  ", Harmless(receipt.article_id()), "  ", Harmless(receipt.topic()), "/", receipt.partition(),
                   " @ ", receipt.offset(), receipt.repeat() ? "  repeat" : "");
  for (const auto& note : receipt.notes()) {
    absl::StrAppend(&text, "\n    ", Harmless(note.detail().empty() ? note.code() : note.detail()));
    if (note.removed().empty()) continue;
    absl::StrAppend(
        &text, " ",
        terminal.In(Paint::kDim, absl::StrCat("“", Shorten(Harmless(note.removed()), kRemovedColumns), "”")));
  }
  return text;
}

std::string ReceiptJson(const ingest::v1::Receipt& receipt) {
  Json json{{"external_id", receipt.external_id()}};
  if (!receipt.article_id().empty()) json["article_id"] = receipt.article_id();
  if (receipt.status().code() != 0) {
    json["status"] = "failed";
    json["code"] = CodeName(receipt.status());
    json["reason"] = receipt.status().message();
    json["violations"] = Json::array();
    const google::rpc::BadRequest bad = BadRequestOf(receipt.status());
    for (const auto& violation : bad.field_violations()) {
      json["violations"].push_back({{"field", violation.field()}, {"description", violation.description()}});
    }
  } else {
    json["status"] = "ok";
    json["topic"] = receipt.topic();
    json["partition"] = receipt.partition();
    json["offset"] = receipt.offset();
    json["repeat"] = receipt.repeat();
    json["notes"] = Json::array();
    for (const auto& note : receipt.notes()) {
      Json& added = json["notes"].emplace_back(Json{{"code", note.code()}});
      if (!note.detail().empty()) added["detail"] = note.detail();
      if (!note.removed().empty()) added["removed"] = note.removed();
    }
  }
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace wiredesk::command
