// The gateway role when the api role runs elsewhere: who asks is found out here, and the request
// goes on to the api with a token that says so. Credentials stay here.
#pragma once

#include "gateway/admission.h"
#include "gateway/crew.h"
#include "gateway/listener.h"
#include "gateway/route_table.h"
#include "gateway/token_mint.h"
#include "http/forwarder.h"

namespace probity::gateway {

class Forwarding {
 public:
  struct Settings {
    int threads = 4;  // that find out who asks; nobody waits for the api's answers
    std::size_t queue = 256;
    http::Forwarder::Settings upstream;
    // What the api changed about those who ask, as identity::forget takes it.
    std::function<void(std::string_view words)> forget;
  };
  Forwarding(std::vector<api::Route> routes, Admission admission, TokenMint& mint, Metrics& metrics,
             Settings settings);

  // For Listener.
  void accept(api::Request&& request, Respond respond);

 private:
  struct Passing {
    Uuid request_id;
    const api::Route* route;
    Respond respond;
    double since;
  };
  void pass_on(api::Request&& request, Passing passing);
  void answer(const Passing& passing, api::Reply&& reply);

  RouteTable routes_;
  Admission admission_;
  TokenMint& mint_;
  Metrics& metrics_;
  std::function<void(std::string_view)> forget_;
  http::Forwarder forwarder_;
  Crew crew_;  // the last: its threads use the rest
};

// What of a request goes on to the api: everything but what belongs to one connection, the API key,
// and what only the gateway may say.
std::vector<http::Header> forwarded_headers(const api::Request& request);
// What of an answer goes back to the client.
std::vector<api::Header> returned_headers(std::vector<http::Header> headers);

}  // namespace probity::gateway
