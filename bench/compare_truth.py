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


def unknown_rules(truths, records):
    """Rules of which the truth speaks and no record does: the program does not have them."""
    told = {rule for record in records for rule in record["rules"]}
    return sorted({rule for truth in truths for rule in truth["rules"]} - told)


def differences(truth, record, skipped=()):
    """(what, expected, told) for one message; what the truth leaves out is not compared, nor are rules in `skipped`."""
    found = [(member, truth[member], record.get(member)) for member in ("message_id", "author_domain")
             if member in truth and truth[member] != record.get(member)]
    # A program that does not know DMARC can not see what such a defect does to the rules that it does have.
    if skipped and truth.get("authentication"):
        return found
    told = record["rules"]
    return found + [(rule, outcome, told.get(rule)) for rule, outcome in truth["rules"].items()
                    if rule not in skipped and told.get(rule) != outcome]


def main(truth_path, records_path):
    truths, records = read(truth_path), read(records_path)
    kinds = collections.defaultdict(list)
    skipped = unknown_rules(truths, records)
    if skipped:
        print("not compared, for the scan does not have them: " + " ".join(skipped))
    for truth, record in zip(truths, records):
        for what, expected, told in differences(truth, record, skipped):
            # Identifiers differ from message to message; the kind of difference is what counts.
            key = (what, expected, told) if what in truth["rules"] else (what, "another", "value")
            kinds[key + (" ".join(truth["defects"]),)].append(truth["ordinal"])
    for (what, expected, told, defects), ordinals in sorted(kinds.items(), key=str):
        print(f"{what}: the truth is {expected}, the scan says {told}; defects: {defects or 'none'}; "
              f"{len(ordinals)} messages, the first is {ordinals[0]}")
    if len(truths) != len(records):
        print(f"{len(truths)} messages were made, {len(records)} were scanned")
    verdicts = sum(rule not in skipped for truth in truths for rule in truth["rules"])
    print(f"{len(truths)} messages, {verdicts} verdicts, {len(kinds)} kinds of difference")
    return 0 if not kinds and len(truths) == len(records) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
