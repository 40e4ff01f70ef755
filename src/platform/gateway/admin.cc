#include "gateway/admin.h"

#include <utility>

#include "json/json.h"

namespace probity::gateway {
namespace {

api::Reply said(int status, std::string_view status_word) {
  return {status, json::write(json::Object{{"status", status_word}})};
}

api::Reply health(const AdminFaces&) { return said(200, "alive"); }

api::Reply readiness(const AdminFaces& faces) {
  json::Array missing;
  for (std::string& thing : faces.missing()) missing.emplace_back(std::move(thing));
  if (missing.empty()) return said(200, "ready");
  return {503, json::write(json::Object{{"status", "not ready"}, {"missing", std::move(missing)}})};
}

api::Reply metrics(const AdminFaces& faces) {
  return {200, faces.metrics(), {{"Content-Type", "text/plain; version=0.0.4; charset=utf-8"}}};
}

struct Page {
  std::string_view path;
  api::Reply (*show)(const AdminFaces&);
};

constexpr Page pages[] = {{"/healthz", health}, {"/readyz", readiness}, {"/metrics", metrics}};

api::Reply answer(const AdminFaces& faces, const api::Request& request) {
  if (request.method != "GET" && request.method != "HEAD") return said(404, "no such page");
  for (const Page& page : pages)
    if (request.path == page.path) return page.show(faces);
  return said(404, "no such page");
}

ListenerSettings listener_settings(const AdminSettings& settings) {
  ListenerSettings s;
  s.address = settings.address;
  s.port = settings.port;
  s.body_bytes = 0;
  s.max_connections = 64;
  s.refusal = said;
  return s;
}

}  // namespace

Admin::Admin(const AdminSettings& settings, AdminFaces faces)
    : listener_(listener_settings(settings),
                [faces = std::move(faces)](api::Request&& request, Respond respond) {
                  respond(answer(faces, request));
                }) {}

}  // namespace probity::gateway
