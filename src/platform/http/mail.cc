#include "http/mail.h"

#include <algorithm>

#include "base/fault.h"
#include "base/result.h"
#include "base/text.h"

namespace probity::http {
namespace {

constexpr std::size_t encoded_word_max = 76 - 12 - 9;  // RFC 2047: a line, =?UTF-8?Q??=, Subject:
constexpr std::size_t quoted_line_max = 75;            // RFC 2045 has 76, with the '=' at the end

bool is_alnum(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_of(std::string_view text, std::string_view others) {
  return std::ranges::all_of(text, [&](char c) { return is_alnum(c) || others.contains(c); });
}

std::string escape(char c) {
  static constexpr char digits[] = "0123456789ABCDEF";
  auto byte = static_cast<unsigned char>(c);
  return {'=', digits[byte >> 4], digits[byte & 15]};
}

// The bytes of the first code point of well-formed UTF-8.
std::string_view first_letter(std::string_view text) {
  std::size_t size = 1;
  while (size < text.size() && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) ++size;
  return text.substr(0, size);
}

bool is_unseen(std::string_view letter) {
  if (letter.size() == 1) {
    auto c = static_cast<unsigned char>(letter[0]);
    return c < 0x20 || c == 0x7f;
  }
  if (letter.size() == 2)  // C1, and the Arabic letter mark
    return (letter >= "\u0080" && letter <= "\u009F") || letter == "\u061C";
  // Separators of lines, and what turns or hides text. The joiners U+200C and 200D stay: Persian
  // and Indic names are spelled with them.
  auto in = [&](std::string_view least, std::string_view most) {
    return letter >= least && letter <= most;
  };
  return letter == "\u200B" || in("\u200E", "\u200F") || in("\u2028", "\u202E") ||
         in("\u2060", "\u206F") || letter == "\uFEFF";
}

// RFC 2047: words of at most 75 characters, none of which cuts a code point.
std::string encoded_words(std::string_view text) {
  std::string out, word;
  auto end_word = [&] {
    if (!out.empty()) out += "\r\n ";
    out += "=?UTF-8?Q?" + word + "?=";
    word.clear();
  };
  while (!text.empty()) {
    auto letter = first_letter(text);
    text.remove_prefix(letter.size());
    std::string shown;
    for (char c : letter) shown += is_alnum(c) ? std::string(1, c) : c == ' ' ? "_" : escape(c);
    if (word.size() + shown.size() > encoded_word_max) end_word();
    word += shown;
  }
  end_word();
  return out;
}

// Text of a header: as it is when it is short, ASCII and can't be taken for an encoded word.
std::string header_text(const std::string& text) {
  std::string line = one_line(text, mail_line_max);
  bool plain = line.size() <= 60 && !line.contains("=?") &&
               std::ranges::all_of(line, [](char c) { return c >= 0x20 && c < 0x7f; });
  return plain || fault("mail_header_raw") ? line : encoded_words(line);
}

std::string mailbox_text(const Mailbox& mailbox) {
  ENSURE(is_mail_address(mailbox.address));
  std::string line(trimmed(one_line(mailbox.name, mail_line_max)));
  if (line.empty()) return mailbox.address;
  std::string name = is_of(line, " ") && line.size() <= 60 ? line : encoded_words(line);
  return name + "\r\n <" + mailbox.address + ">";
}

// RFC 2045, quoted-printable: ASCII stays readable, no line is long, none begins with a dot.
std::string quoted_printable(std::string_view text) {
  std::string out, line;
  auto end_line = [&] {
    // White space at a line's end would be lost on the way.
    if (!line.empty() && (line.back() == ' ' || line.back() == '\t')) {
      char last = line.back();
      line.pop_back();
      line += escape(last);
    }
    out += line + "\r\n";
    line.clear();
  };
  for (char c : text) {
    if (c == '\n') {
      end_line();
      continue;
    }
    bool as_it_is = c == '\t' || (c >= 0x20 && c < 0x7f && c != '=' && !(c == '.' && line.empty()));
    std::string shown = as_it_is ? std::string(1, c) : escape(c);
    // Two more than the bound stay free for an escaped space at the end.
    if (line.size() + shown.size() > quoted_line_max - 2) {
      out += line + "=\r\n";
      line.clear();
      if (shown == ".") shown = escape('.');
    }
    line += shown;
  }
  if (!line.empty()) end_line();
  return out;
}

std::string part(std::string_view kind, std::string_view text) {
  ENSURE(text.size() <= mail_text_max);
  return "Content-Type: text/" + std::string(kind) +
         "; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" +
         quoted_printable(text);
}

bool is_domain(std::string_view text) {
  auto labels = split(text, '.');
  return labels.size() >= 2 && std::ranges::all_of(labels, [](std::string_view label) {
           return !label.empty() && label.size() <= 63 && is_of(label, "-") &&
                  label.front() != '-' && label.back() != '-';
         });
}

}  // namespace

bool is_mail_address(std::string_view text) {
  auto at = text.rfind('@');
  if (at == text.npos || text.size() > 254 || at > 64) return false;
  auto atoms = split(text.substr(0, at), '.');
  bool local = std::ranges::all_of(atoms, [](std::string_view atom) {
    return !atom.empty() && is_of(atom, "!#$%&'*+-/=?^_`{|}~");
  });
  return local && is_domain(text.substr(at + 1));
}

std::string one_line(std::string_view text, std::size_t most) {
  if (fault("mail_header_raw")) return std::string(text);
  std::string readable;
  if (!is_utf8(text)) {
    for (char c : text) readable += static_cast<unsigned char>(c) < 0x80 ? c : '?';
    text = readable;
  }
  std::string out;
  std::size_t letters = 0;
  while (!text.empty()) {
    auto letter = first_letter(text);
    text.remove_prefix(letter.size());
    bool unseen = is_unseen(letter);
    // A line's end parts words; other things that nobody sees part nothing.
    if (unseen && letter != "\n" && letter != "\r" && letter != "\t") continue;
    if (++letters > most) return out + "…";
    out += unseen ? " " : letter;
  }
  return out;
}

std::string write_mail(const Mail& mail) {
  ENSURE(!mail.id.empty() && is_of(mail.id, "-"));
  std::string domain = mail.from.address.substr(mail.from.address.rfind('@') + 1);
  std::string out = "Date: " + http_time(mail.at) + "\r\nFrom: " + mailbox_text(mail.from) +
                    "\r\nTo: " + mailbox_text(mail.to) +
                    "\r\nSubject: " + header_text(mail.subject) + "\r\nMessage-ID: <" + mail.id +
                    "@" + domain + ">\r\nAuto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n";
  if (mail.html.empty()) return out + part("plain", mail.text);
  // No line of quoted-printable holds "=_".
  std::string boundary = "=_" + mail.id;
  return out + "Content-Type: multipart/alternative; boundary=\"" + boundary + "\"\r\n\r\n--" +
         boundary + "\r\n" + part("plain", mail.text) + "\r\n--" + boundary + "\r\n" +
         part("html", mail.html) + "\r\n--" + boundary + "--\r\n";
}

}  // namespace probity::http
