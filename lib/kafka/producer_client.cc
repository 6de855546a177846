#include "lib/kafka/producer_client.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "lib/kafka/kafka_error.h"

namespace wiredesk::kafka {
namespace {

// A record between Publish and its delivery report.
struct Pending {
  stream::Record record;
  stream::DeliveryCallback done;
};

HeadersPtr NewHeaders(const std::vector<stream::Header>& headers) {
  if (headers.empty()) return nullptr;
  HeadersPtr result(rd_kafka_headers_new(headers.size()));
  for (const stream::Header& header : headers) {
    rd_kafka_header_add(result.get(), header.key.data(), static_cast<ssize_t>(header.key.size()), header.value.data(),
                        static_cast<ssize_t>(header.value.size()));
  }
  return result;
}

}  // namespace

absl::StatusOr<ConfPtr> BuildProducerConf(const ClientConfig& config, std::vector<Property> defaults,
                                          std::vector<Property> more, ClientEvents* events, bool idempotent) {
  for (Property& property : std::vector<Property>{
           {"compression.codec", "lz4"},
           {"partitioner", "murmur2_random"},
           {"socket.nagle.disable", "true"},
           {"message.max.bytes", absl::StrCat(config.max_record_bytes)},
       }) {
    defaults.push_back(std::move(property));
  }
  more.push_back({"acks", "all", "a record counts as written when all in-sync replicas have it"});
  more.push_back({"enable.idempotence", idempotent ? "true" : "false", "a retried record must not be written twice"});
  auto conf = BuildConf(config, defaults, more, events);
  if (conf.ok()) {
    rd_kafka_conf_set_dr_msg_cb(conf->get(), [](rd_kafka_t*, const rd_kafka_message_t* message, void* opaque) {
      static_cast<ClientEvents*>(opaque)->OnDelivery(*message);
    });
  }
  return conf;
}

rd_kafka_topic_t* TopicCache::Get(rd_kafka_t* client, const std::string& name, rd_kafka_resp_err_t& error) {
  {
    absl::ReaderMutexLock lock(&mutex_);
    const auto found = topics_.find(name);
    if (found != topics_.end()) return found->second.get();
  }
  absl::MutexLock lock(&mutex_);
  TopicPtr& topic = topics_[name];
  if (topic == nullptr) topic.reset(rd_kafka_topic_new(client, name.c_str(), nullptr));
  if (topic != nullptr) return topic.get();
  error = rd_kafka_last_error();
  topics_.erase(name);
  return nullptr;
}

absl::Status Produce(rd_kafka_t* client, TopicCache& topics, const stream::Record& record, void* opaque) {
  rd_kafka_resp_err_t topic_error = RD_KAFKA_RESP_ERR_NO_ERROR;
  rd_kafka_topic_t* topic = topics.Get(client, record.topic, topic_error);
  if (topic == nullptr) {
    return WithFault(FromKafkaError(topic_error, absl::StrCat("topic '", record.topic, "'")),
                     PublishFaultOf(topic_error));
  }
  HeadersPtr headers = NewHeaders(record.headers);
  rd_kafka_vu_t parts[6] = {};
  size_t count = 0;
  parts[count].vtype = RD_KAFKA_VTYPE_RKT;
  parts[count++].u.rkt = topic;
  parts[count].vtype = RD_KAFKA_VTYPE_VALUE;
  parts[count++].u.mem = {const_cast<char*>(record.value.data()), record.value.size()};
  parts[count].vtype = RD_KAFKA_VTYPE_OPAQUE;
  parts[count++].u.ptr = opaque;
  if (record.partition != stream::kPartitionByKey) {
    parts[count].vtype = RD_KAFKA_VTYPE_PARTITION;
    parts[count++].u.i32 = record.partition;
  }
  if (!record.key.empty()) {
    parts[count].vtype = RD_KAFKA_VTYPE_KEY;
    parts[count++].u.mem = {const_cast<char*>(record.key.data()), record.key.size()};
  }
  if (headers != nullptr) {
    parts[count].vtype = RD_KAFKA_VTYPE_HEADERS;
    parts[count++].u.headers = headers.get();
  }
  rd_kafka_error_t* error = rd_kafka_produceva(client, parts, count);
  if (error == nullptr) {
    headers.release();  // Librdkafka owns them now.
    return absl::OkStatus();
  }
  const PublishFault fault = PublishFaultOf(rd_kafka_error_code(error));
  return WithFault(FromKafkaError(error, absl::StrCat("record for ", record.topic, " is refused")), fault);
}

absl::StatusOr<std::shared_ptr<ProducerClient>> ProducerClient::Create(const ClientConfig& config,
                                                                       std::vector<Property> defaults,
                                                                       bool idempotent) {
  std::shared_ptr<ProducerClient> self(new ProducerClient(config));
  auto conf = BuildProducerConf(config, std::move(defaults), {}, self.get(), idempotent);
  if (!conf.ok()) return conf.status();
  auto client = NewClient(RD_KAFKA_PRODUCER, *std::move(conf));
  if (!client.ok()) return client.status();
  self->client_ = *std::move(client);
  self->monitor_ = std::make_unique<BrokerMonitor>(self->client_.get());
  return self;
}

void ProducerClient::Publish(stream::Record record, stream::DeliveryCallback done) {
  auto pending = std::make_unique<Pending>(Pending{std::move(record), std::move(done)});
  queued_.fetch_add(1, std::memory_order_relaxed);
  absl::Status status = Produce(client_.get(), topics_, pending->record, pending.get());
  if (status.ok()) {
    pending.release();  // Comes back in OnDelivery.
  } else {
    queued_.fetch_sub(1, std::memory_order_release);
    const PublishFault fault = FaultOf(status);
    std::move(pending->done)(Failure(std::move(status), fault));
  }
}

void ProducerClient::Poll(absl::Duration timeout) {
  rd_kafka_poll(client_.get(), ToMilliseconds(timeout));
}

void ProducerClient::Purge() {
  rd_kafka_purge(client_.get(), RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
  while (queued() > 0) Poll(absl::Milliseconds(20));
}

void ProducerClient::OnError(rd_kafka_resp_err_t error, std::string_view reason) {
  if (error == RD_KAFKA_RESP_ERR__FATAL) {
    if (broken()) return;
    fatal_reason_ = reason;
    broken_.store(true, std::memory_order_release);
  } else {
    monitor_->Suspect(error, reason);
  }
}

void ProducerClient::OnDelivery(const rd_kafka_message_t& message) {
  const std::unique_ptr<Pending> pending(static_cast<Pending*>(message._private));
  queued_.fetch_sub(1, std::memory_order_release);
  if (message.err == RD_KAFKA_RESP_ERR_NO_ERROR) {
    monitor_->Answered();
    delivered_.store(true, std::memory_order_relaxed);
    // A write that was repeated because its acknowledgement got lost is acknowledged without an offset.
    const int64_t offset = message.offset >= 0 ? message.offset : stream::kUnknownOffset;
    std::move(pending->done)(stream::Position{std::move(pending->record.topic), message.partition, offset});
    return;
  }
  const bool may_be_written = rd_kafka_message_status(&message) != RD_KAFKA_MSG_STATUS_NOT_PERSISTED;
  PublishFault fault = PublishFaultOf(message.err);
  if (fault == PublishFault::kTimedOut) fault = monitor_->WhyTimedOut(pending->record.topic, message.partition);
  std::move(pending->done)(
      Failure(FromKafkaError(message.err, absl::StrCat("record for ", pending->record.topic,
                                                       may_be_written ? " may not have been" : " was not", " written")),
              fault));
}

// What a broken client refuses, a fresh one may take.
absl::Status ProducerClient::Failure(absl::Status status, PublishFault fault) const {
  if (broken()) {
    status = absl::UnavailableError(absl::StrCat(status.message(), "; the producer has failed: ", fatal_reason_));
    fault = PublishFault::kProducerLost;
  } else if (fault == PublishFault::kProducerLost) {
    status = absl::UnavailableError(status.message());  // The client has got itself a new producer id.
  }
  return WithFault(std::move(status), fault);
}

}  // namespace wiredesk::kafka
