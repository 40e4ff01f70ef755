// A password as it was typed: well-formed, whole, and wiped when it goes out of scope.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace probity::credentials {

class Password {
 public:
  static constexpr std::size_t max_bytes = 1024;  // none is cut; longer ones are refused

  // Refuses (invalid_input, with a fault at `field`) what is empty, longer than max_bytes, not
  // well-formed UTF-8, or holds control characters such as NUL or a line break. Says nothing about
  // strength; see password_rules.h. The caller wipes `typed`.
  static Result<Password> read(std::string_view typed, std::string_view field = "password");

  ~Password();
  Password(Password&&) = default;
  Password& operator=(Password&&) = default;

  // NFC, the only change that is ever made to a password: the same password typed on two keyboards
  // is the same.
  const std::string& normal() const { return normal_; }
  // Only for digests of other systems, which knew no NFC.
  const std::string& typed() const { return typed_; }
  std::size_t length() const;  // code points of normal()

 private:
  Password(std::string typed, std::string normal)
      : typed_(std::move(typed)), normal_(std::move(normal)) {}
  std::string typed_, normal_;
};

}  // namespace probity::credentials
