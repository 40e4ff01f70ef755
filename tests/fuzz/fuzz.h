// What a fuzz target is: libFuzzer's entry point and where its mutations begin.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace probity::fuzz {

// Inputs made of the corpus in the tree; never empty, always in the same order.
std::vector<std::string> seeds();

inline std::string read_file(const std::filesystem::path& path) {
  std::ostringstream out;
  out << std::ifstream(path, std::ios::binary).rdbuf();
  return out.str();
}

}  // namespace probity::fuzz
