#include "tests/support/kafka_admin.h"

#include <functional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "lib/kafka/client.h"
#include "lib/kafka/kafka_error.h"

namespace wiredesk::kafka {
namespace {

using AclPtr = Owned<rd_kafka_AclBinding_t, rd_kafka_AclBinding_destroy>;
using ConfigPtr = Owned<rd_kafka_ConfigResource_t, rd_kafka_ConfigResource_destroy>;

constexpr int kTimeoutMs = 30'000;

// Sends the request that `ask` makes and gives what its results say.
absl::Status Administer(const std::string& brokers,
                        const std::function<absl::Status(rd_kafka_t*, rd_kafka_queue_t*)>& ask,
                        const std::function<absl::Status(rd_kafka_event_t*)>& outcome) {
  ClientConfig config;
  config.brokers = brokers;
  ClientEvents events(config);
  auto conf = BuildConf(config, {}, {}, &events);
  if (!conf.ok()) return conf.status();
  const auto client = NewClient(RD_KAFKA_PRODUCER, *std::move(conf));
  if (!client.ok()) return client.status();
  const QueuePtr queue(rd_kafka_queue_new(client->get()));
  if (absl::Status status = ask(client->get(), queue.get()); !status.ok()) return status;
  const EventPtr event(rd_kafka_queue_poll(queue.get(), kTimeoutMs));
  if (event == nullptr) return absl::UnavailableError("Kafka did not answer");
  if (const auto error = rd_kafka_event_error(event.get()); error != RD_KAFKA_RESP_ERR_NO_ERROR) {
    return FromKafkaError(error, rd_kafka_event_error_string(event.get()));
  }
  return outcome(event.get());
}

absl::StatusOr<AclPtr> Rule(const std::string& topic, rd_kafka_AclOperation_t operation,
                            rd_kafka_AclPermissionType_t permission, bool filter) {
  char reason[512];
  AclPtr rule(
      filter ? rd_kafka_AclBindingFilter_new(RD_KAFKA_RESOURCE_TOPIC, topic.c_str(), RD_KAFKA_RESOURCE_PATTERN_LITERAL,
                                             nullptr, nullptr, operation, permission, reason, sizeof(reason))
             : rd_kafka_AclBinding_new(RD_KAFKA_RESOURCE_TOPIC, topic.c_str(), RD_KAFKA_RESOURCE_PATTERN_LITERAL,
                                       "User:*", "*", operation, permission, reason, sizeof(reason)));
  if (rule == nullptr) return absl::InvalidArgumentError(reason);
  return rule;
}

}  // namespace

absl::Status AlterTopics(const std::string& brokers, const std::vector<std::string>& topics, const std::string& name,
                         const std::string& value) {
  std::vector<ConfigPtr> resources;
  std::vector<rd_kafka_ConfigResource_t*> raw;
  for (const std::string& topic : topics) {
    raw.push_back(resources.emplace_back(rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, topic.c_str())).get());
    rd_kafka_ConfigResource_set_config(raw.back(), name.c_str(), value.c_str());
  }
  return Administer(
      brokers,
      [&](rd_kafka_t* client, rd_kafka_queue_t* queue) {
        rd_kafka_AlterConfigs(client, raw.data(), raw.size(), nullptr, queue);
        return absl::OkStatus();
      },
      [](rd_kafka_event_t* event) {
        size_t count = 0;
        const auto** results =
            rd_kafka_AlterConfigs_result_resources(rd_kafka_event_AlterConfigs_result(event), &count);
        for (size_t i = 0; i < count; ++i) {
          const auto error = rd_kafka_ConfigResource_error(results[i]);
          if (error != RD_KAFKA_RESP_ERR_NO_ERROR)
            return FromKafkaError(error, rd_kafka_ConfigResource_name(results[i]));
        }
        return absl::OkStatus();
      });
}

absl::Status ForbidWriting(const std::string& brokers, const std::string& topic) {
  const auto denied = Rule(topic, RD_KAFKA_ACL_OPERATION_WRITE, RD_KAFKA_ACL_PERMISSION_TYPE_DENY, false);
  const auto allowed = Rule(topic, RD_KAFKA_ACL_OPERATION_ALL, RD_KAFKA_ACL_PERMISSION_TYPE_ALLOW, false);
  if (!denied.ok()) return denied.status();
  if (!allowed.ok()) return allowed.status();
  rd_kafka_AclBinding_t* rules[] = {denied->get(), allowed->get()};
  return Administer(
      brokers,
      [&](rd_kafka_t* client, rd_kafka_queue_t* queue) {
        rd_kafka_CreateAcls(client, rules, 2, nullptr, queue);
        return absl::OkStatus();
      },
      [](rd_kafka_event_t* event) {
        size_t count = 0;
        const auto** results = rd_kafka_CreateAcls_result_acls(rd_kafka_event_CreateAcls_result(event), &count);
        for (size_t i = 0; i < count; ++i) {
          if (const rd_kafka_error_t* error = rd_kafka_acl_result_error(results[i])) {
            return FromKafkaError(rd_kafka_error_code(error), rd_kafka_error_string(error));
          }
        }
        return absl::OkStatus();
      });
}

absl::Status LiftRules(const std::string& brokers, const std::string& topic) {
  const auto any = Rule(topic, RD_KAFKA_ACL_OPERATION_ANY, RD_KAFKA_ACL_PERMISSION_TYPE_ANY, true);
  if (!any.ok()) return any.status();
  rd_kafka_AclBindingFilter_t* filters[] = {any->get()};
  return Administer(
      brokers,
      [&](rd_kafka_t* client, rd_kafka_queue_t* queue) {
        rd_kafka_DeleteAcls(client, filters, 1, nullptr, queue);
        return absl::OkStatus();
      },
      [](rd_kafka_event_t* event) {
        size_t count = 0;
        const auto** results = rd_kafka_DeleteAcls_result_responses(rd_kafka_event_DeleteAcls_result(event), &count);
        for (size_t i = 0; i < count; ++i) {
          if (const rd_kafka_error_t* error = rd_kafka_DeleteAcls_result_response_error(results[i])) {
            return FromKafkaError(rd_kafka_error_code(error), rd_kafka_error_string(error));
          }
        }
        return absl::OkStatus();
      });
}

}  // namespace wiredesk::kafka
