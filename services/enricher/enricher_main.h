#pragma once

#include <memory>
#include <vector>

#include "lib/tagging/tagger.h"

namespace wiredesk::enricher {

// The program wiredesk-enricher: reads its options, runs until it is told to end or cannot go on, and gives the exit
// code. More taggers than the product's own run after these.
int EnricherMain(int argc, char** argv, std::vector<std::unique_ptr<tagging::Tagger>> more_taggers = {});

}  // namespace wiredesk::enricher
