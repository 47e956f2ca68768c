"""Prints an SPF test suite (YAML, one document a scenario) as JSON, with its zone data as a TXT-only resolver sees it.

[{"scenario": .., "tests": [{"id", "helo", "host", "mailfrom", "results": [..], "explanation": .. or null}],
  "zone": {name: {"fails": bool, "TXT": [..], "A": [..], ...}}}]
"""
import json
import sys

import yaml


def record_text(rr_type, value):
    if isinstance(value, list):
        if rr_type == "MX":
            return f"{value[0]} {name_text(value[1])}"
        return "".join(value)
    return name_text(value) if rr_type in ("PTR", "CNAME") else str(value)


def name_text(name):
    return name.lower().removesuffix(".")


def zone_entry(resource_records):
    """Records of type SPF are served as TXT where the name has no TXT of its own; TXT: NONE means that it has none."""
    entry = {"fails": False}
    types = {rr_type for rr in resource_records if isinstance(rr, dict) for rr_type in rr}
    for rr in resource_records:
        if rr == "TIMEOUT":
            entry["fails"] = True
            continue
        for rr_type, value in rr.items():
            if rr_type == "SPF" and "TXT" in types or rr_type == "TXT" and value == "NONE":
                continue
            served = "TXT" if rr_type == "SPF" else rr_type
            entry.setdefault(served, []).append(record_text(served, value))
    return entry


def test_case(name, test):
    results = test["result"] if isinstance(test["result"], list) else [test["result"]]
    return {"id": name, "helo": test["helo"], "host": test["host"], "mailfrom": test["mailfrom"], "results": results,
            "explanation": test.get("explanation")}


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        scenarios = [{"scenario": document["description"],
                      "tests": [test_case(name, test) for name, test in document["tests"].items()],
                      "zone": {name_text(name): zone_entry(rrs) for name, rrs in document["zonedata"].items()}}
                     for document in yaml.safe_load_all(file)]
    json.dump(scenarios, sys.stdout)


main()
