// The law "no network while a transaction is open", as a guard that needs nothing: a transaction
// holds one as a member, and http::Client::send() ENSUREs that the thread holds none.
#pragma once

namespace probity::http {

class NoNetwork {
 public:
  NoNetwork() { ++held_; }
  ~NoNetwork() { --held_; }
  NoNetwork(const NoNetwork&) = delete;
  NoNetwork& operator=(const NoNetwork&) = delete;

  static bool in_force() { return held_ > 0; }  // on this thread

 private:
  inline static thread_local int held_ = 0;
};

}  // namespace probity::http
