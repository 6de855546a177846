#include "services/ingest/config.h"

namespace wiredesk::ingest {

void AddIngestOptions(runtime::OptionTable& table, IngestConfig& config) {
  table.Section("gRPC");
  table.Add("grpc-address", &config.grpc_address, "HOST:PORT to serve gRPC on; port 0 picks a free one");
  table.AddBytes("max-article-bytes", &config.max_article_bytes, "largest payload of an article",
                 {1, uint64_t{4} << 20});
  table.AddBytes("max-request-bytes", &config.max_request_bytes, "largest gRPC message, of one or of many articles",
                 {1 << 10, uint64_t{512} << 20});
  table.AddBytes("evidence-limit-bytes", &config.evidence_limit_bytes,
                 "largest payload kept in the event; of a larger one only the hash is", {0, uint64_t{4} << 20});
  table.Section("Admission");
  table.AddBytes("memory-limit-bytes", &config.memory_limit_bytes,
                 "resident memory that the process stays under; bounds that are not set follow from it",
                 {uint64_t{256} << 20, uint64_t{256} << 30});
  table.Add("max-in-flight-articles", &config.max_in_flight_articles, "articles in flight before callers are held back",
            {1, uint64_t{10} << 20});
  table.AddBytes("max-in-flight-bytes", &config.max_in_flight_bytes,
                 "memory of articles in flight before callers are held back; 0 is a quarter of the memory limit",
                 {0, uint64_t{64} << 30});
  table.Add("max-connection-in-flight-articles", &config.max_connection_in_flight_articles,
            "the same for the calls of one connection; 0 is a quarter of that for all", {0, uint64_t{10} << 20});
  table.AddBytes("max-connection-in-flight-bytes", &config.max_connection_in_flight_bytes,
                 "the same for the calls of one connection; 0 is a quarter of that for all", {0, uint64_t{64} << 30});
  table.Add("max-stream-in-flight-articles", &config.max_stream_in_flight_articles,
            "articles of one stream in flight before it is not read", {1, uint64_t{10} << 20});
  table.AddBytes("max-stream-in-flight-bytes", &config.max_stream_in_flight_bytes,
                 "memory of one stream's articles in flight before it is not read", {1 << 10, uint64_t{64} << 30});
  table.Section("Repeats");
  table.Add("receipt-cache-articles", &config.receipt_cache_articles,
            "acknowledged articles that are known again when they are sent again, at about 150 bytes each",
            {0, 10'000'000});
  table.Section("Metrics");
  table.Add("max-sources", &config.max_sources, "sources with a label of their own; the rest count as \"other\"",
            {0, 100'000});
  services::AddServiceOptions(table, config.service);
}

}  // namespace wiredesk::ingest
