#include "keys/keystore.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <charconv>

#include "base/fault.h"
#include "base/result.h"
#include "base/text.h"
#include "json/json.h"

namespace probity::keys {
namespace {

[[noreturn]] void refuse_file(const std::string& path, const std::string& why) {
  throw Breakdown("the keystore can't be used", path + ": " + why);
}

std::string raw(const Uuid& id) { return {reinterpret_cast<const char*>(id.raw().data()), 16}; }

// Keys are read only from files that nobody else can read.
std::optional<std::string> read_private(const std::string& path) {
  int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) {
    if (errno == ENOENT) return std::nullopt;
    refuse_file(path, "can't be opened");
  }
  struct stat status;
  fstat(file, &status);
  std::string text(static_cast<std::size_t>(status.st_size), '\0');
  auto got = read(file, text.data(), text.size());
  close(file);
  if (status.st_mode & 077 && !fault("accept_open_key"))
    refuse_file(path, "can be read by others; run chmod 600 on it");
  if (got != status.st_size) refuse_file(path, "can't be read");
  return text;
}

void write_private(const std::string& path, std::string_view text) {
  std::string fresh = path + ".new";
  int file = open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  bool ok = file >= 0 &&
            write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
            fsync(file) == 0;
  if (file >= 0) close(file);
  if (!ok || rename(fresh.c_str(), path.c_str()) != 0) refuse_file(path, "can't be written");
  auto slash = path.rfind('/');
  std::string folder = slash == std::string::npos ? "." : path.substr(0, slash);
  int directory = open(folder.c_str(), O_RDONLY | O_DIRECTORY);
  if (directory >= 0) {
    fsync(directory);
    close(directory);
  }
}

// Two processes that change the file take turns.
class FileLock {
 public:
  explicit FileLock(const std::string& path)
      : file_(open((path + ".lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {
    if (file_ < 0 || flock(file_, LOCK_EX) != 0) refuse_file(path, "can't be locked");
  }
  ~FileLock() { close(file_); }

 private:
  int file_;
};

std::string wrap_aad(std::string_view purpose, const Uuid& tenant, std::uint32_t version) {
  return "probity.tenant-key.1|" + std::string(purpose) + "|" + raw(tenant) +
         std::to_string(version);
}

std::string wrapped_hex(const crypto::Key& root, const crypto::Key& key, std::string_view aad) {
  return hex(seal_with(root, 0, aad, key.view(), crypto::random_bytes(crypto::nonce_size)));
}

crypto::Key unwrap_hex(const crypto::Key& root, std::string_view text, std::string_view aad,
                       const std::string& path) {
  auto bytes = unhex(text);
  auto plain = bytes ? open_with(root, 0, aad, *bytes) : std::nullopt;
  if (!plain || plain->size() != crypto::Key::size)
    refuse_file(path, "a key does not open: damaged, or made with another root key");
  auto key = crypto::Key::from(*plain);
  crypto::wipe(*plain);
  return key;
}

std::string pepper_aad(std::uint32_t version) {
  return "probity.pepper.1|" + std::to_string(version);
}

// A version as the name of a member; damaged files are refused.
std::uint32_t version_of(std::string_view name, const std::string& path) {
  std::uint32_t version = 0;
  auto [end, fault] = std::from_chars(name.data(), name.data() + name.size(), version);
  if (fault != std::errc() || end != name.data() + name.size() || version == 0)
    refuse_file(path, "is damaged");
  return version;
}

constexpr std::string_view check_aad = "probity.keystore-check.1";

json::Value parse_file(const std::string& text, const std::string& path) {
  auto parsed = json::parse(text);
  if (!parsed || !parsed->find("tenants") || !parsed->find("tenants")->is_object())
    refuse_file(path, "is damaged");
  return std::move(*parsed);
}

}  // namespace

// --- TenantKeys ---

SubjectKey TenantKeys::make_subject(const Uuid& subject) const {
  return SubjectKey(tenant_, subject, 1, crypto::Key::random());
}

static std::string subject_aad(const Uuid& tenant, const Uuid& subject, std::uint32_t version) {
  return "probity.subject-key.1|" + raw(tenant) + raw(subject) + std::to_string(version);
}

std::string TenantKeys::wrap(const SubjectKey& key, std::uint32_t tenant_key_version) const {
  return seal_with(keys_.at(tenant_key_version), tenant_key_version,
                   subject_aad(tenant_, key.subject_, key.version_), key.key_.view(),
                   crypto::random_bytes(crypto::nonce_size));
}

SubjectKey TenantKeys::unwrap(const Uuid& subject, std::uint32_t version,
                              std::uint32_t tenant_key_version, std::string_view wrapped) const {
  auto under = keys_.find(tenant_key_version);
  auto plain = under == keys_.end() ? std::nullopt
                                    : open_with(under->second, tenant_key_version,
                                                subject_aad(tenant_, subject, version), wrapped);
  if (!plain || plain->size() != crypto::Key::size)
    throw Breakdown("stored data could not be opened", "a subject key does not open");
  SubjectKey key(tenant_, subject, version, crypto::Key::from(*plain));
  crypto::wipe(*plain);
  return key;
}

std::string TenantKeys::lookup_hash(std::string_view kind, std::string_view value) const {
  std::string message(kind);
  message += '\0';
  message += value;
  return crypto::hmac_sha256(search_.view(), message);
}

std::int64_t TenantKeys::search_token(std::string_view kind, std::string_view word) const {
  std::string mac = lookup_hash(kind, word);
  std::uint64_t token = 0;
  for (int i = 0; i < 8; ++i) token = token << 8 | static_cast<unsigned char>(mac[i]);
  return static_cast<std::int64_t>(token);
}

const crypto::Key* Peppers::find(std::uint32_t version) const {
  auto found = keys_.find(version);
  return found == keys_.end() ? nullptr : &found->second;
}

// --- LocalKeystore ---

LocalKeystore::LocalKeystore(Settings settings, bool create) : settings_(std::move(settings)) {
  auto text = read_private(settings_.path);
  if (!text && !create) refuse_file(settings_.path, "is missing");
  std::string salt;
  if (text) {
    json::Value file = parse_file(*text, settings_.path);
    salt = unhex(file.text_at("salt")).value_or("");
  } else {
    salt = crypto::random_bytes(16);
  }

  if (!settings_.passphrase.empty()) {
    root_ = crypto::key_from_passphrase(settings_.passphrase, salt);
    crypto::wipe(settings_.passphrase);
  } else {
    auto root_text = read_private(settings_.root_key_path);
    if (!root_text && create && !text) {
      auto fresh = crypto::Key::random();
      write_private(settings_.root_key_path, hex(fresh.view()) + "\n");
      root_text = read_private(settings_.root_key_path);
    }
    if (!root_text) refuse_file(settings_.root_key_path, "is missing");
    auto bytes = unhex(trimmed(*root_text));
    if (!bytes || bytes->size() != crypto::Key::size)
      refuse_file(settings_.root_key_path, "must hold 64 hexadecimal digits");
    root_ = crypto::Key::from(*bytes);
  }

  if (!text) {
    json::Object file{{"format", 1},
                      {"salt", hex(salt)},
                      {"check", wrapped_hex(*root_, crypto::Key::random(), check_aad)},
                      {"tenants", json::Object{}}};
    write_private(settings_.path, json::write(file));
  } else if (!fault("accept_other_root")) {
    unwrap_hex(*root_, parse_file(*text, settings_.path).text_at("check"), check_aad,
               settings_.path);
  }
}

std::shared_ptr<const TenantKeys> LocalKeystore::read_tenant(const Uuid& tenant) {
  auto text = read_private(settings_.path);
  if (!text) refuse_file(settings_.path, "is missing");
  json::Value file = parse_file(*text, settings_.path);
  const json::Value* entry = file.find("tenants")->find(tenant.text());
  if (!entry) throw Breakdown("the keys of this institution are not available", "no tenant key");
  std::map<std::uint32_t, crypto::Key> keys;
  for (const auto& [name, wrapped] : entry->find("keys")->object()) {
    auto version = version_of(name, settings_.path);
    keys.emplace(version, unwrap_hex(*root_, wrapped.string(), wrap_aad("seal", tenant, version),
                                     settings_.path));
  }
  auto current = static_cast<std::uint32_t>(entry->find("current")->integer().value_or(0));
  if (!keys.contains(current)) refuse_file(settings_.path, "is damaged");
  auto search =
      unwrap_hex(*root_, entry->text_at("search"), wrap_aad("search", tenant, 0), settings_.path);
  return std::make_shared<TenantKeys>(tenant, current, std::move(keys), std::move(search));
}

std::shared_ptr<const TenantKeys> LocalKeystore::tenant(const Uuid& tenant) {
  std::lock_guard lock(mutex_);
  auto& opened = opened_[tenant];
  if (!opened) {
    try {
      opened = read_tenant(tenant);
    } catch (...) {
      opened_.erase(tenant);
      throw;
    }
  }
  return opened;
}

void LocalKeystore::create_tenant(const Uuid& tenant) {
  bool added = add_tenant(tenant);
  ENSURE(added);
}

void LocalKeystore::ensure_tenant(const Uuid& tenant) { add_tenant(tenant); }

bool LocalKeystore::add_tenant(const Uuid& tenant) {
  FileLock turn(settings_.path);
  json::Value file = parse_file(read_private(settings_.path).value_or(""), settings_.path);
  json::Object& tenants = file.object().find("tenants")->object();
  if (tenants.find(tenant.text())) return false;
  tenants.set(tenant.text(),
              json::Object{{"current", 1},
                           {"keys", json::Object{{"1", wrapped_hex(*root_, crypto::Key::random(),
                                                                   wrap_aad("seal", tenant, 1))}}},
                           {"search", wrapped_hex(*root_, crypto::Key::random(),
                                                  wrap_aad("search", tenant, 0))}});
  write_private(settings_.path, json::write(file));
  return true;
}

void LocalKeystore::destroy_tenant(const Uuid& tenant) {
  FileLock turn(settings_.path);
  json::Value file = parse_file(read_private(settings_.path).value_or(""), settings_.path);
  file.object().find("tenants")->object().erase(tenant.text());
  write_private(settings_.path, json::write(file));
  std::lock_guard lock(mutex_);
  opened_.erase(tenant);
}

std::shared_ptr<const Peppers> LocalKeystore::read_peppers() {
  json::Value file = parse_file(read_private(settings_.path).value_or(""), settings_.path);
  const json::Value* entry = file.find("peppers");
  if (!entry) return nullptr;  // made before there were passwords
  const json::Value* wrapped_keys = entry->find("keys");
  const json::Value* at = entry->find("current");
  if (!wrapped_keys || !wrapped_keys->is_object() || !at) refuse_file(settings_.path, "is damaged");
  std::map<std::uint32_t, crypto::Key> keys;
  for (const auto& [name, wrapped] : wrapped_keys->object()) {
    auto version = version_of(name, settings_.path);
    if (!wrapped.is_string()) refuse_file(settings_.path, "is damaged");
    keys.emplace(version,
                 unwrap_hex(*root_, wrapped.string(), pepper_aad(version), settings_.path));
  }
  auto current = static_cast<std::uint32_t>(at->integer().value_or(0));
  if (!keys.contains(current)) refuse_file(settings_.path, "is damaged");
  return std::make_shared<Peppers>(current, std::move(keys));
}

void LocalKeystore::add_pepper() {
  json::Value file = parse_file(read_private(settings_.path).value_or(""), settings_.path);
  if (!file.find("peppers"))
    file.object().set("peppers", json::Object{{"current", 0}, {"keys", json::Object{}}});
  json::Object& entry = file.object().find("peppers")->object();
  auto version = static_cast<std::uint32_t>(entry.find("current")->integer().value_or(0) + 1);
  entry.find("keys")->object().set(std::to_string(version),
                                   wrapped_hex(*root_, crypto::Key::random(), pepper_aad(version)));
  entry.set("current", version);
  write_private(settings_.path, json::write(file));
}

std::shared_ptr<const Peppers> LocalKeystore::peppers(std::uint32_t at_least) {
  std::lock_guard lock(pepper_mutex_);
  if (peppers_ && peppers_->current_version() >= at_least) return peppers_;
  if (auto found = read_peppers()) return peppers_ = found;
  FileLock turn(settings_.path);
  if (!read_peppers()) add_pepper();  // another process may have been first
  return peppers_ = read_peppers();
}

std::uint32_t LocalKeystore::rotate_pepper() {
  std::lock_guard lock(pepper_mutex_);
  FileLock turn(settings_.path);
  read_peppers();  // a damaged file is refused before it is added to
  add_pepper();
  peppers_ = read_peppers();
  return peppers_->current_version();
}

}  // namespace probity::keys
