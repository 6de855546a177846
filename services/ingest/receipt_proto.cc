#include "services/ingest/receipt_proto.h"

#include "lib/codec/article_codec.h"

namespace wiredesk::ingest {

void ToProto(const Receipt& receipt, v1::Receipt* proto) {
  proto->set_external_id(receipt.external_id);
  proto->set_article_id(receipt.article_id);
  proto->set_repeat(receipt.repeat);
  proto->set_topic(receipt.position.topic);
  proto->set_partition(receipt.position.partition);
  proto->set_offset(receipt.position.offset);
  for (const Note& note : receipt.notes) codec::ToProto(note, proto->add_notes());
}

}  // namespace wiredesk::ingest
