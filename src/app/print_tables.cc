// The product's own tables as JSON, for the gates in tests/. Test builds only.
#ifdef PROBITY_TEST_BUILD
#include <cstdio>

#include "commands.h"
#include "db/migrate.h"
#include "json/json.h"
#include "tables.h"

namespace probity::app {

int print_tables() {
  json::Array route_rows, statement_rows, reaction_rows;
  for (const auto& r : routes()) {
    route_rows.push_back(json::Object{{"method", api::method_name(r.method)},
                                      {"path", r.path},
                                      {"permission", api::name_of(r.permission)},
                                      {"takes_body", r.takes != api::Takes::nothing}});
  }
  for (const auto& s : statements())
    statement_rows.push_back(json::Object{{"name", s.name}, {"sql", s.sql}});
  for (const auto& r : reactions())
    reaction_rows.push_back(json::Object{{"heard", r.heard.word}, {"later", r.later}});
  std::printf("%s\n",
              json::write(json::Object{{"routes", route_rows},
                                       {"statements", statement_rows},
                                       {"reactions", reaction_rows},
                                       {"migrations", std::int64_t(db::migrations().size())}})
                  .c_str());
  return 0;
}

}  // namespace probity::app
#endif
