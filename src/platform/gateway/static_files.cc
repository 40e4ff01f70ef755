#include "gateway/static_files.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <optional>

#include "base/fault.h"
#include "base/ids.h"
#include "base/result.h"
#include "base/text.h"
#include "crypto/crypto.h"
#include "gateway/dispatch.h"
#include "gateway/render.h"

namespace probity::gateway {
namespace {

struct Type {
  std::string_view ending, type;
};
constexpr Type types[] = {
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".woff2", "font/woff2"},
    {".txt", "text/plain; charset=utf-8"},
    {".webmanifest", "application/manifest+json"},
};

// Scripts and styles come from here and are files; nothing may frame the portal or be framed by
// it; what it shows can't load from, or send to, any other place.
constexpr std::string_view content_security_policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; object-src 'none'; require-trusted-types-for 'script'; "
    "trusted-types 'none'";

constexpr std::string_view screen_path = "/index.html";

std::string read(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::string bytes(std::istreambuf_iterator<char>(in), {});
  if (!in) throw Breakdown("the portal can't be read", path.string());
  return bytes;
}

std::string_view type_of(std::string_view path) {
  for (const Type& row : types)
    if (path.ends_with(row.ending)) return row.type;
  return "application/octet-stream";
}

// A screen's address, as in /profiles/…/tasks; a file's has a dot in its last part.
bool is_screen(std::string_view path) {
  return path.substr(path.rfind('/') + 1).find('.') == std::string_view::npos;
}

// Whether an Accept-Encoding header takes gzip.
bool takes_gzip(std::string_view header) {
  for (std::string_view part : split(header, ',')) {
    std::size_t semicolon = part.find(';');
    std::string name = lower_ascii(trimmed(part.substr(0, semicolon)));
    if (name != "gzip" && name != "*") continue;
    std::string weight =
        lower_ascii(trimmed(semicolon == std::string_view::npos ? "" : part.substr(semicolon + 1)));
    bool refused = weight.starts_with("q=0") && weight.find_first_of("123456789") == weight.npos;
    if (!refused) return true;
  }
  return false;
}

bool names(std::string_view if_none_match, std::string_view etag) {
  for (std::string_view part : split(if_none_match, ','))
    if (std::string_view one = trimmed(part); one == etag || one == "*") return true;
  return false;
}

void harden(api::Reply& reply) {
  if (!fault("portal_without_policy"))
    reply.headers.push_back({"Content-Security-Policy", std::string(content_security_policy)});
  reply.headers.push_back({"X-Frame-Options", "DENY"});
  reply.headers.push_back({"Referrer-Policy", "no-referrer"});
  reply.headers.push_back({"Cross-Origin-Opener-Policy", "same-origin"});
  reply.headers.push_back({"Cross-Origin-Resource-Policy", "same-origin"});
  reply.headers.push_back(
      {"Permissions-Policy",
       "camera=(), geolocation=(), microphone=(), payment=(), usb=(), "
       "publickey-credentials-get=(self), publickey-credentials-create=(self)"});
}

api::Reply refused(int status, std::string_view reason) {
  api::Reply reply = render_status(status, reason, Uuid::make());
  harden(reply);
  return reply;
}

}  // namespace

StaticFiles::StaticFiles(const std::filesystem::path& folder) {
  std::error_code ec;
  std::size_t bytes = 0, count = 0;
  for (std::filesystem::recursive_directory_iterator it(folder, ec), end; !ec && it != end;
       it.increment(ec)) {
    if (it->is_symlink() || !it->is_regular_file()) continue;
    if (it->path().filename().string().starts_with('.')) continue;
    if (++count > max_files || (bytes += it->file_size()) > max_bytes)
      throw Breakdown("the portal has too many or too large files", folder.string());
    std::string path = "/" + it->path().lexically_relative(folder).generic_string();
    std::string content = read(it->path());
    if (path.ends_with(".gz")) {
      files_[path.substr(0, path.size() - 3)].gzip = std::move(content);
      continue;
    }
    File& file = files_[path];
    file.type = type_of(path);
    file.etag = '"' + hex(crypto::sha256(content)).substr(0, 32) + '"';
    file.cache_control =
        path.starts_with("/assets/") ? "public, max-age=31536000, immutable" : "no-cache";
    file.bytes = std::move(content);
  }
  if (ec) throw Breakdown("the portal can't be read", folder.string() + ": " + ec.message());
  // What is only there compressed is not a file of the portal.
  std::erase_if(files_, [](const auto& entry) { return entry.second.type.empty(); });
  if (!files_.contains(screen_path))
    throw Breakdown("portal.path has no index.html: build it with ./dev portal", folder.string());
}

bool StaticFiles::takes(std::string_view path) {
  return !path.starts_with(version_prefix) ||
         (path.size() > version_prefix.size() && path[version_prefix.size()] != '/');
}

api::Reply StaticFiles::answer(const api::Request& request) const {
  if (request.method != "GET" && request.method != "HEAD") {
    api::Reply reply = refused(405, "only GET and HEAD");
    reply.headers.push_back({"Allow", "GET, HEAD"});
    return reply;
  }
  auto found = files_.find(request.path);
  if (found == files_.end() && is_screen(request.path)) found = files_.find(screen_path);
  if (found == files_.end()) return refused(404, "no such file");
  const File& file = found->second;
  api::Reply reply{200, "", {{"Content-Type", file.type}, {"Cache-Control", file.cache_control}}};
  reply.headers.push_back({"ETag", file.etag});
  reply.headers.push_back({"Vary", "Accept-Encoding"});
  harden(reply);
  if (names(request.header("if-none-match"), file.etag)) {
    reply.status = 304;
  } else if (!file.gzip.empty() && takes_gzip(request.header("accept-encoding"))) {
    reply.headers.push_back({"Content-Encoding", "gzip"});
    reply.body = file.gzip;
  } else {
    reply.body = file.bytes;
  }
  return reply;
}

}  // namespace probity::gateway
