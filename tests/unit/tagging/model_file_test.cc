#include "lib/tagging/model_file.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace wiredesk::tagging {
namespace {

class ModelFileTest : public testing::Test {
 protected:
  std::string Read() const {
    const auto file = ModelFile::Open(path_, "test", 7);
    if (!file.ok()) return std::string(file.status().message());
    const auto payload = (*file)->payload();
    return std::string(reinterpret_cast<const char*>(payload.data()), payload.size());
  }

  const std::string path_ = testing::TempDir() + "model_file_test.model";
};

TEST_F(ModelFileTest, GivesBackWhatWasWritten) {
  ASSERT_TRUE(ModelFile::Write(path_, "test", 7, "weights").ok());
  EXPECT_EQ(Read(), "weights");
  ASSERT_TRUE(ModelFile::Write(path_, "test", 7, "").ok());
  EXPECT_EQ(Read(), "");
}

TEST_F(ModelFileTest, AnyChangedByteIsNoticed) {
  ASSERT_TRUE(ModelFile::Write(path_, "test", 7, "weights").ok());
  const auto size = static_cast<int>(std::filesystem::file_size(path_));
  for (int at = 0; at < size; ++at) {
    std::fstream file(path_, std::ios::in | std::ios::out | std::ios::binary);
    file.seekg(at);
    const auto byte = static_cast<char>(file.get());
    file.seekp(at);
    file.put(static_cast<char>(byte ^ 1));
    file.close();
    EXPECT_EQ(ModelFile::Open(path_, "test", 7).status().code(), absl::StatusCode::kDataLoss) << at;
    std::fstream(path_, std::ios::in | std::ios::out | std::ios::binary).seekp(at).put(byte);
  }
  EXPECT_EQ(Read(), "weights");
}

TEST_F(ModelFileTest, OtherFilesAreRefused) {
  EXPECT_EQ(ModelFile::Open(path_ + ".none", "test", 7).status().code(), absl::StatusCode::kNotFound);
  std::ofstream(path_) << "short";
  EXPECT_NE(Read().find("is no model"), std::string::npos) << Read();
  ASSERT_TRUE(ModelFile::Write(path_, "other", 7, "weights").ok());
  EXPECT_NE(Read().find("is no model of kind test, version 7"), std::string::npos) << Read();
  ASSERT_TRUE(ModelFile::Write(path_, "test", 8, "weights").ok());
  EXPECT_NE(Read().find("version 7"), std::string::npos) << Read();
  ASSERT_TRUE(ModelFile::Write(path_, "test", 7, "weights").ok());
  std::filesystem::resize_file(path_, ModelFile::kHeaderBytes + 3);
  EXPECT_NE(Read().find("is damaged"), std::string::npos) << Read();
}

}  // namespace
}  // namespace wiredesk::tagging
