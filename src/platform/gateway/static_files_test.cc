#include "gateway/static_files.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "base/result.h"

namespace probity::gateway {
namespace {

namespace fs = std::filesystem;

struct Folder {
  fs::path path = fs::temp_directory_path() / ("probity-portal-" + std::to_string(getpid()));
  Folder() {
    write("index.html", "<!doctype html>");
    write("icon.svg", "<svg/>");
    write("assets/index-1f.js", "let a = 1");
    write("assets/index-1f.js.gz", "compressed");
    write("assets/alone.css.gz", "compressed");
    write(".sources", "hash");
  }
  ~Folder() { fs::remove_all(path); }
  void write(const std::string& name, std::string_view text) {
    fs::create_directories((path / name).parent_path());
    std::ofstream(path / name) << text;
  }
};

api::Reply ask(const StaticFiles& files, std::string path, std::vector<api::Header> headers = {},
               std::string method = "GET") {
  return files.answer({.method = std::move(method),
                       .path = std::move(path),
                       .query = "",
                       .headers = std::move(headers),
                       .body = "",
                       .peer = ""});
}

std::string header(const api::Reply& reply, std::string_view name) {
  for (const auto& h : reply.headers)
    if (h.name == name) return h.value;
  return "";
}

TEST(StaticFiles, ServesWhatWasBuilt) {
  Folder folder;
  StaticFiles files(folder.path);
  auto script = ask(files, "/assets/index-1f.js");
  EXPECT_EQ(script.status, 200);
  EXPECT_EQ(script.body, "let a = 1");
  EXPECT_EQ(header(script, "Content-Type"), "text/javascript; charset=utf-8");
  EXPECT_EQ(header(script, "Cache-Control"), "public, max-age=31536000, immutable");
  auto icon = ask(files, "/icon.svg");
  EXPECT_EQ(header(icon, "Content-Type"), "image/svg+xml");
  EXPECT_EQ(header(icon, "Cache-Control"), "no-cache");
}

TEST(StaticFiles, EveryScreenIsTheIndex) {
  Folder folder;
  StaticFiles files(folder.path);
  for (auto path : {"/", "/profiles/01a2-77/tasks", "/sign-in", "/%2e%2e/"}) {
    auto reply = ask(files, path);
    EXPECT_EQ(reply.status, 200) << path;
    EXPECT_EQ(reply.body, "<!doctype html>") << path;
    EXPECT_EQ(header(reply, "Cache-Control"), "no-cache") << path;
  }
}

TEST(StaticFiles, NothingElseIsThere) {
  Folder folder;
  folder.write("../probity-portal-secret.txt", "secret");
  fs::create_symlink("../probity-portal-secret.txt", folder.path / "link.txt");
  StaticFiles files(folder.path);
  for (auto path : {"/assets/index-2a.js", "/.sources", "/../probity-portal-secret.txt",
                    "/%2e%2e/probity-portal-secret.txt", "/link.txt", "/assets/alone.css",
                    "/assets/index-1f.js.gz", "//etc/passwd.txt", "/wp-login.php"})
    EXPECT_EQ(ask(files, path).status, 404) << path;
  fs::remove(folder.path / "../probity-portal-secret.txt");
  auto post = ask(files, "/", {}, "POST");
  EXPECT_EQ(post.status, 405);
  EXPECT_EQ(header(post, "Allow"), "GET, HEAD");
}

TEST(StaticFiles, CompressesForWhoAsks) {
  Folder folder;
  StaticFiles files(folder.path);
  struct Case {
    std::string accepts;
    bool gzip;
  };
  const Case cases[] = {{"gzip, deflate, br", true},
                        {"br;q=1, GZIP;q=0.5", true},
                        {"*", true},
                        {"", false},
                        {"br", false},
                        {"gzip;q=0", false},
                        {"gzip; q=0.000", false}};
  for (const auto& c : cases) {
    auto reply = ask(files, "/assets/index-1f.js", {{"accept-encoding", c.accepts}});
    EXPECT_EQ(reply.body == "compressed", c.gzip) << c.accepts;
    EXPECT_EQ(header(reply, "Content-Encoding"), c.gzip ? "gzip" : "") << c.accepts;
    EXPECT_EQ(header(reply, "Vary"), "Accept-Encoding");
  }
  EXPECT_EQ(header(ask(files, "/", {{"accept-encoding", "gzip"}}), "Content-Encoding"), "");
}

TEST(StaticFiles, AnswersThatNothingChanged) {
  Folder folder;
  StaticFiles files(folder.path);
  std::string etag = header(ask(files, "/"), "ETag");
  auto same = ask(files, "/", {{"if-none-match", "\"other\", " + etag}});
  EXPECT_EQ(same.status, 304);
  EXPECT_EQ(same.body, "");
  EXPECT_EQ(ask(files, "/", {{"if-none-match", "\"other\""}}).status, 200);
}

TEST(StaticFiles, EveryAnswerIsHardened) {
  Folder folder;
  StaticFiles files(folder.path);
  for (auto path : {"/", "/assets/index-1f.js", "/nothing.js"}) {
    auto reply = ask(files, path);
    std::string policy = header(reply, "Content-Security-Policy");
    EXPECT_NE(policy.find("default-src 'none'"), std::string::npos) << path;
    EXPECT_NE(policy.find("frame-ancestors 'none'"), std::string::npos) << path;
    EXPECT_EQ(policy.find("unsafe"), std::string::npos) << path;
    EXPECT_EQ(header(reply, "X-Frame-Options"), "DENY") << path;
    EXPECT_EQ(header(reply, "Referrer-Policy"), "no-referrer") << path;
  }
}

TEST(StaticFiles, LeavesTheApiAlone) {
  for (auto path : {"/4.0", "/4.0/", "/4.0/whoami"}) EXPECT_FALSE(StaticFiles::takes(path)) << path;
  for (auto path : {"/", "/4.01", "/4.0x/whoami", "/assets/4.0/a.js", ""})
    EXPECT_TRUE(StaticFiles::takes(path)) << path;
}

TEST(StaticFiles, AFolderThatIsNoPortalIsRefused) {
  EXPECT_THROW(StaticFiles("/nowhere/at/all"), Breakdown);
  Folder folder;
  fs::remove(folder.path / "index.html");
  EXPECT_THROW(StaticFiles{folder.path}, Breakdown);
}

}  // namespace
}  // namespace probity::gateway
