#include "api/principal_json.h"

#include <algorithm>

namespace probity::api {
namespace {

using Kind = Principal::Kind;

struct KindRow {
  Kind kind;
  std::string_view word;
};
constexpr KindRow kinds[] = {{Kind::anonymous, "anonymous"},
                             {Kind::api_key, "api_key"},
                             {Kind::user, "user"},
                             {Kind::staff, "staff"},
                             {Kind::system, "system"}};

// Takes members one by one; whole() when each was there, of its type, and there was no other.
class Members {
 public:
  explicit Members(const json::Value* value) : value_(value) {
    sound_ = value && value->is_object();
  }

  const json::Value* member(std::string_view name) {
    const json::Value* found = sound_ ? value_->find(name) : nullptr;
    sound_ = found != nullptr;
    ++taken_;
    return found;
  }
  std::string text(std::string_view name) {
    const json::Value* found = member(name);
    sound_ = sound_ && found->is_string();
    return sound_ ? found->string() : std::string();
  }
  Uuid id(std::string_view name) { return checked(Uuid::parse(text(name))); }
  const json::Array& array(std::string_view name) {
    static const json::Array none;
    const json::Value* found = member(name);
    sound_ = sound_ && found->is_array();
    return sound_ ? found->array() : none;
  }
  std::int64_t integer(std::string_view name) {
    const json::Value* found = member(name);
    return checked(sound_ ? found->integer() : std::nullopt);
  }
  bool flag(std::string_view name) {
    const json::Value* found = member(name);
    sound_ = sound_ && found->is_bool();
    return sound_ && found->boolean();
  }
  template <class T>
  T checked(std::optional<T> value) {
    sound_ = sound_ && value;
    return value.value_or(T());
  }
  bool whole() const { return sound_ && value_->object().size() == taken_; }

 private:
  const json::Value* value_;
  bool sound_ = true;
  std::size_t taken_ = 0;
};

std::optional<Kind> kind_of(std::string_view word) {
  for (const KindRow& row : kinds)
    if (row.word == word) return row.kind;
  return std::nullopt;
}

}  // namespace

std::string_view kind_word(Kind kind) {
  auto row = std::ranges::find(kinds, kind, &KindRow::kind);
  ENSURE(row != std::end(kinds));
  return row->word;
}

json::Value as_json(const Principal& p) {
  const InstitutionSettings& s = p.settings;
  json::Array by_product, profiles;
  for (const auto& [product, held] : p.access.by_product())
    by_product.push_back(json::Object{{"product", product.text()}, {"permissions", held.bits()}});
  for (const Uuid& profile : p.profiles) profiles.push_back(profile.text());
  return json::Object{
      {"kind", kind_word(p.kind)},
      {"id", p.id.text()},
      {"tenant", p.tenant.text()},
      {"name", p.name},
      {"institution_name", p.institution_name},
      {"permissions", p.access.everywhere().bits()},
      {"by_product", std::move(by_product)},
      {"session", p.session.text()},
      {"login", p.login.text()},
      {"owes_factor", p.owes_factor},
      {"profiles", std::move(profiles)},
      {"settings", json::Object{{"demo", s.demo},
                                {"rate_limit_per_hour", s.rate_limit_per_hour},
                                {"legacy_error_status", s.legacy_error_status},
                                {"policy_checks_inline", s.policy_checks_inline},
                                {"second_factor_required", s.second_factor_required},
                                {"product_spill_over", s.product_spill_over},
                                {"session_idle_minutes", s.session_idle_minutes},
                                {"session_hours", s.session_hours}}}};
}

std::optional<Principal> principal_from(const json::Value& value) {
  Members m(&value);
  Principal p;
  p.kind = m.checked(kind_of(m.text("kind")));
  p.id = m.id("id");
  p.tenant = m.id("tenant");
  p.name = m.text("name");
  p.institution_name = m.text("institution_name");
  auto everywhere = Permissions::of_bits(m.integer("permissions"));
  Access::ByProduct by_product;
  for (const json::Value& row : m.array("by_product")) {
    Members held(&row);
    Uuid product = held.id("product");
    by_product.emplace_back(product, Permissions::of_bits(held.integer("permissions")));
    if (!held.whole()) return std::nullopt;
  }
  p.access = Access(everywhere, std::move(by_product));
  p.session = m.id("session");
  p.login = m.id("login");
  p.owes_factor = m.flag("owes_factor");
  for (const json::Value& profile : m.array("profiles"))
    p.profiles.push_back(m.checked(Uuid::parse(profile.is_string() ? profile.string() : "")));
  Members settings(m.member("settings"));
  p.settings.demo = settings.flag("demo");
  p.settings.rate_limit_per_hour = settings.integer("rate_limit_per_hour");
  p.settings.legacy_error_status = settings.flag("legacy_error_status");
  p.settings.policy_checks_inline = settings.flag("policy_checks_inline");
  p.settings.second_factor_required = settings.flag("second_factor_required");
  p.settings.product_spill_over = settings.flag("product_spill_over");
  p.settings.session_idle_minutes = settings.integer("session_idle_minutes");
  p.settings.session_hours = settings.integer("session_hours");
  if (!m.whole() || !settings.whole()) return std::nullopt;
  return p;
}

}  // namespace probity::api
