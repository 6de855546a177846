// wiredesk-enricher with one tagger more, for tests of what taggers must never do but may: it ends the process, never
// comes back or takes long, when the article says so.
#include <cstdlib>

#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "services/enricher/enricher_main.h"

namespace {

using wiredesk::tagging::Document;

class Hazard : public wiredesk::tagging::Tagger {
 public:
  std::string_view Name() const override { return "hazard"; }
  std::string_view Version() const override { return "1"; }
  absl::Status Tag(const Document& document, wiredesk::Tags& /*tags*/) const override {
    const std::string_view body = document.body().text();
    if (body.find("hazard: end the process") != std::string_view::npos) std::_Exit(86);
    if (body.find("hazard: never come back") != std::string_view::npos) absl::Notification().WaitForNotification();
    if (body.find("hazard: take eight seconds") != std::string_view::npos) absl::SleepFor(absl::Seconds(8));
    if (body.find("hazard: fail") != std::string_view::npos) return absl::InternalError("asked to fail");
    return absl::OkStatus();
  }
};

}  // namespace

int main(int argc, char** argv) {
  std::vector<std::unique_ptr<wiredesk::tagging::Tagger>> more;
  more.push_back(std::make_unique<Hazard>());
  return wiredesk::enricher::EnricherMain(argc, argv, std::move(more));
}
