#include "services/enricher/config.h"

#include <unistd.h>

#include <climits>

namespace wiredesk::enricher {

void AddEnricherOptions(runtime::OptionTable& table, EnricherConfig& config) {
  table.Section("Consumer group");
  table.Add("group-id", &config.group_id, "consumer group that shares the articles");
  table.Add("instance-id", &config.instance_id,
            "this member's own name, stable across restarts; the host's name when empty");
  table.Add("max-batch-records", &config.max_batch_records, "most records in a transaction", {1, 100'000});
  table.AddBytes("max-batch-bytes", &config.max_batch_bytes, "most bytes of records in a transaction",
                 {1 << 10, uint64_t{1} << 30});
  table.Section("Tagging");
  table.Add("taggers", &config.taggers, "names of the taggers to run; all when empty");
  table.Add("tagging-threads", &config.tagging_threads, "threads that tag a batch; one for each core when 0",
            {0, 1024});
  table.Add("tagger-timeout", &config.tagger_timeout,
            "how long a tagger may take for an article, which then goes on without its tags",
            {absl::Milliseconds(10), absl::Minutes(5)});
  table.Add("max-stuck-taggers", &config.max_stuck_taggers,
            "taggers past their time that may run on; the process ends with an error when there are more", {0, 1000});
  table.Section("State");
  table.Add("state-window", &config.state_window,
            "how long an article is remembered after it was enriched, to tell repeats and number revisions",
            {absl::Minutes(1), services::kStateRetention});
  table.Add("max-state-articles", &config.max_state_articles,
            "most articles that are remembered, about 450 bytes each at the most; the oldest are forgotten",
            {1'000, 1'000'000'000});
  services::AddServiceOptions(table, config.service);
}

std::string InstanceId(const EnricherConfig& config) {
  if (!config.instance_id.empty()) return config.instance_id;
  char host[HOST_NAME_MAX + 1] = {};
  gethostname(host, sizeof(host) - 1);
  return host;
}

}  // namespace wiredesk::enricher
