// `probity messages test`: goes the way that every message goes.
#include <cstdio>

#include "commands.h"
#include "configuration_folder.h"
#include "json/json.h"
#include "keys/subject_keys.h"
#include "messages/messages.h"
#include "open.h"

namespace probity::app {

int queue_trial_message(const Config& config, const TrialMessageOptions& options, bool as_json) {
  auto institution = Uuid::parse(options.institution);
  if (!institution)
    throw Refused({Refusal::invalid_input, "--institution must be the UUID of an institution"});
  bool mail = options.channel == "mail";
  messages::Message message{.channel = mail ? messages::Channel::mail : messages::Channel::sms,
                            .to = options.to,
                            .template_name = !options.template_name.empty() ? options.template_name
                                             : mail                         ? "trial"
                                                                            : "trial_sms",
                            .parameters = {}};
  auto parameters = parse_option(options.parameters, "--parameters");
  if (!parameters.is_object())
    throw Refused({Refusal::invalid_input, "--parameters must be an object"});
  message.parameters = parameters.object();
  if (options.useful_seconds != 0)
    message.useful_until = Instant{now().micros + options.useful_seconds * 1'000'000};

  auto pool = open_pool(config);
  auto keys = open_keystore(config, false)->tenant(*institution);
  db::Tx tx(*pool, *institution);
  auto key = keys::ask_subject_key(tx, *keys, *institution).get();
  if (!key) throw Refused({Refusal::not_found, "no such institution"});
  Uuid id = unwrap(messages::send(tx, *key, message));
  tx.commit();
  if (as_json)
    std::printf("%s\n", json::write(json::Object{{"message_id", id.text()}}).c_str());
  else
    std::printf("queued as message %s; a worker sends it\n", id.text().c_str());
  return 0;
}

}  // namespace probity::app
