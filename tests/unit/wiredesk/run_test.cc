// `wiredesk run` as scripts call it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/wiredesk/commands.h"

namespace wiredesk::command {
namespace {

using ::testing::HasSubstr;

struct Result {
  int code = 0;
  std::string out;
  std::string err;
};

Result RunOnce(const std::string& grpc_address) {
  ::testing::internal::CaptureStdout();
  ::testing::internal::CaptureStderr();
  Result result;
  result.code = RunCommandLine({"run", "--once", "--resources", WIREDESK_RESOURCES, "--grpc-address", grpc_address,
                                "--admin-address", "127.0.0.1:0", "--enricher-admin-address", "127.0.0.1:0"});
  result.out = ::testing::internal::GetCapturedStdout();
  result.err = ::testing::internal::GetCapturedStderr();
  return result;
}

TEST(RunTest, ShowsEverySampleAndEnds) {
  const Result result = RunOnce("127.0.0.1:0");
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("nothing survives its exit"));
  EXPECT_THAT(result.out, HasSubstr("Putin sent letters to world leaders\nelta · ELTA · English (en)"));
  EXPECT_THAT(result.out, HasSubstr("First electric ferry links Tallinn and Helsinki"));
  EXPECT_THAT(result.out, HasSubstr("German (de)"));
  EXPECT_THAT(result.out, HasSubstr("Lithuanian (lt)"));
}

TEST(RunTest, SaysThatAPortIsTaken) {
  const int taken = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  ASSERT_EQ(bind(taken, reinterpret_cast<sockaddr*>(&address), size), 0);
  ASSERT_EQ(listen(taken, 1), 0);
  ASSERT_EQ(getsockname(taken, reinterpret_cast<sockaddr*>(&address), &size), 0);
  const std::string grpc_address = absl::StrCat("127.0.0.1:", ntohs(address.sin_port));
  const Result result = RunOnce(grpc_address);
  close(taken);
  EXPECT_EQ(result.code, 1);
  EXPECT_THAT(result.err, HasSubstr(grpc_address));
  EXPECT_THAT(result.err, HasSubstr("port 0 takes a free one"));
}

}  // namespace
}  // namespace wiredesk::command
