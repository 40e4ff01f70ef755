#include <gtest/gtest.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "base/result.h"
#include "gateway/listener.h"
#include "gateway/raw_client.h"

namespace probity::gateway {
namespace {

template <class T, void (*release)(T*)>
struct Release {
  void operator()(T* object) const { release(object); }
};
template <class T, void (*release)(T*)>
using Owned = std::unique_ptr<T, Release<T, release>>;
using Key = Owned<EVP_PKEY, EVP_PKEY_free>;
using Context = Owned<SSL_CTX, SSL_CTX_free>;
using Tls = Owned<SSL, SSL_free>;
using TlsSession = Owned<SSL_SESSION, SSL_SESSION_free>;

template <class Print>
void print_pem(const std::string& path, Print print) {
  std::unique_ptr<FILE, int (*)(FILE*)> file(std::fopen(path.c_str(), "w"), std::fclose);
  ASSERT_TRUE(file);
  ASSERT_EQ(print(file.get()), 1);
}

// A self-signed certificate for "localhost" and its key, in a folder of their own.
class Certificate {
 public:
  Certificate() {
    char name[] = "/tmp/probity-tls-XXXXXX";
    folder_ = mkdtemp(name);
    Key key(EVP_EC_gen("P-256"));
    Owned<X509, X509_free> made(X509_new());
    X509_set_version(made.get(), X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(made.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(made.get()), -60);
    X509_gmtime_adj(X509_getm_notAfter(made.get()), 3600);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(made.get()), "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>("localhost"), -1, -1, 0);
    X509_set_issuer_name(made.get(), X509_get_subject_name(made.get()));
    X509_set_pubkey(made.get(), key.get());
    X509_sign(made.get(), key.get(), EVP_sha256());
    print_pem(files().certificate_chain, [&](FILE* f) { return PEM_write_X509(f, made.get()); });
    print_pem(files().private_key, [&](FILE* f) {
      return PEM_write_PrivateKey(f, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    });
  }
  ~Certificate() { std::filesystem::remove_all(folder_); }
  TlsFiles files() const { return {folder_ + "/chain.pem", folder_ + "/key.pem"}; }

 private:
  std::string folder_;
};

ListenerSettings settings(const Certificate& certificate) {
  ListenerSettings s;
  s.tls = certificate.files();
  s.header_timeout_ms = 2000;
  s.linger_timeout_ms = 300;
  return s;
}

void echo(api::Request&& request, Respond respond) { respond({200, std::move(request.body)}); }

class TlsClient {
 public:
  TlsClient(std::uint16_t port, SSL_CTX* context, SSL_SESSION* session = nullptr)
      : raw_(port), tls_(SSL_new(context)) {
    SSL_set_fd(tls_.get(), raw_.descriptor());
    if (session) SSL_set_session(tls_.get(), session);
    std::signal(SIGPIPE, SIG_IGN);  // OpenSSL writes to a socket that the server may have left
    connected_ = SSL_connect(tls_.get()) == 1;
  }
  ~TlsClient() {
    if (connected_) SSL_shutdown(tls_.get());  // else OpenSSL takes the session for broken
  }
  bool connected() const { return connected_; }
  SSL* tls() { return tls_.get(); }

  std::string ask(std::string_view request) {
    SSL_write(tls_.get(), request.data(), static_cast<int>(request.size()));
    std::string got;
    char bytes[16 * 1024];
    for (;;) {
      int n = SSL_read(tls_.get(), bytes, sizeof bytes);
      if (n <= 0) return got;
      got.append(bytes, static_cast<std::size_t>(n));
      std::size_t end = got.find("\r\n\r\n"), at = got.find("Content-Length: ");
      if (end != std::string::npos && got.size() >= end + 4 + std::stoul(got.substr(at + 16)))
        return got;
    }
  }
  // How the server ended: SSL_ERROR_ZERO_RETURN when it said so.
  int end() {
    char byte;
    return SSL_get_error(tls_.get(), SSL_read(tls_.get(), &byte, 1));
  }

 private:
  RawClient raw_;
  Tls tls_;
  bool connected_ = false;
};

Context client_context(int lowest, int highest) {
  Context context(SSL_CTX_new(TLS_client_method()));
  SSL_CTX_set_security_level(context.get(), 0);  // so that an old version is really offered
  SSL_CTX_set_min_proto_version(context.get(), lowest);
  SSL_CTX_set_max_proto_version(context.get(), highest);
  return context;
}

std::string post(const std::string& body) {
  return "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: " + std::to_string(body.size()) +
         "\r\n\r\n" + body;
}

TEST(TlsListener, RoundTripInEachVersion) {
  Certificate certificate;
  Listener listener(settings(certificate), echo);
  for (int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    Context context = client_context(version, version);
    SSL_CTX_load_verify_file(context.get(), certificate.files().certificate_chain.c_str());
    SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
    TlsClient client(listener.port(), context.get());
    ASSERT_TRUE(client.connected());
    EXPECT_EQ(SSL_version(client.tls()), version);
    for (std::size_t size : {1u, 1000u, 100'000u, 900'000u}) {
      std::string reply = client.ask(post(std::string(size, 'a')));
      EXPECT_EQ(status_of(reply), 200);
      EXPECT_EQ(body_of(reply).size(), size);
      EXPECT_TRUE(reply.contains("Strict-Transport-Security: max-age=63072000"));
    }
    EXPECT_EQ(status_of(client.ask("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")), 200);
    EXPECT_EQ(client.end(), SSL_ERROR_ZERO_RETURN);
  }
}

TEST(TlsListener, OldVersionsAndWeakCiphersAreRefused) {
  Certificate certificate;
  Listener listener(settings(certificate), echo);
  for (int version : {TLS1_VERSION, TLS1_1_VERSION}) {
    Context context = client_context(version, version);
    EXPECT_FALSE(TlsClient(listener.port(), context.get()).connected());
  }
  for (auto ciphers : {"AES128-SHA", "AES256-GCM-SHA384", "ECDHE-ECDSA-AES128-SHA256", "DHE"}) {
    Context context = client_context(TLS1_2_VERSION, TLS1_2_VERSION);
    ASSERT_EQ(SSL_CTX_set_cipher_list(context.get(), ciphers), 1);
    EXPECT_FALSE(TlsClient(listener.port(), context.get()).connected()) << ciphers;
  }
  Context plain = client_context(TLS1_2_VERSION, TLS1_3_VERSION);
  EXPECT_TRUE(TlsClient(listener.port(), plain.get()).connected());
}

TEST(TlsListener, SessionsResume) {
  Certificate certificate;
  Listener listener(settings(certificate), echo);
  Context context = client_context(TLS1_2_VERSION, TLS1_3_VERSION);
  TlsSession session;
  {
    TlsClient first(listener.port(), context.get());
    first.ask(post("a"));
    session.reset(SSL_get1_session(first.tls()));
  }
  TlsClient second(listener.port(), context.get(), session.get());
  ASSERT_TRUE(second.connected());
  EXPECT_TRUE(SSL_session_reused(second.tls()));
  EXPECT_EQ(body_of(second.ask(post("b"))), "b");
}

TEST(TlsListener, AmbiguousHeadsEndHereToo) {
  Certificate certificate;
  Listener listener(settings(certificate), echo);
  Context context = client_context(TLS1_3_VERSION, TLS1_3_VERSION);
  TlsClient client(listener.port(), context.get());
  std::string twice =
      "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\na";
  EXPECT_EQ(status_of(client.ask(twice + post("b"))), 400);
  EXPECT_EQ(client.end(), SSL_ERROR_ZERO_RETURN);
}

TEST(TlsListener, PlainTextAndSilenceEnd) {
  Certificate certificate;
  ListenerSettings s = settings(certificate);
  s.header_timeout_ms = 300;
  Listener listener(s, echo);
  RawClient plain(listener.port()), silent(listener.port());
  plain.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_EQ(status_of(plain.rest()), 0);
  EXPECT_TRUE(plain.ended());
  EXPECT_EQ(silent.rest(), "");
  EXPECT_TRUE(silent.ended());
  Context context = client_context(TLS1_3_VERSION, TLS1_3_VERSION);
  TlsClient slow(listener.port(), context.get());
  EXPECT_EQ(status_of(slow.ask("POST / HT")), 408);
}

TEST(TlsListener, ManyClientsAtOnceAndDrain) {
  Certificate certificate;
  Listener listener(settings(certificate), [](api::Request&& request, Respond respond) {
    std::thread([body = std::move(request.body), respond = std::move(respond)] {
      respond({200, body});
    }).detach();
  });
  std::atomic<int> right{0};
  std::vector<std::jthread> clients;
  for (int c = 0; c < 6; ++c)
    clients.emplace_back([&, c] {
      Context context = client_context(TLS1_2_VERSION, TLS1_3_VERSION);
      TlsClient client(listener.port(), context.get());
      for (int i = 0; i < 20; ++i) {
        std::string body = std::to_string(c * 100 + i) + std::string(5000, 'x');
        right += body_of(client.ask(post(body))) == body;
      }
    });
  clients.clear();
  EXPECT_EQ(right, 6 * 20);
  EXPECT_EQ(listener.drain(5000), 0u);
}

TEST(TlsListener, ForeignKeyIsRefused) {
  Certificate one, two;
  ListenerSettings s = settings(one);
  s.tls->private_key = two.files().private_key;
  EXPECT_THROW(Listener(s, echo), Breakdown);
}

}  // namespace
}  // namespace probity::gateway
