#!/usr/bin/env bash
# From a bare Debian 12 to a built, tried or tested kenpin. Every step is skipped when its result already stands.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

# Debian packages, one a line, with what they are for.
build_packages='
  g++                   # the compiler: C++20 with GCC 12
  cmake                 # the build, through CMakePresets.json
  ninja-build           # what CMake generates for
  pkg-config            # finds ldns, libpsl and libidn2
  libtbb-dev            # oneTBB: the parallel pipeline
  libssl-dev            # OpenSSL: digests and signature checks
  libhwy-dev            # Highway: SIMD kernels, chosen at run time
  libabsl-dev           # Abseil: hash maps, Status
  libfmt-dev            # text output
  nlohmann-json3-dev    # JSON reports
  libcli11-dev          # command-line options
  libldns-dev           # reads DNS snapshots (RFC 1035 master files)
  libunbound-dev        # asks DNS, asynchronously
  libpsl-dev            # Organizational Domains by the Public Suffix List
  publicsuffix          # the list itself
  libidn2-dev           # internationalised domain names
  libicu-dev            # charsets
  libsqlite3-dev        # SQLite: reports as databases
  libarchive-dev        # tar, zip, xz and bzip2
  libzstd-dev           # zstd, in parallel
  zlib1g-dev            # gzip, whose checksums libarchive does not look at
  libmimetic-dev        # structured header fields, MIME codecs
  libgtest-dev          # unit tests
  libgmock-dev          # their matchers
  libbenchmark-dev      # micro-benchmarks
  nsd                   # a real name server, which the tests start on loopback
  python3               # the tests of the tree itself and of the whole program
  python3-dkim          # an independent DKIM signer for the tests
  python3-nacl          # lets it sign with Ed25519
  python3-jsonschema    # checks reports against the published schema
  python3-yaml          # reads the SPF test suites
'
# What the tests need besides: independent readers of reports and pages, shells, a terminal.
test_packages='
  zstd                  # reads and writes zstd for the tests
  jq                    # asks the rows of messages
  sqlite3               # does so, too
  libxml2-utils         # xmllint, for JUnit
  prometheus            # promtool, for metrics (its server, which the package brings along, is not used)
  tmux                  # a terminal for the test of a first use
  zsh                   # its completion
  fish                  # its completion
  man-db                # reads the man page
  mandoc                # and checks it
  valgrind              # counts instructions, for the test of linearity
'
# What .ci/run needs besides: the checkers and the second compiler.
check_packages='
  clang-14              # second compiler; builds the sanitizer presets in less than half the time of GCC
  lld-14                # links what it builds in a fraction of the time
  libclang-rt-14-dev    # its sanitizer run-time libraries and libFuzzer
  clang-format-14       # checks the formatting
  clang-tidy-14         # static analysis
  dpkg-dev              # unpacks the source of oneTBB for .ci/instrumented-tbb, and finds what the package depends on
  file                  # tells it what is a program
  lintian               # checks the package
  slurm-wlm             # a scheduler, for the test of many machines
  parallel              # GNU parallel, for the same
  munge                 # what its daemons know one another by
  shellcheck            # checks the shell scripts
  chromium              # the browser that looks at the HTML report
  fonts-noto-cjk        # so that its screenshots show Japanese
'

usage() {
  cat <<'TEXT'
usage: ./setup.sh demo    install what is missing, build, and scan the demo corpus
       ./setup.sh test    install what is missing, build, and run the tests
       ./setup.sh build   install what is missing, and build build/release/kenpin
       ./setup.sh tools   install also what .ci/run needs (clang, sanitizers, checkers)
TEXT
}

die() {
  echo "setup.sh: $*" >&2
  exit 2
}

# Installs those of the listed packages ($1, with comments) that are not there yet; asks the archive only if some are.
install_missing() {
  command -v apt-get >/dev/null || die "this script knows Debian 12 only; elsewhere see the package lists at its top"
  local package missing=() as_root=()
  while read -r package _; do
    if [ -n "$package" ] && [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" != installed ]; then
      missing+=("$package")
    fi
  done <<<"$1"
  if [ "${#missing[@]}" -eq 0 ]; then
    return
  fi
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || die "no sudo here; as root, run: apt-get install ${missing[*]}"
    as_root=(sudo)
  fi
  echo "setup.sh: installing ${missing[*]}"
  as_root+=(env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o Acquire::Retries=3)
  "${as_root[@]}" update </dev/null
  "${as_root[@]}" install --no-install-recommends "${missing[@]}" </dev/null
}

# build TARGET: installs, configures, and builds TARGET in Release. "kenpin" is the program alone, "kenpin_install_files" also
# what `cmake --install` wants, "all" the tests too.
build() {
  install_missing "$build_packages"
  cmake --preset release
  cmake --build --preset release --target "$1"
}

demo() {
  build kenpin
  local status=0
  build/release/kenpin scan --dns datasets/demo/dns.zone --psl datasets/demo/psl.dat datasets/demo/demo.mbox || status=$?
  # 1 says that there are findings, which is what the demo is there to show; anything above is a failure of the run.
  if [ "$status" -gt 1 ]; then
    die "the demo scan failed with exit code $status"
  fi
}

run_tests() {
  install_missing "$test_packages"
  build all
  ctest --preset release --parallel "$(nproc)"
}

tools() {
  install_missing "$build_packages"
  install_missing "$test_packages"
  install_missing "$check_packages"
  # A machine may have a newer Node.js of its own, which Debian's packages would fight with.
  if ! command -v npm >/dev/null; then
    install_missing 'nodejs
      npm'
  fi
  if [ ! -d tests/browser/node_modules ]; then
    npm ci --prefix tests/browser --no-audit --no-fund
  fi
}

case "${1-}" in
  demo) demo ;;
  test) run_tests ;;
  build) build kenpin_install_files ;;
  tools) tools ;;
  -h | --help | help) usage ;;
  *)
    usage >&2
    exit 64
    ;;
esac
