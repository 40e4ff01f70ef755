// Which addresses belong to the public internet, and so may be called on behalf of a tenant.
#pragma once

#include <netinet/in.h>
#include <sys/socket.h>

namespace probity::http {

// False for loopback, private, shared (carrier NAT), link-local, unique local, multicast,
// unspecified, reserved and documentation addresses, for IPv6 that wraps an IPv4 address (judged by
// the latter when mapped, refused when tunnelled or translated), and for anything that is no IP
// address.
bool is_public(const sockaddr* address);

}  // namespace probity::http
