#include "api/body.h"

#include <algorithm>

#include "base/text.h"

namespace probity::api {

Body::Body(const json::Value& value, std::string prefix)
    : value_(value), prefix_(std::move(prefix)) {
  if (!value_.is_object())
    faults_.push_back({prefix_.empty() ? "body" : prefix_.substr(0, prefix_.size() - 1),
                       "must be a JSON object"});
}

const json::Value* Body::member(std::string_view name) const {
  const json::Value* found = value_.find(name);
  return found && found->is_null() ? nullptr : found;
}

void Body::fault(std::string_view name, std::string message) {
  if (!value_.is_object() && !faults_.empty()) return;
  if (faults_.size() < 50) faults_.push_back({prefix_ + std::string(name), std::move(message)});
}

void Body::take(std::vector<Fault> others) {
  for (Fault& f : others)
    if (faults_.size() < 50) faults_.push_back(std::move(f));
}

std::optional<std::string> text_fault(std::string_view text, std::size_t least, std::size_t most) {
  std::size_t length = code_points(text);
  if (length < least || length > most)
    return "must have " + std::to_string(least) + " to " + std::to_string(most) + " characters";
  bool control = std::ranges::any_of(text, [](unsigned char c) {
    return (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7f;
  });
  if (control) return "must not hold control characters";
  return std::nullopt;
}

std::string one_of(std::span<const std::string_view> allowed) {
  std::string out = "must be one of ";
  for (std::size_t i = 0; i < allowed.size(); ++i) (out += i ? ", " : "") += allowed[i];
  return out;
}

std::optional<std::string> Body::maybe_text(std::string_view name, std::size_t least,
                                            std::size_t most) {
  const json::Value* found = member(name);
  if (!found) return std::nullopt;
  if (!found->is_string()) {
    fault(name, "must be a string");
    return std::nullopt;
  }
  if (auto why = text_fault(found->string(), least, most)) {
    fault(name, *why);
    return std::nullopt;
  }
  return found->string();
}

std::string Body::text(std::string_view name, std::size_t least, std::size_t most) {
  if (!member(name)) fault(name, "is required");
  return maybe_text(name, least, most).value_or("");
}

std::optional<std::string> Body::maybe_word(std::string_view name,
                                            std::span<const std::string_view> allowed) {
  const json::Value* found = member(name);
  if (!found) return std::nullopt;
  if (!found->is_string() || std::ranges::find(allowed, found->string()) == allowed.end()) {
    fault(name, one_of(allowed));
    return std::nullopt;
  }
  return found->string();
}

std::string Body::word(std::string_view name, std::span<const std::string_view> allowed) {
  if (!member(name)) fault(name, "is required; " + one_of(allowed));
  return maybe_word(name, allowed).value_or("");
}

std::optional<bool> Body::maybe_flag(std::string_view name) {
  const json::Value* found = member(name);
  if (!found) return std::nullopt;
  if (!found->is_bool()) {
    fault(name, "must be true or false");
    return std::nullopt;
  }
  return found->boolean();
}

std::optional<Uuid> Body::maybe_id(std::string_view name) {
  const json::Value* found = member(name);
  if (!found) return std::nullopt;
  auto id = found->is_string() ? Uuid::parse(found->string()) : std::nullopt;
  if (!id) fault(name, "must be a UUID");
  return id;
}

Uuid Body::id(std::string_view name) {
  if (!member(name)) fault(name, "is required");
  return maybe_id(name).value_or(Uuid());
}

std::vector<Uuid> Body::ids(std::string_view name, std::size_t most) {
  std::vector<Uuid> out;
  const json::Array* items = maybe_array(name, most);
  if (!items) return out;
  for (std::size_t i = 0; i < items->size(); ++i) {
    auto id = (*items)[i].is_string() ? Uuid::parse((*items)[i].string()) : std::nullopt;
    if (id)
      out.push_back(*id);
    else
      fault(std::string(name) + "[" + std::to_string(i) + "]", "must be a UUID");
  }
  return out;
}

const json::Array* Body::maybe_array(std::string_view name, std::size_t most) {
  const json::Value* found = member(name);
  if (!found) return nullptr;
  if (!found->is_array() || found->array().size() > most) {
    fault(name, "must be an array of at most " + std::to_string(most) + " items");
    return nullptr;
  }
  return &found->array();
}

Result<void> Body::done() const {
  if (faults_.empty()) return {};
  return refuse(Refusal::invalid_input, "the request is not valid", faults_);
}

}  // namespace probity::api
