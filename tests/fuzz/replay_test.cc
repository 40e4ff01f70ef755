// Runs a target over its corpus and over mutations that a number makes, so that a failure comes
// again. PROBITY_FUZZ_SECONDS (5) and PROBITY_FUZZ_SEED (1) change how long and which.
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <random>
#include <thread>

#include "fuzz.h"

namespace probity::fuzz {
namespace {

constexpr std::size_t longest_input = std::size_t{64} << 10;
constexpr int longest_seconds = 20;  // of one input, with sanitizers on a busy machine

int number(const char* name, int otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::atoi(text);
}

void run(const std::string& input) {
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
}

// What readers and the tokeniser treat in a way of its own.
const std::string tokens[] = {"\"",
                              "\"\"",
                              ",",
                              ";",
                              "\n",
                              "\r\n",
                              "\x1a",
                              "\x1e",
                              std::string(1, '\0'),
                              "<",
                              "</",
                              "/>",
                              "&amp;",
                              "&#x",
                              "<!--",
                              "-->",
                              "<![CDATA[",
                              "]]>",
                              "<!DOCTYPE",
                              "{",
                              "}",
                              "[",
                              "]",
                              "\\u0000",
                              "\\ud800",
                              "null",
                              "-0-",
                              "a.k.a. '",
                              "DOB ",
                              "circa ",
                              " or ",
                              "a) ",
                              "(",
                              ")",
                              "\xff",
                              "\xc2\xa0",
                              "\xe2\x80\xae",
                              "\xcc\x81",
                              "\xf0\x9f\x98\x80",
                              "\xef\xbb\xbf",
                              "99999999999999999999",
                              "0000",
                              "1973-02-30",
                              "[[list]]"};

// The mutation of that number: some changes of one seed, at times with a piece of another.
std::string mutation(const std::vector<std::string>& seeds, std::uint64_t number) {
  std::mt19937_64 random(number);
  auto pick = [&](std::size_t below) { return below == 0 ? 0 : random() % below; };
  std::string text = seeds[pick(seeds.size())];
  for (auto changes = 1 + pick(8); changes > 0; --changes) {
    // The first byte picks what is tested and stays mostly.
    auto at = std::min<std::size_t>(text.size(), 1 + pick(text.size()));
    switch (pick(7)) {
      case 0:
        if (at < text.size()) text[at] = static_cast<char>(random());
        break;
      case 1:
        text.erase(at, 1 + pick(30));
        break;
      case 2:
        text.insert(at, tokens[pick(std::size(tokens))]);
        break;
      case 3:
        text.insert(at, text.substr(pick(text.size()), pick(200)));
        break;
      case 4: {
        const auto& other = seeds[pick(seeds.size())];
        text.insert(at, other.substr(pick(other.size()), pick(200)));
        break;
      }
      case 5:
        text.resize(at);
        break;
      default:
        text.insert(at, std::string(pick(3000), text.empty() ? 'a' : text[pick(text.size())]));
    }
  }
  text.resize(std::min(text.size(), longest_input));
  return text;
}

TEST(Fuzz, Corpus) {
  auto all = seeds();
  ASSERT_FALSE(all.empty());
  for (const auto& seed : all) run(seed);
}

// A child runs the mutations and says which it is at, so that one which crashes or hangs is known.
TEST(Fuzz, Mutations) {
  auto all = seeds();
  auto first = static_cast<std::uint64_t>(number("PROBITY_FUZZ_SEED", 1)) << 32;
  auto seconds = number("PROBITY_FUZZ_SECONDS", 5);
  void* shared = mmap(nullptr, sizeof(std::atomic<std::uint64_t>), PROT_READ | PROT_WRITE,
                      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  ASSERT_NE(shared, MAP_FAILED);
  auto* at = new (shared) std::atomic<std::uint64_t>(first);
  auto end = std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
  auto child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    for (; std::chrono::steady_clock::now() < end; ++*at) run(mutation(all, *at));
    _exit(0);
  }
  int status = 0;
  auto last = at->load();
  for (int still = 0; waitpid(child, &status, WNOHANG) == 0;) {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    still = at->load() == last ? still + 1 : 0;
    last = at->load();
    if (still > longest_seconds * 10) kill(child, SIGKILL), still = 0;
  }
  std::cout << at->load() - first << " mutations in " << seconds << " s\n";
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0)
      << "mutation " << at->load() << " ends with status " << status;
  if (status != 0) {
    auto file = std::filesystem::temp_directory_path() / ("fuzz-" + std::to_string(at->load()));
    std::ofstream(file, std::ios::binary) << mutation(all, *at);
    std::cout << "its input is in " << file << "\n";
  }
  EXPECT_GT(at->load(), first);
  munmap(shared, sizeof(std::atomic<std::uint64_t>));
}

}  // namespace
}  // namespace probity::fuzz
