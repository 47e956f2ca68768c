"""Scans a corpus and ten times as much mail in turn: the time should be ten times as long and the memory the same.

Usage: compare_sizes.py KENPIN KENPIN_CORPUS FOLDER [--messages N] [--times N] [--threads N] [--rounds N] [--raw FILE] [--keep]
The corpus is made in FOLDER unless it stands there (17,300 messages: 1 GB); the large one is the same file, written ten times into
one mbox, which is removed at the end. Both are read before they are measured, so that the page cache has them: it wants 11 GB.
CPU time is that of the whole process, user and system. Exit code 1 when the median time is not ten times as long within 5 %, or
when a peak is 256 MiB or more, or a tenth above that of the small corpus.
"""
import argparse
import datetime
import json
import os
import shutil
import statistics
import sys

import measuring

TOLERANCE = 0.05
MEMORY_TOLERANCE = 0.1
MEMORY_LIMIT_MIB = 256
COLUMNS = ("cpu_seconds", "seconds", "peak_mib")


def repeat(small, large, times):
    with open(large, "wb") as out:
        for _ in range(times):
            with open(small, "rb") as file:
                shutil.copyfileobj(file, out, measuring.READ_BLOCK)


def median(rounds, name, column):
    return statistics.median(told[name][column] for told in rounds)


def judge(rounds, times):
    """What is not as it should be."""
    complaints = []
    ratio = statistics.median(told["large"]["cpu_seconds"] / told["small"]["cpu_seconds"] for told in rounds)
    if abs(ratio / times - 1) > TOLERANCE:
        complaints.append(f"takes {ratio:.2f} times the CPU time")
    small, large = (max(told[name]["peak_mib"] for told in rounds) for name in ("small", "large"))
    if large >= MEMORY_LIMIT_MIB:
        complaints.append(f"takes {large:.0f} MiB at its peak")
    if large > small * (1 + MEMORY_TOLERANCE):
        complaints.append(f"takes {large:.0f} MiB at its peak, the small one {small:.0f}")
    return ratio, complaints


def measure(options, small, large):
    rounds = []
    for _ in range(options.rounds):
        rounds.append({name: measuring.run(measuring.scan_command(options.kenpin, options.folder, [store], options.threads))
                       for name, store in (("small", small), ("large", large))})
    return rounds


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("kenpin")
    parser.add_argument("kenpin_corpus")
    parser.add_argument("folder")
    parser.add_argument("--messages", type=int, default=17300)
    parser.add_argument("--times", type=int, default=10)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--raw", help="where the raw result goes, as JSON")
    parser.add_argument("--keep", action="store_true", help="the large corpus stays")
    options = parser.parse_args()
    measuring.make_corpus(options.kenpin_corpus, options.folder, options.messages)
    small, large = (os.path.join(options.folder, name) for name in ("corpus.mbox", "repeated.mbox"))
    try:
        repeat(small, large, options.times)
        octets = {"small": measuring.warm(small), "large": measuring.warm(large)}
        told, rounds = measuring.machine(), measure(options, small, large)
    finally:
        if not options.keep and os.path.exists(large):
            os.remove(large)
    ratio, complaints = judge(rounds, options.times)
    lines = [f"{'corpus':<8} {'GB':>6} " + " ".join(f"{column:>12}" for column in COLUMNS)]
    lines += [f"{name:<8} {octets[name] / 1e9:>6.2f} " + " ".join(f"{median(rounds, name, column):>12.2f}" for column in COLUMNS)
              for name in ("small", "large")]
    lines.append(f"CPU time, median of {options.rounds} rounds: {ratio:.2f} times that of the small one")
    print("\n".join(lines + complaints))
    if options.raw:
        with open(options.raw, "w", encoding="utf-8") as file:
            json.dump({"date": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%MZ"), "machine": told,
                       "kenpin": measuring.version(options.kenpin), "threads": options.threads, "octets": octets, "rounds": rounds,
                       "table": lines, "complaints": complaints}, file, indent=1)
            file.write("\n")
    sys.exit(1 if complaints else 0)


if __name__ == "__main__":
    main()
