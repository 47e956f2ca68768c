#!/usr/bin/env python3
"""Puts together what the tests left behind of bad inputs, attacks, faults and load:

    hostile_report.py build/release > hostile_report.md

The tests write the rows themselves, each into its folder of the build tree: run them first. What is absent was not run, and the
report says so; what fails makes its test fail.
"""
import glob
import os
import sys

# Title, what the columns say, where rows stand, and the tests that write them.
SECTIONS = (
    ("Limits", ("one more than the limit", "outcome"), "hostile/limit.*.md", "limits_test"),
    ("Quadratic traps", ("input", "cost, against a quarter of it"), "tests/linearity/hostile.md", "linearity"),
    ("Broken mail", ("message", "outcome"), "tests/e2e.hostile_reports/hostile.md", "e2e.hostile_reports"),
    ("Attacks on the verdict", ("attack", "outcome"), "tests/e2e.verdict_attacks/hostile.md", "e2e.verdict_attacks"),
    ("Faults", ("fault", "outcome"), "tests/e2e.faults/faults.md", "e2e.faults"),
    ("Load", ("load", "held"), "tests/load/hostile.md", "load"),
)


def rows_of(build, pattern):
    """The rows of all files of the pattern, each once."""
    rows = {}
    for path in sorted(glob.glob(os.path.join(build, pattern))):
        with open(path, encoding="utf-8") as file:
            rows.update((line, None) for line in file.read().splitlines() if line.startswith("| "))
    return list(rows)


def report(build):
    lines = ["# Bad inputs, faults and load", "", "Written by the tests: what was tried, and what came of it."]
    for title, columns, pattern, test in SECTIONS:
        rows = rows_of(build, pattern)
        lines += ["", f"## {title}", ""]
        if rows:
            lines += [f"{len(rows)} rows by `ctest -R {test}`.", "", f"| {columns[0]} | {columns[1]} |", "|---|---|", *rows]
        else:
            lines.append(f"Not run: `ctest -R {test}`.")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    if len(sys.argv) != 2 or not os.path.isdir(sys.argv[1]):
        sys.exit(__doc__)
    sys.stdout.write(report(sys.argv[1]))
