// What libfaults.so does to a program that writes a file: mkdir, open, write, fsync, close, rename.
#include <gmock/gmock.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "tests/integration/process.hpp"

namespace autoloss::test {
namespace {

class Faults : public testing::Test {
 protected:
  // What the program said, with these settings of the library.
  std::string run(const std::string& settings) {
    const std::string place = folder_.path() / "below";
    std::filesystem::remove_all(place);
    std::filesystem::create_directory(place);
    const std::string command = "FAULTS_BELOW=" + place + " FAULTS_LOG=" + log() + " " + settings +
                                " LD_PRELOAD=" AUTOLOSS_FAULTS " " AUTOLOSS_FAULTS_WRITER " " + place + " > " +
                                (folder_.path() / "said").string();
    EXPECT_EQ(std::system(command.c_str()), 0);
    return folder_.read("said");
  }
  std::string log() { return folder_.path() / "log"; }

  Folder folder_;
};

TEST_F(Faults, CountsAndLeavesAlone) {
  const std::string place = folder_.path() / "below";

  EXPECT_EQ(run(""), "mkdir ok\nopen ok\nwrote 8\nfsync ok\nclose ok\nrename ok\n");
  EXPECT_EQ(folder_.read("log"), "1 mkdir " + place + "/folder\n2 open " + place + "/folder/file.tmp\n3 write " +
                                     place + "/folder/file.tmp\n4 fsync " + place + "/folder/file.tmp\n5 close " +
                                     place + "/folder/file.tmp\n6 rename " + place + "/folder/file\n");
}

TEST_F(Faults, LetsOneCallFail) {
  EXPECT_EQ(run("FAULTS_AT=2"), "mkdir ok\nopen ENOSPC\n");
  EXPECT_EQ(run("FAULTS_AT=3 FAULTS_KIND=EIO"), "mkdir ok\nopen ok\nwrote -1\nfsync ok\nclose ok\nrename ok\n");
  EXPECT_EQ(run("FAULTS_AT=5"), "mkdir ok\nopen ok\nwrote 8\nfsync ok\nclose ENOSPC\nrename ok\n");
  EXPECT_EQ(run("FAULTS_AT=6"), "mkdir ok\nopen ok\nwrote 8\nfsync ok\nclose ok\nrename ENOSPC\n");
}

TEST_F(Faults, LetsAllCallsFailFromThenOn) {
  EXPECT_EQ(run("FAULTS_AT=4 FAULTS_STAYS=1"),
            "mkdir ok\nopen ok\nwrote 8\nfsync ENOSPC\nclose ENOSPC\nrename ENOSPC\n");
}

TEST_F(Faults, CutsAWrite) {
  EXPECT_EQ(run("FAULTS_AT=3 FAULTS_KIND=SHORT"), "mkdir ok\nopen ok\nwrote 4\nfsync ok\nclose ok\nrename ok\n");
}

TEST_F(Faults, LeavesOtherFoldersAlone) {
  EXPECT_EQ(run("FAULTS_AT=1 FAULTS_STAYS=1 FAULTS_BELOW=/nonexistent"),
            "mkdir ok\nopen ok\nwrote 8\nfsync ok\nclose ok\nrename ok\n");
}

}  // namespace
}  // namespace autoloss::test
