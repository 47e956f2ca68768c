#!/usr/bin/env python3
"""Puts together what the tests left behind of bad inputs, attacks, faults and load:

    hostile_report.py build/release > hostile_report.md

The tests write the rows themselves, each into its folder of the build tree: run them first. What is absent was not run, and the
report says so; what fails makes its test fail. Of fuzzers, all runs that .ci/fuzz counted in fuzz/runs.csv beside the build tree are
summed up.
"""
import collections
import csv
import glob
import os
import sys

# Title, what the columns say, where rows stand, and what writes them.
SECTIONS = (
    ("Limits", ("one more than the limit", "outcome"), "hostile/limit.*.md", "ctest -R limits_test"),
    ("Quadratic traps", ("input", "cost, against a quarter of it"), "tests/linearity/hostile.md", "ctest -R linearity"),
    ("Broken mail", ("message", "outcome"), "tests/e2e.hostile_reports/hostile.md", "ctest -R e2e.hostile_reports"),
    ("Attacks on the verdict", ("attack", "outcome"), "tests/e2e.verdict_attacks/hostile.md", "ctest -R e2e.verdict_attacks"),
    ("Faults", ("fault", "outcome"), "tests/e2e.faults/faults.md", "ctest -R e2e.faults"),
    ("Load", ("load", "held"), "tests/load/hostile.md", "ctest -R load"),
    ("Memory", ("program under valgrind", "outcome"), "memcheck/*.md", "tests/memcheck.sh"),
)


def fuzz_rows(path):
    """One row a fuzz target: what all its runs come to; and one of all."""
    sums = collections.defaultdict(lambda: [0, 0, 0, 0])
    if os.path.exists(path):
        with open(path, encoding="utf-8", newline="") as file:
            for _commit, name, seconds, inputs, result in csv.reader(file):
                for i, more in enumerate((1, int(seconds), int(inputs), int(result != "passed"))):
                    sums[name][i] += more
    total = [sum(column) for column in zip(*sums.values())]
    named = sorted(sums.items()) + ([("all", total)] if sums else [])
    return [f"| {name} | {runs} runs, {seconds / 60:.1f} CPU minutes, {inputs:,} inputs, {found} runs with a finding |"
            for name, (runs, seconds, inputs, found) in named]


def rows_of(build, pattern):
    """The rows of all files of the pattern, each once."""
    rows = {}
    for path in sorted(glob.glob(os.path.join(build, pattern))):
        with open(path, encoding="utf-8") as file:
            rows.update((line, None) for line in file.read().splitlines() if line.startswith("| "))
    return list(rows)


def report(build):
    lines = ["# Bad inputs, faults and load", "", "Written by the tests: what was tried, and what came of it."]
    sections = [(title, columns, rows_of(build, pattern), command) for title, columns, pattern, command in SECTIONS]
    sections.append(("Fuzzing", ("target", "runs"), fuzz_rows(os.path.join(build, "..", "fuzz", "runs.csv")), ".ci/fuzz"))
    for title, columns, rows, command in sections:
        lines += ["", f"## {title}", ""]
        if rows:
            lines += [f"{len(rows)} rows by `{command}`.", "", f"| {columns[0]} | {columns[1]} |", "|---|---|", *rows]
        else:
            lines.append(f"Not run: `{command}`.")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    if len(sys.argv) != 2 or not os.path.isdir(sys.argv[1]):
        sys.exit(__doc__)
    sys.stdout.write(report(sys.argv[1]))
