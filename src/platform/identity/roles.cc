#include "identity/roles.h"

#include "base/fault.h"
#include "identity_sql.h"

namespace probity::identity {
namespace {

using api::Level;

api::Grant grant(std::string name, Level level) { return {std::move(name), level, std::nullopt}; }

}  // namespace

std::vector<Role> preset_roles() {
  constexpr Level read = Level::read_only, write = Level::read_and_write;
  api::Grants everything = api::grants_for_everything();
  std::erase_if(everything, [](const api::Grant& g) { return g.name == "EXPORT_DATA"; });
  return {
      {Uuid::make(), "Administrator", "Everything but exporting data", everything},
      {Uuid::make(),
       "Compliance officer",
       "Works on and decides every application, reads reports and the audit log",
       {grant("PRODUCT_APPLICATIONS", write), grant("REPORTS", read), grant("AUDIT_LOG", read),
        grant("SMART_POLICIES", read), grant("SCREENING_SEARCH", read)}},
      {Uuid::make(),
       "Analyst",
       "Works on and decides every application",
       {grant("PRODUCT_APPLICATIONS", write), grant("SCREENING_SEARCH", read)}},
      {Uuid::make(),
       "Auditor",
       "Reads everything, changes nothing",
       {grant("PRODUCT_APPLICATIONS", read), grant("REPORTS", read), grant("SMART_POLICIES", read),
        grant("USERS", read), grant("ROLES_AND_TEAMS", read), grant("IP_ALLOW_LIST", read),
        grant("DEVELOPER_TOOLS", read), grant("AUDIT_LOG", read)}},
      {Uuid::make(),
       "Developer",
       "API keys and webhooks, policies to read",
       {grant("DEVELOPER_TOOLS", write), grant("SMART_POLICIES", read),
        grant("SCREENING_SEARCH", read)}},
  };
}

void insert_role(db::Tx& tx, const Role& role) {
  tx.queue(sql::insert_role,
           {tx.tenant(), role.id, role.name, role.description,
            json::write(api::render(role.grants)), role.second_factor_required, tx.at()});
}

std::optional<Role> role_named(db::Tx& tx, std::string_view name) {
  auto row = tx.queue(sql::role_by_name, {tx.tenant(), name}).one();
  if (!row) return std::nullopt;
  Role role{.id = row->uuid(), .name = row->text()};
  role.grants = api::stored_grants(row->text());
  return role;
}

AskedAccess ask_access(db::Tx& tx, const Uuid& user) {
  return AskedAccess(tx.queue(sql::roles_of_user, {tx.tenant(), user}));
}

AskedAccess::Held AskedAccess::get() {
  Held held;
  const db::Answer& rows = rows_.get();
  for (int i = 0; i < rows.size(); ++i) {
    auto c = rows[i];
    Role role{.id = c.uuid(), .name = c.text()};
    role.grants = api::stored_grants(c.text());
    role.second_factor_required = c.boolean();
    held.access.add(role.grants);
    held.second_factor_required |= role.second_factor_required;
    held.roles.push_back(std::move(role));
  }
  return held;
}

api::Grants staff_grants(bool write) {
  Level level = write ? Level::read_and_write : Level::read_only;
  return {grant("PRODUCT_APPLICATIONS", level),       grant("SMART_POLICIES", level),
          grant("REPORTS", Level::read_only),         grant("USERS", Level::read_only),
          grant("ROLES_AND_TEAMS", Level::read_only), grant("IP_ALLOW_LIST", Level::read_only),
          grant("DEVELOPER_TOOLS", Level::read_only), grant("AUDIT_LOG", Level::read_only)};
}

Result<void> may_give(const api::Access& giver, const api::Access& given, std::string_view field) {
  if (giver.covers(given) || fault("give_more_than_held")) return {};
  return refuse(Refusal::forbidden, "nobody can give away what they don't hold",
                {{std::string(field), "must be within your own permissions"}});
}

}  // namespace probity::identity
