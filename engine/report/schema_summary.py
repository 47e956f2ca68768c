"""The schema of a summary: a run, as --out json tells it."""
import re

from schema_words import (CERTAINTY, COUNT, DRAFT, OUTCOMES, PROMISE, TEXT, by_rule, corpus_rule_names, enum,
                          list_of, nullable, nullable_enum, object_of, profile_names, read, ref, rule_names,
                          shared_definitions, words)


def requirement_names():
    return re.findall(r'\{Requirement::k\w+,\s*"([A-Z_]+)"', read("rules/compliance.cc"))


BY_DAY = {"type": "object", "propertyNames": {"format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}, "additionalProperties": COUNT}


def domain_row():
    requirements = requirement_names()
    detail = object_of({
        "applies": {"type": "boolean"},
        "reason": {"anyOf": [ref("reason"), {"type": "null"}]},
        "rule": {"anyOf": [ref("rule"), ref("corpus_rule"), {"type": "null"}]},
        "affected": COUNT,
        "messages": COUNT,
        "share": {"type": "number", "minimum": 0, "maximum": 1},
    })
    return {
        "messages": COUNT,
        "bytes": COUNT,
        "unsigned": COUNT,
        "distinct_bodies": COUNT,
        "peak_day": nullable("object", required=["date", "messages"],
                             properties={"date": {"type": "string", "format": "date"}, "messages": COUNT}),
        "days": {**BY_DAY, "description": "messages by the UTC day of their delivery, else of their Date"},
        "failing_days": {**BY_DAY, "description": "those of direct mail that fail something required; days without are left out"},
        "streams": object_of({stream: COUNT for stream in words("engine/auth/evidence.cc", "StreamName")}),
        "tls": {"type": "object", "required": ["plain", "unknown"], "additionalProperties": COUNT,
                "description": "messages by the TLS version of their border hop"},
        "dmarc_policies": object_of({word: COUNT for word in ["none", "quarantine", "reject", "no_record", "unknown"]}),
        "bulk_sender": nullable("boolean"),
        "compliance": object_of({name: enum(["COMPLIANT", "NEEDS_WORK", "UNKNOWN"]) for name in requirements}),
        "compliance_details": {"type": "object", "required": requirements, "propertyNames": {"enum": requirements},
                               "additionalProperties": detail},
        "rules": by_rule(ref("rule_counts"), required=rule_names()),
        "corpus_rules": {"anyOf": [ref("corpus_rules"), {"type": "null"}],
                         "description": "null in the rows of subdomains, which are judged with their domain"},
        "sender_systems": {"type": "object", "additionalProperties": ref("system_counts")},
        "selectors": list_of(object_of({
            "d": nullable("string"),
            "s": nullable("string"),
            "a": nullable("string"),
            "bits": nullable("integer", minimum=1),
            "signatures": COUNT,
            "passed": COUNT,
        })),
        "other_selectors": COUNT,
    }


def corpus_verdict():
    return object_of({
        "outcome": ref("outcome"),
        "reason": {"anyOf": [ref("reason"), {"type": "null"}]},
        "figures": {"type": "object", "additionalProperties": {"type": ["number", "string"]},
                    "description": "what the outcome rests on: numbers, shares, days, times and addresses"},
        "samples": {**list_of(ref("sample")), "description": "of a directory the source is the directory"},
    })


def run():
    return object_of({
        "version": TEXT,
        "profile": enum(profile_names()),
        "profile_date": {"type": "string", "format": "date"},
        "sender_size": enum(["bulk", "small"]),
        "dns": TEXT,
        "public_suffix_list": TEXT,
        "at": nullable("string"),
        "inputs": list_of(object_of({
            "path": TEXT,
            "format": nullable_enum(["mbox", "mboxcl", "mboxcl2", "maildir", "eml-dir", "eml"]),
            "compression": nullable_enum(["gzip", "zstd", "xz", "bzip2"]),
            "archive": nullable_enum(["tar", "zip"]),
            "messages": COUNT,
            "bytes": COUNT,
            "error": nullable("string"),
            "errors": COUNT,
            "ambiguous_from_lines": COUNT,
            "ambiguous_offsets": list_of(COUNT),
        })),
        "seconds": {"type": "number", "minimum": 0},
        "threads": {"type": "integer", "minimum": 1},
        "redacted": {"type": "boolean", "description": "--redact: local parts and Message-IDs stand as hashes"},
        "shard": nullable("string"),
    })


def summary():
    row = domain_row()
    outcome_counts = {outcome: COUNT for outcome in OUTCOMES}
    properties = {
        "schema_version": {"const": 1},
        "run": run(),
        "totals": object_of({
            "messages": COUNT,
            "bytes": COUNT,
            "domains": COUNT,
            "unsigned": COUNT,
            "second_looks": COUNT,
            "unknown_because": {"type": "object", "propertyNames": ref("reason"), "additionalProperties": COUNT,
                                "description": "verdicts that are unknown, by their reason"},
            "rules": by_rule(ref("outcome_counts"), required=rule_names()),
            "corpus_rules": object_of({name: ref("outcome_counts") for name in corpus_rule_names()},
                                      description="domains by the outcome"),
        }),
        "waivers": list_of(object_of({
            "rule": {"anyOf": [ref("rule"), ref("corpus_rule")]},
            "domain": TEXT,
            "reason": TEXT,
            "expires": {"type": "string", "format": "date"},
            "expired": {"type": "boolean"},
            "messages": COUNT,
        })),
        "domains": list_of(object_of({"org_domain": nullable("string"), **row, "subdomains": list_of(ref("subdomain"))})),
    }
    return {
        "$schema": DRAFT, "title": "kenpin summary",
        "description": f"A run, as --out json tells it. {PROMISE}",
        **object_of(properties),
        "$defs": {
            **shared_definitions(),
            "corpus_rule": enum(corpus_rule_names()),
            "corpus_rules": object_of({name: ref("corpus_verdict") for name in corpus_rule_names()}),
            "corpus_verdict": corpus_verdict(),
            "outcome_counts": object_of(outcome_counts),
            "rule_counts": object_of({
                **outcome_counts,
                "indirect": {"anyOf": [ref("outcome_counts"), {"type": "null"}],
                             "description": "of list and forwarded mail, which is not held against the domain"},
                "samples": list_of(ref("sample")),
            }),
            "sample": object_of({
                "source": TEXT,
                "offset": COUNT,
                "message_id": nullable("string"),
                "outcome": enum(["fail", "unknown", "warn"]),
                "reason": ref("reason"),
                "stream": enum(words("engine/auth/evidence.cc", "StreamName")),
            }),
            "subdomain": object_of({"domain": nullable("string"), **row}),
            "system_counts": object_of({
                "messages": COUNT, **{word: COUNT for word in reversed(CERTAINTY)},
                "failing": by_rule(COUNT, description="failures in direct mail"),
            }),
        },
    }
