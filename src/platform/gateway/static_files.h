// The portal's files, built by `./dev portal` and read once at the start. A request outside of the
// API's prefix ends here; nothing that a client sends ever names a file on the disk.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "api/message.h"

namespace probity::gateway {

class StaticFiles {
 public:
  static constexpr std::size_t max_files = 1000;
  static constexpr std::size_t max_bytes = 64 * 1024 * 1024;  // of all

  // Throws Breakdown when `folder` can't be read, has no index.html, or is over a limit. Links are
  // not followed.
  explicit StaticFiles(const std::filesystem::path& folder);

  // Whether a path is the portal's: all but /4.0 and what lies under it.
  static bool takes(std::string_view path);

  // A file; for a path that names none and looks like a screen, index.html; else 404. 405 unless
  // GET or HEAD. Files under /assets/ carry a hash of their content in their name and may be kept
  // for ever; the others are asked for again each time, with an Etag.
  api::Reply answer(const api::Request& request) const;

 private:
  struct File {
    std::string type, etag, cache_control, bytes, gzip;
  };
  std::map<std::string, File, std::less<>> files_;  // by path, as in "/assets/index-1f.js"
};

}  // namespace probity::gateway
