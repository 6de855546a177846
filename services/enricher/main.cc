// wiredesk-enricher: reads articles from Kafka, tags them and publishes them again, exactly once.
#include "services/enricher/enricher_main.h"

int main(int argc, char** argv) {
  return wiredesk::enricher::EnricherMain(argc, argv);
}
