// A route is a row of a table: without a permission and a handler it does not compile. Dispatch,
// the OpenAPI gate, the tenant matrix and the audit gate read the same rows.
#pragma once

#include <string_view>

#include "api/call.h"

namespace probity::api {

using Handler = Result<Reply> (*)(Call&);

enum class Method { get, post, del };

enum class Takes { nothing, body, optional_body };  // a JSON body: refused, required, optional

// The calls that are counted against the institution's rate limit, each in a bucket of its own.
enum class Bucket { none, create_profile, replace_collected_data };

// `hashing`: the call hashes a password, which takes a core for 0.2 s; such calls wait for one
// thread of low priority, a few at a time, and hold up nobody else.
enum class Lane { normal, hashing };

struct Route {
  constexpr Route(Method m, std::string_view path_after_version, Permission p, Takes t, Handler h,
                  Bucket b = Bucket::none, Lane l = Lane::normal)
      : method(m),
        path(path_after_version),
        permission(p),
        takes(t),
        handler(h),
        bucket(b),
        lane(l) {}
  Method method;
  std::string_view path;  // after /4.0; "{…_id}" is a UUID, "{term}" any text
  Permission permission;
  Takes takes;
  Handler handler;
  Bucket bucket;
  Lane lane;
};

constexpr std::string_view method_name(Method m) {
  return m == Method::get ? "GET" : m == Method::post ? "POST" : "DELETE";
}

}  // namespace probity::api
