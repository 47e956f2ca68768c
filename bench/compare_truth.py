"""Compares what a scan said of a generated corpus with the corpus' truth file.

Usage: compare_truth.py TRUTH RECORDS      RECORDS comes from: kenpin scan --out ndjson:RECORDS ...
Exit code 0: every verdict that the truth names is the scan's too; 1: not, and each kind of difference is printed once.
"""
import collections
import json
import sys


def read(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def differences(truth, record):
    """(what, expected, told) for one message; what the truth leaves out is not compared."""
    found = [(member, truth[member], record.get(member)) for member in ("message_id", "author_domain")
             if member in truth and truth[member] != record.get(member)]
    told = record["rules"]
    return found + [(rule, outcome, told.get(rule)) for rule, outcome in truth["rules"].items() if told.get(rule) != outcome]


def main(truth_path, records_path):
    truths, records = read(truth_path), read(records_path)
    kinds = collections.defaultdict(list)
    for truth, record in zip(truths, records):
        for what, expected, told in differences(truth, record):
            # Identifiers differ from message to message; the kind of difference is what counts.
            key = (what, expected, told) if what in truth["rules"] else (what, "another", "value")
            kinds[key + (" ".join(truth["defects"]),)].append(truth["ordinal"])
    for (what, expected, told, defects), ordinals in sorted(kinds.items(), key=str):
        print(f"{what}: the truth is {expected}, the scan says {told}; defects: {defects or 'none'}; "
              f"{len(ordinals)} messages, the first is {ordinals[0]}")
    if len(truths) != len(records):
        print(f"{len(truths)} messages were made, {len(records)} were scanned")
    verdicts = sum(len(truth["rules"]) for truth in truths)
    print(f"{len(truths)} messages, {verdicts} verdicts, {len(kinds)} kinds of difference")
    return 0 if not kinds and len(truths) == len(records) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
