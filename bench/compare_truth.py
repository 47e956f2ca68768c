"""Compares what a scan said of a generated corpus with the corpus' truth file.

Usage: compare_truth.py TRUTH RECORDS [DOMAINS SUMMARY [told]]
RECORDS and SUMMARY come from: kenpin scan --out ndjson:RECORDS --out json:SUMMARY ..., TRUTH and DOMAINS (truth.ndjson and
domains.ndjson) from the generator. "told": the scan was given the corpus' traffic.csv and postmaster.csv, too; then only the
domains are compared, since the truth about messages is that of a scan that was not.
Exit code 0: every verdict that the truth names is the scan's too; 1: not, and each kind of difference is printed once.
"""
import collections
import json
import sys


MEMBERS = ("message_id", "author_domain", "sender_system", "sender_system_certainty", "transport_system")


# What traffic.csv and postmaster.csv decide.
TOLD_RULES = ("spam-rate", "unsub-honoured", "stream-consistency")


def read(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def unknown_rules(truths, records):
    """Rules of which the truth speaks and no record does: the program does not have them."""
    told = {rule for record in records for rule in record["rules"]}
    return sorted({rule for truth in truths for rule in truth["rules"]} - told)


def differences(truth, record, skipped=()):
    """(what, expected, told) for one message; what the truth leaves out is not compared, nor are rules in `skipped`."""
    found = [(member, truth[member], record.get(member)) for member in MEMBERS
             if member in truth and truth[member] != record.get(member)]
    # A program that does not know DMARC can not see what such a defect does to the rules that it does have.
    if skipped and truth.get("authentication"):
        return found
    told = record["rules"]
    return found + [(rule, outcome, told.get(rule)) for rule, outcome in truth["rules"].items()
                    if rule not in skipped and told.get(rule) != outcome]


def domain_differences(truths, summary, told=False):
    """(domain, what, expected, told) of the rules about the whole corpus."""
    rows = {row["org_domain"]: row["corpus_rules"] for row in summary["domains"]}
    found = []
    for truth in truths:
        row = rows.get(truth["domain"])
        if row is None:
            found.append((truth["domain"], "domain", "there", "missing"))
            continue
        rules = truth["corpus_rules"]
        if told:
            rules = {**{rule: outcome for rule, outcome in rules.items() if rule not in TOLD_RULES}, **truth["told"]}
        found += [(truth["domain"], rule, outcome, row[rule]["outcome"]) for rule, outcome in rules.items()
                  if row[rule]["outcome"] != outcome]
        found += [(truth["domain"], f"{rule} {name}", number, row[rule]["figures"].get(name))
                  for rule, figures in truth["figures"].items() for name, number in figures.items()
                  if row[rule]["figures"].get(name) != number]
    return found


def compare_domains(domains_path, summary_path, told):
    """Prints the differences and returns how many there are."""
    truths = read(domains_path)
    with open(summary_path, encoding="utf-8") as file:
        found = domain_differences(truths, json.load(file), told)
    for domain, what, expected, said in found:
        print(f"{domain}: {what}: the truth is {expected}, the scan says {said}")
    print(f"{len(truths)} domains, {len(found)} differences")
    return len(found)


def compare_messages(truth_path, records_path):
    """Prints the kinds of difference and returns how many there are."""
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
    return len(kinds) + abs(len(truths) - len(records))


def main(truth_path, records_path, domains_path=None, summary_path=None, told=None):
    wrong = 0 if told else compare_messages(truth_path, records_path)
    if domains_path:
        wrong += compare_domains(domains_path, summary_path, told is not None)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
