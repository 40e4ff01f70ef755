// Mail and SMS to people: written in the caller's transaction, sent by a job once it is committed,
// never from inside one. What is on its way lies sealed, and is gone once it has left.
#pragma once

#include <optional>
#include <string>

#include "base/result.h"
#include "db/tx.h"
#include "jobs/jobs.h"
#include "json/json.h"
#include "keys/keystore.h"
#include "messages/courier.h"
#include "messages/templates.h"

namespace probity::messages {

struct Message {
  Channel channel = Channel::mail;
  std::string to;             // a mail address (http::is_mail_address) or a number in E.164
  std::string template_name;  // of templates/, of the same channel
  json::Object parameters;    // as the template says; its `name` also stands before the address
  // Later it is not sent, e.g. because the code in it has expired. Nothing: as the template says.
  std::optional<Instant> useful_until = {};
};

// Leaves with the transaction; the id is of the row in outgoing_messages. Sealed for the key's
// subject: who erases it takes back what has not left, so news of an erasure are sealed for the
// institution. Refuses with invalid_input and all faults.
Result<Uuid> send(db::Tx& tx, const keys::SubjectKey& key, const Message& message);

// The job: opens, sends outside any transaction, settles the row. Tried again while the other side
// says "later"; dead at once when it refuses for good. An interrupted one may send twice, under the
// same Message-ID.
jobs::Work send_message(keys::Keystore& keystore, const Courier& courier);
inline constexpr int send_attempts = 14;  // over about two hours

}  // namespace probity::messages
