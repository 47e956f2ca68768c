"""Runs kenpin and libopendkim over the same messages in turn and prints the ratio of messages per CPU-second.

Usage: compare_opendkim.py KENPIN OPENDKIM_BENCH CORPUS [--rounds N] [--raw FILE]
CORPUS is a folder that kenpin-corpus made with --format mbox: corpus.mbox, dns.zone, psl.dat. OPENDKIM_BENCH is built
beside bench_pipeline where libopendkim-dev is installed.

kenpin's time is that of the whole process with one thread: start, reading, splitting, all rules, the report. libopendkim is measured
twice. As a program: the whole process, which reads the mbox, splits it, makes CRLF and has its keys from a file, and does nothing
else. Then, more than fair, by the time of its own calls alone, keys in memory, all else left out: with the line ends that the mail
has, which the library turns into CRLF itself, and with CRLF that was made before the clock started.
Exit code 0, whatever the ratio; 2 when a program fails.
"""
import argparse
import datetime
import json
import os
import statistics
import subprocess
import sys
import tempfile

import measuring

PROGRAMS = ("kenpin", "kenpin, OpenSSL kernels", "libopendkim, whole process", "its calls alone, LF as stored",
            "its calls alone, CRLF made before")


def run_kenpin(options, kernels):
    """One scan with one thread."""
    store = os.path.join(options.corpus, "corpus.mbox")
    return measuring.run(measuring.scan_command(options.kenpin, options.corpus, [store], 1, kernels))


def run_opendkim(options, *arguments):
    done = subprocess.run([options.opendkim_bench, "--dns", os.path.join(options.corpus, "dns.zone"), *arguments,
                           os.path.join(options.corpus, "corpus.mbox")], stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"compare_opendkim.py: opendkim_bench failed ({done.returncode}); see its message above")
    return json.loads(done.stdout) if done.stdout else {}


def run_opendkim_process(options, keys):
    told = run_opendkim(options, "--key-file", keys)
    return {**told, "cpu_seconds": told["process_cpu_seconds"]}


def measure(options):
    """One dictionary a round: program -> what it told."""
    rounds = []
    with tempfile.TemporaryDirectory() as folder:
        keys = os.path.join(folder, "keys")
        run_opendkim(options, "--key-file", keys, "--write-keys")
        for _ in range(options.rounds):
            results = (run_kenpin(options, "auto"), run_kenpin(options, "openssl"), run_opendkim_process(options, keys),
                       run_opendkim(options, "--stored"), run_opendkim(options))
            rounds.append(dict(zip(PROGRAMS, results)))
    return rounds


def report(rounds, messages):
    """The table, as lines."""
    lines = [f"{'program':<34} {'messages/CPU-s':>14} {'best':>8}   kenpin is so many times faster"]
    for program in PROGRAMS:
        rates = [messages / told[program]["cpu_seconds"] for told in rounds]
        ratios = [told[program]["cpu_seconds"] / told["kenpin"]["cpu_seconds"] for told in rounds]
        lines.append(f"{program:<34} {statistics.median(rates):>14.0f} {max(rates):>8.0f}   {statistics.median(ratios):.2f}")
    return lines


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("kenpin")
    parser.add_argument("opendkim_bench")
    parser.add_argument("corpus")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--raw", help="where the raw result goes, as JSON")
    options = parser.parse_args()
    told = measuring.machine()
    rounds = measure(options)
    first = rounds[0][PROGRAMS[2]]
    lines = report(rounds, first["messages"])
    print(f"{first['messages']} messages, {first['octets'] / first['messages'] / 1000:.1f} kB with CRLF on average; "
          f"libopendkim {first['libopendkim']}; median of {options.rounds} rounds, one thread")
    print("\n".join(lines))
    if options.raw:
        raw = {"date": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%MZ"), "machine": told,
               "kenpin": measuring.version(options.kenpin), "messages": first["messages"], "octets": first["octets"], "rounds": rounds,
               "table": lines}
        with open(options.raw, "w", encoding="utf-8") as file:
            json.dump(raw, file, indent=1)
            file.write("\n")


if __name__ == "__main__":
    main()
