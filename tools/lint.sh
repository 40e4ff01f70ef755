#!/usr/bin/env bash
# What can be judged without a build: format and include walls. lint.sh [--tidy]
# --tidy also runs clang-tidy-19 over the .cc files that differ from the branch main of origin, or from the
# last commit without one; it needs a configured build/dev.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
tidy=''
case "${1:-}" in
  '') ;;
  --tidy) tidy=1 ;;
  *) echo "lint: unknown option $1" >&2; exit 2 ;;
esac
faults=0
fault() { printf 'lint: %s\n' "$*" >&2; faults=$((faults + 1)); }

# A library's headers and the only folders of src that may include them. The compiler holds the walls between
# our own rooms; system headers are on every path, so theirs are held here.
cages='
boost/(asio|beast)/  platform/gateway
boost/json           platform/json
openssl/             platform/crypto platform/gateway platform/credentials/authenticator
sodium               platform/crypto
curl/                platform/http
libpq                platform/db
prometheus/          platform/gateway
zstd                 platform/keys onboarding/screening
pugixml              onboarding/screening
unicode/             onboarding/matching platform/credentials
(crypt.h|argon2|fido|zxcvbn)  platform/credentials
toml\+\+/            app onboarding/screening
CLI/                 app
(sys/socket|netinet/|arpa/|netdb)  platform/gateway platform/http
'
while read -r header folders; do
  [ -n "$header" ] || continue
  allowed="^src/(${folders// /|})/"
  while IFS=: read -r file line _; do
    fault "$file:$line includes <$header…>, which only ${folders// / and } may"
  done < <(git grep -nE "^#include <$header" -- 'src/*.cc' 'src/*.h' | grep -vE "$allowed")
done <<<"$cages"

# A header is named from its room ("room/header.h"), never by a way through the tree.
while IFS=: read -r file line _; do
  fault "$file:$line: write \"room/header.h\" instead of a relative path"
done < <(git grep -nE '^#include "[^"]*\.\.?/' -- '*.cc' '*.h')

unformatted=$(git ls-files -z '*.cc' '*.h' | xargs -0 clang-format-19 --dry-run -Werror 2>&1 |
  grep -oE '^[^:]+\.(cc|h):[0-9]+:[0-9]+: error' | cut -d: -f1 | sort -u) || true
for file in $unformatted; do fault "$file is not formatted; ./dev fmt does it"; done

if [ -n "$tidy" ]; then
  [ -e build/dev/compile_commands.json ] || { echo "lint: configure first: cmake --preset dev" >&2; exit 2; }
  base=$(git merge-base HEAD origin/main 2>/dev/null || git rev-parse HEAD)
  changed=$({ git diff --name-only --diff-filter=d "$base" -- 'src/*.cc'; git ls-files -o --exclude-standard 'src/*.cc'; } | sort -u)
  for file in $changed; do
    clang-tidy-19 -p build/dev --quiet "$file" >&2 || fault "$file: clang-tidy-19"
  done
fi

if [ $faults -gt 0 ]; then echo "lint: $faults faults" >&2; exit 1; fi
echo "lint: clean"
