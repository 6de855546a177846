#include "lib/runtime/admin_server.h"

#include <civetweb.h>

#include <array>
#include <chrono>
#include <future>
#include <mutex>
#include <string_view>
#include <thread>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "lib/runtime/absl_view.h"
#include "lib/runtime/logging.h"
#include "lib/runtime/metrics.h"
#include "prometheus/text_serializer.h"

namespace wiredesk::runtime {
namespace {

struct Response {
  int code;
  std::string_view reason;
  std::string_view content_type;
  std::string body;
};

constexpr std::string_view kText = "text/plain; charset=utf-8";

void Send(mg_connection* connection, const Response& response, bool with_body) {
  std::string out = absl::StrCat("HTTP/1.1 ", response.code, " ", View(response.reason),
                                 "\r\nContent-Type: ", View(response.content_type),
                                 "\r\nContent-Length: ", response.body.size(), "\r\nCache-Control: no-store\r\n");
  if (response.code == 405) out += "Allow: GET, HEAD\r\n";
  out += "X-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n";
  if (with_body) out += response.body;
  mg_write(connection, out.data(), out.size());
}

// The port of HOST:PORT, or -1 when the address does not have this form.
int PortOf(std::string_view address) {
  const size_t colon = address.rfind(':');
  int port = 0;
  if (colon == std::string_view::npos || colon == 0) return -1;
  if (!absl::SimpleAtoi(View(address.substr(colon + 1)), &port) || port < 0 || port > 65535) return -1;
  // The library would take a comma for the start of another port, and needs brackets around IPv6.
  const std::string_view host = address.substr(0, colon);
  const bool bracketed = host.front() == '[' && host.back() == ']';
  if (!bracketed && host.find(':') != std::string_view::npos) return -1;
  return host.find_first_of(", \t") == std::string_view::npos ? port : -1;
}

}  // namespace

class AdminServer::Impl {
 public:
  explicit Impl(AdminServerOptions options) : options_(std::move(options)) { mg_init_library(0); }
  ~Impl() {
    if (context_ != nullptr) Stop();
    mg_exit_library();
  }

  absl::Status Start() {
    const std::string& address = options_.address;
    // clang-format off
    const std::array settings = {"listening_ports", address.c_str(),
                                 "num_threads", "4",
                                 "request_timeout_ms", "5000",
                                 "enable_auth_domain_check", "no",
                                 static_cast<const char*>(nullptr)};
    // clang-format on
    mg_callbacks callbacks{};
    callbacks.begin_request = Handle;
    callbacks.log_message = LogMessage;
    std::array<char, 256> text{};
    mg_init_data init{};
    init.callbacks = &callbacks;
    init.user_data = this;
    init.configuration_options = const_cast<const char**>(settings.data());
    mg_error_data error{};
    error.text = text.data();
    error.text_buffer_size = text.size();
    context_ = mg_start2(&init, &error);
    std::lock_guard lock(problem_mutex_);
    starting_ = false;
    if (context_ != nullptr) return absl::OkStatus();
    return absl::UnavailableError(absl::StrCat("cannot serve the admin port on ", options_.address, ": ",
                                               problem_.empty() ? std::string(text.data()) : problem_));
  }

  int Port() const {
    mg_server_port port{};
    return mg_get_server_ports(context_, 1, &port) == 1 ? port.port : -1;
  }

 private:
  static int Handle(mg_connection* connection) {
    const mg_request_info* request = mg_get_request_info(connection);
    const auto* self = static_cast<const Impl*>(request->user_data);
    const std::string_view method = request->request_method;
    const Response response = method == "GET" || method == "HEAD"
                                  ? self->Answer(request->local_uri)
                                  : Response{405, "Method Not Allowed", kText, "only GET and HEAD\n"};
    Send(connection, response, method != "HEAD");
    return response.code;
  }

  // The library's listening thread sees only every two seconds, or when somebody connects, that it shall stop. So
  // somebody does, until it has stopped.
  void Stop() {
    const int port = Port();
    std::promise<void> stopped;
    std::thread knocking([&, told = stopped.get_future()] {
      do {
        std::array<char, 64> error{};
        mg_connection* self = mg_connect_client(ReachableHost().c_str(), port, 0, error.data(), error.size());
        if (self != nullptr) mg_close_connection(self);
      } while (told.wait_for(std::chrono::milliseconds(10)) != std::future_status::ready);
    });
    mg_stop(context_);
    stopped.set_value();
    knocking.join();
  }

  // The host of the address, as this machine reaches it.
  std::string ReachableHost() const {
    const std::string host = options_.address.substr(0, options_.address.rfind(':'));
    if (host == "0.0.0.0") return "127.0.0.1";
    if (host == "[::]") return "::1";
    return host.front() == '[' ? host.substr(1, host.size() - 2) : host;
  }

  // What the library says while it starts is the reason when it does not.
  static int LogMessage(const mg_connection* connection, const char* message) {
    auto* self = static_cast<Impl*>(mg_get_user_data(mg_get_context(connection)));
    if (self != nullptr) {
      std::lock_guard lock(self->problem_mutex_);
      if (self->starting_) absl::StrAppend(&self->problem_, self->problem_.empty() ? "" : "; ", message);
    }
    Log(Level::kDebug, "admin server", {{"said", message}});
    return 1;
  }

  Response Answer(std::string_view path) const {
    if (path == "/metrics") return {200, "OK", "text/plain; version=0.0.4; charset=utf-8", MetricsText()};
    if (path == "/healthz") return {200, "OK", kText, "ok\n"};
    if (path == "/readyz") return Ready();
    if (path == "/") return {200, "OK", kText, absl::StrCat(options_.service, "\n\n/metrics\n/healthz\n/readyz\n")};
    return {404, "Not Found", kText, "there is /metrics, /healthz and /readyz\n"};
  }

  std::string MetricsText() const {
    std::vector<prometheus::MetricFamily> families;
    for (const prometheus::Collectable* metrics : options_.metrics) {
      for (prometheus::MetricFamily& family : metrics->Collect()) families.push_back(std::move(family));
    }
    const prometheus::Serializer& serializer = prometheus::TextSerializer();
    return serializer.Serialize(MergeFamilies(std::move(families)));
  }

  Response Ready() const {
    const Readiness::State state = options_.readiness == nullptr ? Readiness::State{} : options_.readiness->Get();
    if (state.ready) return {200, "OK", kText, "ready\n"};
    return {503, "Service Unavailable", kText, absl::StrJoin(state.reasons, "\n") + "\n"};
  }

  const AdminServerOptions options_;
  mg_context* context_ = nullptr;
  std::mutex problem_mutex_;
  bool starting_ = true;  // guarded by problem_mutex_
  std::string problem_;   // guarded by problem_mutex_
};

absl::StatusOr<std::unique_ptr<AdminServer>> AdminServer::Start(AdminServerOptions options) {
  const std::string address = options.address;
  if (PortOf(address) < 0) {
    return absl::InvalidArgumentError(
        absl::StrCat("the admin address \"", address, "\" is not of the form HOST:PORT, such as 0.0.0.0:9464"));
  }
  auto impl = std::make_unique<Impl>(std::move(options));
  if (const absl::Status status = impl->Start(); !status.ok()) return status;
  const int port = impl->Port();
  std::string bound = absl::StrCat(address.substr(0, address.rfind(':')), ":", port);
  return std::unique_ptr<AdminServer>(new AdminServer(std::move(impl), std::move(bound), port));
}

AdminServer::AdminServer(std::unique_ptr<Impl> impl, std::string address, int port)
    : impl_(std::move(impl)), address_(std::move(address)), port_(port) {}

AdminServer::~AdminServer() = default;

}  // namespace wiredesk::runtime
