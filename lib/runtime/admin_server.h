// The operators' HTTP port: metrics and health.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "lib/runtime/health.h"
#include "prometheus/collectable.h"

namespace wiredesk::runtime {

struct AdminServerOptions {
  // HOST:PORT; port 0 picks a free one. The host is an IPv4 address, a name, or an [IPv6 address] where civetweb was
  // built for it (Debian 12's was not).
  std::string address = {};
  std::string service = {};                                  // the heading of the index page
  std::vector<const prometheus::Collectable*> metrics = {};  // shown together; not owned, outlive the server
  const Readiness* readiness = nullptr;                      // not owned, outlives the server; null counts as ready
};

// Serves, to GET and HEAD only:
//   /         what there is
//   /metrics  Prometheus text format 0.0.4
//   /healthz  200 while the process can answer
//   /readyz   200, or 503 with the reasons, one a line
// and 404 for the rest. It has four threads of its own and no keep-alive, so that an idle client cannot hold one. It
// has no authentication: bind it where only the operators' network reaches it.
class AdminServer {
 public:
  // Listens before it returns. InvalidArgument for a malformed address, Unavailable with the system's reason when the
  // address cannot be bound.
  static absl::StatusOr<std::unique_ptr<AdminServer>> Start(AdminServerOptions options);

  // Stops taking connections and waits for the requests under way.
  ~AdminServer();
  AdminServer(const AdminServer&) = delete;
  AdminServer& operator=(const AdminServer&) = delete;

  // The host as given and the port as bound: "127.0.0.1:40123".
  const std::string& address() const { return address_; }
  int port() const { return port_; }

 private:
  class Impl;

  AdminServer(std::unique_ptr<Impl> impl, std::string address, int port);

  std::unique_ptr<Impl> impl_;
  const std::string address_;
  const int port_;
};

}  // namespace wiredesk::runtime
