// What the tests of this folder share: texts in memory, files in a folder of their own, shared
// data.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "screening/lists/list_file.h"

namespace probity::screening {

inline ListTexts one_text(const char* role, std::string text) {
  return {{role, {std::string(role) + ".file", std::move(text)}}};
}

// A folder that goes away with the test.
class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "lists-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) std::abort();
    path_ = name;
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  std::filesystem::path write(const std::string& name, const std::string& bytes) const {
    std::ofstream(path_ / name, std::ios::binary) << bytes;
    return path_ / name;
  }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

inline std::filesystem::path source_folder() { return PROBITY_SOURCE_DIR; }

// The shared data: $PROBITY_SHARED, else "shared" beside the source tree.
inline std::filesystem::path shared_data() {
  const char* set = std::getenv("PROBITY_SHARED");
  return (set != nullptr ? std::filesystem::path(set) : source_folder().parent_path() / "shared") /
         "data/screening";
}

}  // namespace probity::screening
