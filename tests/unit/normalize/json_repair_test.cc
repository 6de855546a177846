#include "lib/normalize/json_repair.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

namespace wiredesk::normalize {
namespace {

using Json = nlohmann::json;

Json Repaired(std::string_view json) {
  return Json::parse(RepairJson(json), nullptr, /*allow_exceptions=*/false);
}

TEST(JsonRepairTest, LeavesWhatIsRightAsItIs) {
  for (const char* json : {R"({"a":1,"b":[true,null,-2.5e3],"c":{"d":"e\"f\\ \u00e9"}})", R"([])", R"({})", R"("x")",
                           R"([[],{},""])", R"({"a":"b, \"c\": d"})"}) {
    EXPECT_EQ(Repaired(json), Json::array({Json::parse(json)})) << json;
  }
}

TEST(JsonRepairTest, RepairsWhatSitesWrite) {
  const Json fire = Json::parse(R"([{"a":"Fire","b":["x","y"]}])");
  for (const char* json : {
           R"({"a":"Fire","b":["x","y",],})",
           "{\"a\":\"Fire\"\n\"b\":[\"x\"\n\"y\"]}",
           "{/* who */\"a\":\"Fire\", // what\n\"b\":[\"x\",\"y\"]}",
           R"({"a":"Fire","b":["x","y"]};)",
           R"({"a":"Fire","b":["x","y")",
           R"({"a":"Fire","b":["x","y"]}})",
           R"({"a":"\Fire","b":["x","y"]})",
       }) {
    EXPECT_EQ(Repaired(json), fire) << json;
  }
  EXPECT_EQ(Repaired("{\"a\":\"two\nlines\"}"), Json::parse(R"([{"a":"two lines"}])"));
  EXPECT_EQ(Repaired(R"({"a":"he said "no" twice","b":1})"), Json::parse(R"([{"a":"he said \"no\" twice","b":1}])"));
  EXPECT_EQ(Repaired(R"({"a":1}{"a":2})"), Json::parse(R"([{"a":1},{"a":2}])"));
  EXPECT_EQ(Repaired(R"({"a":)"), Json::parse(R"([{"a":null}])"));
}

TEST(JsonRepairTest, HostileInputEnds) {
  RepairJson("");
  RepairJson(std::string(1'000'000, '{'));
  RepairJson(std::string(1'000'000, '"'));
  RepairJson(std::string(1'000'000, '\\'));
  RepairJson("\"" + std::string(1'000'000, ' ') + "\"");
  std::string quotes_and_spaces;
  for (int i = 0; i < 1000; ++i) quotes_and_spaces += "\"," + std::string(1000, ' ');
  RepairJson(quotes_and_spaces);
}

}  // namespace
}  // namespace wiredesk::normalize
