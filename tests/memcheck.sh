#!/usr/bin/env bash
# tests/memcheck.sh [BUILD [NAME...]]: runs the unit tests of BUILD (build/release), all or the named programs, under valgrind's
# memcheck, each program as one process in a folder of its own. A read of memory that was never written, an access beside what was
# allocated, and a block that nothing points to any more are errors. Prints one line a program, leaves logs and rows for
# tests/hostile_report.py in BUILD/memcheck, and fails if a program had an error, failed or did not end.
#
# Sanitizers do not see the first kind. What valgrind does not know of a processor (AVX-512) it hides: the kernels that need it are
# not run. KENPIN_MEMCHECK_SECONDS is how long a program may take (7200). Left out are the cases that would take hours, and those
# of memory that ends, which is another one under valgrind: skipped() below, each with its reason. What is no error although
# valgrind calls it one stands in tests/memcheck.supp.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 2
build=$(realpath "${1:-build/release}")
shift || true
limit=${KENPIN_MEMCHECK_SECONDS:-7200}
version=$(valgrind --version) || exit 2
supp=$PWD/tests/memcheck.supp

# Cases of a program that are left out, as gtest's filter takes them.
skipped() {
  case $1 in
  # What does not fit into memory that ended is lost on purpose.
  openssl_memory_test) echo 'OpensslMemory.AGoodKeyIsNeverCalledBad' ;;
  # A limit of the process's memory would be one of valgrind's; 5000 questions to DNS take too long to be answered in time.
  io_test) echo 'KnownFilesTest.WhatIsOnlyAnnouncedTakesNoMemory:DnsLive.ManyNamesOverALongWay' ;;
  esac
}

# Not those that read suites from outside, nor the one of a million random cases, nor the one that counts allocations itself, before
# whose operator new goes that of valgrind.
programs() {
  find "$build" -path "$build/memcheck" -prune -o -name '*_test' -not -name 'conformance_*' -not -name crypto_slow_test \
    -not -name allocation_test -type f -perm -1 -print | sort
}

# Of all processes of the program: the errors that valgrind counted.
errors_in() {
  awk '/ERROR SUMMARY:/ { errors += $4 } END { print errors + 0 }' "$@"
}

run_one() {
  local program=$1 name folder skip cases code=0 errors result=clean
  name=$(basename "$program")
  folder=$build/memcheck/$name
  rm -rf "$folder" "$folder.md"
  mkdir -p "$folder/work"
  skip=$(skipped "$name")
  (cd "$folder/work" && timeout "$limit" valgrind --error-exitcode=9 --leak-check=full --show-leak-kinds=definite \
    --errors-for-leak-kinds=definite --num-callers=30 --suppressions="$supp" --log-file="$folder/valgrind.%p.log" \
    "$program" --gtest_filter="-$skip" --gtest_brief=1 >"$folder/output" 2>&1) || code=$?
  rm -rf "$folder/work"
  cases=$(sed -n 's/^\[  PASSED  \] \([0-9]*\) tests\{0,1\}\..*/\1/p' "$folder/output")
  errors=$(errors_in "$folder"/valgrind.*.log)
  if [ "$code" -ne 0 ] || [ "$errors" -ne 0 ] || [ -z "$cases" ]; then result="FAILED with code $code"; fi
  printf '| %s | %s cases%s, %s errors: %s; %s, %s |\n' "$name" "${cases:-no}" "${skip:+ without $skip}" "$errors" "$result" \
    "$version" "$(date -u +%F)" | tee "$folder.md"
  [ "$result" = clean ]
}

failed=0 ran=0
for program in $(programs); do
  if [ $# -eq 0 ] || [[ " $* " == *" $(basename "$program") "* ]]; then
    ran=$((ran + 1))
    run_one "$program" || failed=1
  fi
done
if [ "$ran" -eq 0 ] || { [ $# -gt 0 ] && [ "$ran" -ne $# ]; }; then
  echo "memcheck.sh: $ran programs found of those asked for in $build" >&2
  exit 2
fi
exit "$failed"
