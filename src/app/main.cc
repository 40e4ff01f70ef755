// The command line of `probity`.
#include <CLI/CLI.hpp>

#include <cstdio>
#include <map>

#include "base/log.h"
#include "base/text.h"
#include "commands.h"
#include "db/connection.h"
#include "serve.h"

namespace {

using namespace probity;

int print_faults(const std::vector<app::ConfigFault>& faults) {
  for (const auto& fault : faults)
    std::fprintf(stderr, "probity: configuration: %s %s\n", fault.key.c_str(),
                 fault.message.c_str());
  return faults.empty() ? 0 : 2;
}

void print_refusal(const Error& error) {
  std::fprintf(stderr, "probity: %s\n", error.message.c_str());
  for (const auto& fault : error.faults)
    std::fprintf(stderr, "  %s %s\n", fault.field.c_str(), fault.message.c_str());
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App cli{"Probity: onboarding and due diligence, self-hosted."};
  cli.require_subcommand(1);
  cli.fallthrough();
  std::string config_path;
  bool as_json = false;
  cli.add_option("--config", config_path,
                 "TOML file; environment PROBITY_SECTION_KEY and flags override it");
  cli.add_flag("--json", as_json, "Answer in JSON");

  // A command reads the configuration when it runs, so that help never needs one.
  std::map<CLI::App*, std::function<int(const app::Config&)>> commands;
  auto command = [&](CLI::App& parent, const char* name, const char* help,
                     std::function<int(const app::Config&)> run) -> CLI::App& {
    CLI::App* sub = parent.add_subcommand(name, help);
    commands[sub] = std::move(run);
    return *sub;
  };

  std::string roles, ready;
  std::int64_t port = -1;
  auto& serve = command(cli, "serve", "Run the server: gateway, api, worker, scheduler",
                        [&](app::Config c) { return app::serve(c, ready); });
  serve.add_option("--roles", roles, "Comma-separated; default: all");
  serve.add_option("--port", port, "Port of the API; 0: any free one");
  serve.add_option("--ready-file", ready, "Write the bound ports here, as JSON, when serving");

  command(cli, "migrate", "Bring the database schema up to date (as its owner)",
          [&](const app::Config& c) { return app::migrate(c, as_json); });

  app::DemoOptions demo_options;
  auto& demo = command(cli, "demo", "Create the demo institution and onboard sample customers",
                       [&](const app::Config& c) { return app::demo(c, demo_options, as_json); });
  demo.add_option("--folder", demo_options.folder, "Where the demo documents are (db/demo)")
      ->required();
  demo.add_option("--base-url", demo_options.base_url,
                  "A running server; without it no customers are onboarded");
  demo.add_option("--crowd", demo_options.crowd, "How many customers to onboard beside the samples")
      ->check(CLI::Range(0, 5000));
  demo.add_option("--name", demo_options.name, "Name of the institution");
  demo.add_option("--settings", demo_options.settings, "Settings of the institution, as JSON");

  auto& lists = *cli.add_subcommand("lists", "Sanctions and PEP lists")->require_subcommand(1);
  std::string catalogue;
  auto& load = command(lists, "load", "Load the lists of a lists.toml", [&](const app::Config& c) {
    return app::load_lists(c, catalogue, as_json);
  });
  load.add_option("catalogue", catalogue,
                  "Path of a lists.toml; default: screening.lists of the configuration");
  command(lists, "status", "Show the current list versions",
          [&](const app::Config& c) { return app::list_status(c, as_json); });

  auto& institutions = *cli.add_subcommand("institutions", "Tenants")->require_subcommand(1);
  app::InstitutionOptions institution;
  auto& create = command(
      institutions, "create", "Create an institution with its keys and master API key",
      [&](const app::Config& c) { return app::create_institution(c, institution, as_json); });
  create.add_option("name", institution.name)->required();
  create.add_flag("--demo", institution.demo, "A demo institution: fictional results and lists");
  create.add_option("--settings", institution.settings,
                    "As JSON, e.g. '{\"rate_limit_per_hour\":0}'");
  create.add_option("--configuration", institution.configuration,
                    "A folder like db/demo to publish as its configuration");

  auto& api_keys = *cli.add_subcommand("api-keys", "API keys")->require_subcommand(1);
  app::ApiKeyOptions api_key;
  auto& create_key =
      command(api_keys, "create", "Create an API key; it is shown once",
              [&](const app::Config& c) { return app::create_api_key(c, api_key, as_json); });
  create_key.add_option("--institution", api_key.institution, "Id of the institution")->required();
  create_key.add_option("name", api_key.name)->required();
  create_key.add_option("--permissions", api_key.permissions,
                        "Comma-separated, e.g. READ_PROFILES,RUN_CHECKS; default: all");

  auto& users = *cli.add_subcommand("users", "People of an institution")->require_subcommand(1);
  app::InviteOptions user;
  user.role = "Administrator";
  auto& invite =
      command(users, "invite", "Invite a person: by mail, and by the link that is printed",
              [&](const app::Config& c) { return app::invite_user(c, user, as_json); });
  invite.add_option("--institution", user.institution, "Id of the institution")->required();
  invite.add_option("email", user.email)->required();
  invite.add_option("name", user.name)->required();
  invite.add_option("--role", user.role, "Name of a role; default: Administrator");

  std::string import_institution, import_file;
  auto& import_people =
      command(users, "import", "Take over people with the password hashes of another system",
              [&](const app::Config& c) {
                return app::import_users(c, import_institution, import_file, as_json);
              });
  import_people.add_option("--institution", import_institution, "Id of the institution")
      ->required();
  import_people.add_option("file", import_file, "JSONL of {email, name, role, password_hash}")
      ->required();

  auto& staff = *cli.add_subcommand("staff", "The platform's own people")->require_subcommand(1);
  app::InviteOptions member;
  member.role = "Super administrator";
  auto& hire = command(staff, "invite", "Invite a super administrator, whose training is on record",
                       [&](const app::Config& c) { return app::invite_staff(c, member, as_json); });
  hire.add_option("email", member.email)->required();
  hire.add_option("name", member.name)->required();
  hire.add_option("--course", member.course, "The training in data protection")->required();
  hire.add_option("--evidence", member.evidence, "Where its proof is kept")->required();
  hire.add_option("--completed", member.completed, "YYYY-MM-DD")->required();
  hire.add_option("--expires", member.expires, "YYYY-MM-DD")->required();

  auto& messages = *cli.add_subcommand("messages", "Mail and SMS")->require_subcommand(1);
  app::TrialMessageOptions trial;
  auto& test_message =
      command(messages, "test", "Queue a trial message, to see whether mail or SMS arrives",
              [&](const app::Config& c) { return app::queue_trial_message(c, trial, as_json); });
  test_message.add_option("channel", trial.channel, "mail or sms")
      ->required()
      ->check(CLI::IsMember({"mail", "sms"}));
  test_message.add_option("to", trial.to, "A mail address, or a number like +6421123456")
      ->required();
  test_message.add_option("--institution", trial.institution, "Id of the institution")->required();
#ifdef PROBITY_TEST_BUILD
  test_message.add_option("--template", trial.template_name);
  test_message.add_option("--parameters", trial.parameters);
  test_message.add_option("--useful-seconds", trial.useful_seconds);
#endif

  command(cli, "check-config", "Check the configuration and name each fault", {});
  command(cli, "version", "Show the version", {});

  app::ScreenOptions screen_options;
  auto& screen = command(cli, "screen", "Screen a name, or evaluate on files", {});
  screen.add_option("name", screen_options.name, "The name to screen, in any script");
  screen.add_option("--lists", screen_options.catalogue,
                    "A lists.toml instead of the database's current lists");
  screen.add_option("--ofac-sdn", screen_options.sdn, "Evaluation: OFAC sdn file");
  screen.add_option("--ofac-alt", screen_options.alt, "Evaluation: OFAC alt file");
  screen.add_option("--exclude-aliases", screen_options.exclusions,
                    "Evaluation: alt_num<TAB>ent_num lines to leave out");
  screen.add_option("--queries", screen_options.queries, "Evaluation: JSONL of {id, query, type}");
  screen.add_option("--out", screen_options.out, "Evaluation: where the answers go");

#ifdef PROBITY_TEST_BUILD
  command(cli, "tables", "The route, statement and migration tables, for the gates", {});
#endif

  CLI11_PARSE(cli, argc, argv);
  CLI::App* chosen = cli.get_subcommands()[0];
  while (!chosen->get_subcommands().empty()) chosen = chosen->get_subcommands()[0];
  std::string name = chosen->get_name();

  try {
    if (name == "version") return app::version(as_json);
#ifdef PROBITY_TEST_BUILD
    if (name == "tables") return app::print_tables();
#endif
    if (name == "screen" && (!screen_options.queries.empty() || !screen_options.catalogue.empty()))
      return app::screen_files(screen_options, as_json);

    std::vector<app::ConfigFault> faults;
    app::Config config = app::read_config(config_path, faults);
    if (!roles.empty()) {
      config.roles.clear();
      for (auto role : split(roles, ',')) config.roles.emplace_back(role);
    }
    if (port >= 0) config.server_port = port;
    app::check_config(config, faults);
    if (name == "check-config") {
      if (faults.empty()) std::printf("the configuration is valid\n");
      return print_faults(faults);
    }
    if (!faults.empty()) return print_faults(faults);
    log::set_level(config.log_level == "debug"   ? log::Level::debug
                   : config.log_level == "warn"  ? log::Level::warn
                   : config.log_level == "error" ? log::Level::error
                                                 : log::Level::info);
    if (name == "screen") return app::screen(config, screen_options, as_json);
    return commands.at(chosen)(config);
  } catch (const app::Refused& refused) {
    print_refusal(refused.error);
  } catch (const Breakdown& b) {
    std::fprintf(stderr, "probity: %s: %s\n", b.what(), b.detail().c_str());
  } catch (const db::ConstraintViolation& v) {
    std::fprintf(stderr, "probity: the database refused a row: %s %s\n", v.sqlstate.c_str(),
                 v.constraint.c_str());
  } catch (const std::exception& e) {
    std::fprintf(stderr, "probity: %s\n", e.what());
  }
  return 1;
}
