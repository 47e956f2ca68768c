"""Scans the same messages from an mbox, a Maildir and .eml files in turn and prints the rates of the three.

Usage: compare_stores.py KENPIN KENPIN_CORPUS FOLDER [--messages N] [--threads 1,2] [--rounds N] [--raw FILE]
                         [--corpus-options="OPTION..."]
The stores are made in FOLDER unless they stand there. They are read once before, so that the page cache has them. The time is the CPU time of the whole process, all threads, user
and system; rounds take turns, and what counts is the median of the ratios inside a round. Exit code 0, whatever they are.
"""
import argparse
import datetime
import json
import os
import shlex
import statistics

import measuring

STORES = {"mbox": "corpus.mbox", "maildir": "maildir", "eml": "eml"}


def make_stores(options):
    """Folder and store, by format."""
    made = {}
    for name, store in STORES.items():
        folder = os.path.join(options.folder, name)
        measuring.make_corpus(options.kenpin_corpus, folder, options.messages, "--format", name, *options.corpus_options)
        made[name] = (folder, os.path.join(folder, store))
    return made


def measure(options, stores, threads):
    rounds = []
    for _ in range(options.rounds):
        rounds.append({name: measuring.run(measuring.scan_command(options.kenpin, folder, [store], threads))
                       for name, (folder, store) in stores.items()})
    return rounds


def report(options, rounds, threads):
    lines = []
    for name in STORES:
        cpu = statistics.median(told[name]["cpu_seconds"] for told in rounds)
        system = statistics.median(told[name]["system_seconds"] for told in rounds)
        rate = statistics.median(told["mbox"]["cpu_seconds"] / told[name]["cpu_seconds"] for told in rounds)
        lines.append(f"{threads:>7} {name:<8} {options.messages / cpu:>14.0f} {cpu / options.messages * 1e6:>10.1f} "
                     f"{system / options.messages * 1e6:>10.1f} {rate:>14.3f}")
    return lines


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("kenpin")
    parser.add_argument("kenpin_corpus")
    parser.add_argument("folder")
    parser.add_argument("--messages", type=int, default=10000)
    parser.add_argument("--threads", default="1,2")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--raw", help="where the raw result goes, as JSON")
    parser.add_argument("--corpus-options", type=shlex.split, default=[], help="of kenpin-corpus, e.g. \"--median-body 300\"")
    options = parser.parse_args()
    stores = make_stores(options)
    octets = {name: measuring.warm(store) for name, (_, store) in stores.items()}
    told, raw, lines = measuring.machine(), {}, []
    for threads in options.threads.split(","):
        raw[threads] = measure(options, stores, threads)
        lines += report(options, raw[threads], threads)
    print(f"{options.messages} messages of {octets['eml'] / options.messages / 1000:.1f} kB on average; median of {options.rounds} rounds")
    lines.insert(0, f"{'threads':>7} {'store':<8} {'messages/CPU-s':>14} {'us/message':>10} {'of kernel':>10} {'of mbox rate':>14}")
    print("\n".join(lines))
    if options.raw:
        with open(options.raw, "w", encoding="utf-8") as file:
            json.dump({"date": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%MZ"), "machine": told,
                       "kenpin": measuring.version(options.kenpin), "messages": options.messages, "octets": octets, "rounds": raw,
                       "table": lines}, file, indent=1)
            file.write("\n")


if __name__ == "__main__":
    main()
