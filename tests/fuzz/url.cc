// Addresses: the first line is the page's, the rest the reference on it.
#include "lib/normalize/url.h"

#include "tests/fuzz/fuzzer.h"
#include "tests/unit/normalize/support.h"

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace wiredesk;
  using namespace wiredesk::normalize;
  std::string_view reference = Bytes(data, size);
  const std::string_view base = TakeLine(&reference);
  const std::string resolved = ResolveUrl(base, reference);
  if (resolved.empty()) return 0;
  Require(IsAbsoluteHttpUrl(resolved), "what is resolved is absolute");
  Require(ResolveUrl(base, resolved) == resolved, "what is resolved stays");
  const PhraseTable& tracking = Rules().metadata().tracking_parameters;
  const std::string kept = WithoutTracking(resolved, tracking);
  Require(IsAbsoluteHttpUrl(kept), "an address without tracking is an address");
  Require(WithoutTracking(kept, tracking) == kept, "tracking goes at once");
  Require(UrlHost(kept) == UrlHost(resolved), "the host stays");
  return 0;
}
