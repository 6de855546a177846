#include "services/wiredesk/environment.h"

#include "services/enricher/config.h"
#include "services/ingest/config.h"

namespace wiredesk::command {

void KnowHouseEnvironment(runtime::OptionTable& table) {
  ingest::IngestConfig ingest;
  runtime::OptionTable ingest_table("wiredesk-ingest", "");
  ingest::AddIngestOptions(ingest_table, ingest);
  table.KnowEnvironmentOf(ingest_table);

  enricher::EnricherConfig enricher;
  runtime::OptionTable enricher_table("wiredesk-enricher", "");
  enricher::AddEnricherOptions(enricher_table, enricher);
  table.KnowEnvironmentOf(enricher_table);
}

}  // namespace wiredesk::command
