#include "configuration_folder.h"

#include <algorithm>
#include <filesystem>

#include "commands.h"
#include "journal/journal.h"
#include "keys/subject_keys.h"
#include "open.h"
#include "policies/configurations.h"

namespace probity::app {

json::Value read_configuration(const std::string& folder) {
  namespace fs = std::filesystem;
  // What else may lie beside the documents.
  static constexpr std::string_view not_configuration[] = {"lists", "customers.json", "crowd.json"};
  std::vector<fs::path> paths;
  std::error_code error;
  for (const auto& entry : fs::recursive_directory_iterator(folder, error)) {
    auto relative = fs::relative(entry.path(), folder);
    bool ours = std::ranges::find(not_configuration, relative.begin()->string()) ==
                std::end(not_configuration);
    if (ours && entry.is_regular_file() && entry.path().extension() == ".json")
      paths.push_back(relative);
  }
  if (error) throw Breakdown("a folder can't be read", folder + " can't be read");
  std::ranges::sort(paths);
  std::vector<std::pair<std::string, json::Value>> files;
  for (const auto& path : paths) {
    auto value = json::parse(read_file(folder + "/" + path.string()));
    if (!value)
      throw Refused({Refusal::invalid_input, path.string() + ": " + value.error().message});
    files.emplace_back(path.string(), std::move(*value));
  }
  return unwrap(policies::assemble(files));
}

void publish_configuration(db::Pool& pool, keys::Keystore& keystore, const Uuid& institution,
                           const json::Value& document) {
  auto keys = keystore.tenant(institution);
  db::Tx tx(pool, institution);
  auto stream = journal::institution_stream(tx);
  auto subject = keys::ask_subject_key(tx, *keys, institution).get();
  ENSURE(subject);
  journal::Actor author{journal::Actor::Kind::system};
  auto version = unwrap(policies::publish(tx, document, institution, author));
  stream.append(journal::actions::configuration_published, author, {{"version", version}});
  stream.write(tx, *subject);
  tx.commit();
}

}  // namespace probity::app
