// A test program of the conformance checks of one plugin: PROGRAM PLUGIN.so [KEY=VALUE ...] [GoogleTest's options].
#include <autoloss/conformance/gtest.hpp>
#include <iostream>

int main(int count, char** words) {
  testing::InitGoogleTest(&count, words);
  if (count < 2) {
    std::cerr << "usage: " << words[0] << " PLUGIN.so [KEY=VALUE ...]\n";
    return 2;
  }
  autoloss::conformance::Options options;
  options.settings.assign(words + 2, words + count);
  try {
    autoloss::conformance::register_tests(words[1], options);
  } catch (const std::exception& error) {
    std::cerr << error.what() << "\n";
    return 2;
  }
  return RUN_ALL_TESTS();
}
