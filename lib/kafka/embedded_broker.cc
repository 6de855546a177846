#include "lib/kafka/embedded_broker.h"

#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "lib/kafka/client.h"
#include "lib/kafka/kafka_error.h"

namespace wiredesk::kafka {

class EmbeddedBroker::Impl {
 public:
  absl::Status Start(const std::vector<EmbeddedTopic>& topics, int brokers) {
    ConfPtr conf(rd_kafka_conf_new());
    rd_kafka_conf_set_log_cb(conf.get(), [](const rd_kafka_t*, int, const char*, const char*) {});
    auto owner = NewClient(RD_KAFKA_PRODUCER, std::move(conf));
    if (!owner.ok()) return owner.status();
    owner_ = *std::move(owner);
    cluster_.reset(rd_kafka_mock_cluster_new(owner_.get(), brokers));
    if (cluster_ == nullptr) return absl::InternalError("librdkafka cannot start its mock cluster");
    for (const EmbeddedTopic& topic : topics) {
      const rd_kafka_resp_err_t error =
          rd_kafka_mock_topic_create(cluster_.get(), topic.name.c_str(), topic.partitions, /*replication_factor=*/1);
      if (error != RD_KAFKA_RESP_ERR_NO_ERROR) return FromKafkaError(error, absl::StrCat("topic '", topic.name, "'"));
    }
    return absl::OkStatus();
  }

  rd_kafka_mock_cluster_t* cluster() { return cluster_.get(); }

 private:
  ClientPtr owner_;
  Owned<rd_kafka_mock_cluster_t, rd_kafka_mock_cluster_destroy> cluster_;
};

EmbeddedBroker::EmbeddedBroker(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
EmbeddedBroker::~EmbeddedBroker() = default;

absl::StatusOr<std::unique_ptr<EmbeddedBroker>> EmbeddedBroker::Start(const std::vector<EmbeddedTopic>& topics,
                                                                      int brokers) {
  auto impl = std::make_unique<Impl>();
  if (absl::Status status = impl->Start(topics, brokers); !status.ok()) return status;
  return std::unique_ptr<EmbeddedBroker>(new EmbeddedBroker(std::move(impl)));
}

std::string EmbeddedBroker::BootstrapServers() const {
  return rd_kafka_mock_cluster_bootstraps(impl_->cluster());
}

void EmbeddedBroker::FailNext(Request request, const std::vector<int>& error_codes) {
  std::vector<rd_kafka_resp_err_t> codes;
  for (const int code : error_codes) codes.push_back(static_cast<rd_kafka_resp_err_t>(code));
  rd_kafka_mock_push_request_errors_array(impl_->cluster(), static_cast<int16_t>(request), codes.size(), codes.data());
}

void EmbeddedBroker::ForgetFailures(Request request) {
  rd_kafka_mock_clear_request_errors(impl_->cluster(), static_cast<int16_t>(request));
}

void EmbeddedBroker::SetTopicError(const std::string& topic, int error_code) {
  rd_kafka_mock_topic_set_error(impl_->cluster(), topic.c_str(), static_cast<rd_kafka_resp_err_t>(error_code));
}

void EmbeddedBroker::SetLeader(const std::string& topic, int partition, int broker) {
  rd_kafka_mock_partition_set_leader(impl_->cluster(), topic.c_str(), partition, broker);
}

void EmbeddedBroker::SetDown() {
  rd_kafka_mock_broker_set_down(impl_->cluster(), -1);
}

void EmbeddedBroker::SetUp() {
  rd_kafka_mock_broker_set_up(impl_->cluster(), -1);
}

void EmbeddedBroker::SetRoundTrip(absl::Duration delay) {
  rd_kafka_mock_broker_set_rtt(impl_->cluster(), -1, static_cast<int>(absl::ToInt64Milliseconds(delay)));
}

}  // namespace wiredesk::kafka
