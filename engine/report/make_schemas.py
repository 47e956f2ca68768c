#!/usr/bin/env python3
"""Writes the JSON Schemas of records, summaries, explanations and rules beside this file; with --check says whether they are current.

The shape of the reports stands here, the words of their enums where the program has them: in the functions that name
them, in rules/reason.h and in the rows of the catalogue.
"""
import json
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
DRAFT = "https://json-schema.org/draft/2020-12/schema"
PROMISE = "Absent is null, never left out. Fields may be added; names do not change."
WORD = re.compile(r'"([A-Za-z0-9_-]+)"')


def read(path):
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
        return file.read()


def words(path, function):
    """The words that a naming function returns, in the order of its source."""
    text = read(path)
    begin = text.index(f"std::string_view {function}(")
    body = text[begin:re.compile(r"\}\n(\n|$)").search(text, begin).end()]
    found = WORD.findall(body)
    if not found:  # They stand in a table in front of the function.
        table = re.search(r"\b(k[A-Z]\w*)\[", body)[1]
        found = WORD.findall(re.search(rf"\b{table}(?:\[[^=]*\])? = \{{.*?\}};", text[:begin], re.DOTALL)[0])
    found = list(dict.fromkeys(found))
    if not found:
        sys.exit(f"{path}: no words of {function}() are found")
    return found


def rule_names():
    """In the order of RuleId."""
    names = {}
    for name in sorted(os.listdir(os.path.join(ROOT, "rules"))):
        if name.endswith(".cc") and not name.endswith("_test.cc"):
            names.update(re.findall(r'\{RuleId::(k\w+),\s*"([a-z0-9-]+)"', read(f"rules/{name}")))
    header = read("rules/rule.h")
    order = re.findall(r"^  (k\w+),", header[header.index("enum class RuleId"):header.index("kRuleCount")], re.MULTILINE)
    return [names[enumerator] for enumerator in order if enumerator != "kCount"]


def profile_names():
    """In the order of Provider; `all` is the last."""
    return re.findall(r'\{Provider::k\w+,\s*"([a-z-]+)"', read("rules/profile.cc"))


def corpus_rule_names():
    """In the order of CorpusRuleId, which that of the table is."""
    return re.findall(r'\{CorpusRuleId::k\w+,\s*"([a-z0-9-]+)"', read("rules/corpus_rule.cc"))


def reason_words():
    return re.findall(r'^  X\(k\w+,\s*"([a-z0-9_]+)"', read("rules/reason.h"), re.MULTILINE)


def nullable(kind, **more):
    return {"type": [kind, "null"], **more}


def enum(values, **more):
    return {"enum": list(values), **more}


def nullable_enum(values):
    return {"enum": list(values) + [None]}


def object_of(properties, **more):
    return {"type": "object", "required": list(properties), "properties": properties, "additionalProperties": True, **more}


def nullable_object(properties):
    return {**object_of(properties), "type": ["object", "null"]}


def ref(name):
    return {"$ref": f"#/$defs/{name}"}


def list_of(items):
    return {"type": "array", "items": items}


COUNT = {"type": "integer", "minimum": 0}
TEXT = {"type": "string"}
TIME = nullable("string", format="date-time", pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$")
OUTCOMES = ["pass", "warn", "fail", "na", "unknown"]
BASIS = words("engine/auth/delivery.cc", "EnvelopeBasisName")
CERTAINTY = [word for word in words("engine/auth/sender_system.cc", "CertaintyName") if word != "none"]
RESULT_BASIS = words("engine/auth/evidence.cc", "ResultBasisName")


def shared_definitions():
    return {"rule": enum(rule_names()), "outcome": enum(OUTCOMES), "reason": enum(reason_words())}


def by_rule(value, **more):
    return {"type": "object", **more, "propertyNames": ref("rule"), "additionalProperties": value}


def signature():
    return object_of({
        "d": nullable("string", description="SDID"),
        "s": nullable("string", description="selector"),
        "a": nullable("string"),
        "c": enum(["simple/simple", "simple/relaxed", "relaxed/simple", "relaxed/relaxed"]),
        "i": nullable("string", description="AUID as written"),
        "l": nullable("integer", minimum=0),
        "bits": nullable("integer", minimum=1),
        "result": enum(["none", "pass", "fail", "policy", "neutral", "temperror", "permerror"], description="RFC 8601"),
        "reason": ref("dkim_reason"),
        "body_hash": nullable("string", description="computed, base64", pattern="^[A-Za-z0-9+/]+=*$"),
        "body_hash_ok": nullable("boolean"),
        "aligned": nullable("boolean"),
        "key_source": enum(words("engine/dkim/result.cc", "KeySourceName")),
        "header_line_ends": ref("line_end_reading"),
        "body_line_ends": ref("line_end_reading"),
        "mbox_quoting": enum(["as_stored", "unquoted"]),
    })


def authentication():
    return {
        "spf": nullable_object({
            "result": enum(words("engine/auth/spf_result.cc", "SpfResultName")),
            "domain": nullable("string"),
            "identity": enum(words("engine/auth/spf_result.cc", "SpfIdentityName")),
            "ip": nullable("string"),
            "basis": enum(BASIS, description="where the identity comes from"),
            "aligned": nullable("boolean"),
            "result_basis": enum(RESULT_BASIS, description="who says so"),
            "computed": nullable_enum(words("engine/auth/spf_result.cc", "SpfResultName")),
            "reason": nullable_enum(words("engine/auth/spf_result.cc", "SpfReasonName")),
            "lookups": nullable("integer", minimum=0),
        }),
        "dmarc": nullable_object({
            "result": enum(words("engine/auth/dmarc.cc", "DmarcResultName")),
            "policy": nullable_enum(words("engine/auth/dmarc_record.cc", "DmarcPolicyName")),
            "record_domain": nullable("string"),
            "org_domain_by": enum(words("engine/auth/dmarc_discovery.cc", "OrgMethodName")),
            "org_domain": nullable("string"),
            "result_basis": enum(RESULT_BASIS),
            "lookup": enum(words("engine/auth/dmarc_discovery.cc", "DmarcLookupName")),
            "reason": enum(words("engine/auth/dmarc_discovery.cc", "DmarcReasonName")),
            "spf_leg": enum(words("engine/auth/dmarc.cc", "DmarcLegName")),
            "dkim_leg": enum(words("engine/auth/dmarc.cc", "DmarcLegName")),
            "methods_differ": {"type": "boolean"},
        }),
        "arc": object_of({
            "result": enum(words("engine/dkim/arc_result.cc", "ArcResultName")),
            "instances": COUNT,
            "reason": enum(words("engine/dkim/arc_result.cc", "ArcReasonName")),
            "sealers": list_of(TEXT),
        }),
        "tls": nullable_object({
            "result": enum(["pass", "fail", "na", "unknown"]),
            "version": nullable("string"),
            "cipher": nullable("string"),
            "hop": {**COUNT, "description": "ordinal of the border Received, from the top, from 0"},
            "by": nullable("string"),
        }),
        "envelope": object_of({
            "mail_from": nullable("string", description="empty: the null sender"),
            "mail_from_basis": enum(BASIS),
            "client_ip": nullable("string"),
            "client_ip_basis": enum(BASIS),
            "helo": nullable("string"),
            "helo_basis": enum(BASIS),
        }),
        "receiver": object_of({
            "trust": enum(words("engine/auth/delivery.cc", "TrustBasisName")),
            "authserv_id": nullable("string"),
            "delivered_at": TIME,
        }),
        "indirect_proof": enum(words("engine/auth/evidence.cc", "IndirectProofName")),
    }


def record():
    rules = rule_names()
    properties = {
        "schema_version": {"const": 1},
        "source": TEXT,
        "offset": COUNT,
        "length": COUNT,
        "message_id": nullable("string"),
        "author_domain": nullable("string"),
        "org_domain": nullable("string"),
        "date": TIME,
        "mode": enum(words("engine/auth/evidence.cc", "ModeName")),
        "stream": enum(words("engine/auth/evidence.cc", "StreamName")),
        "sender_system": nullable("string", description="the system whose customer the author is"),
        "sender_system_certainty": nullable_enum(CERTAINTY),
        "transport_system": nullable("string", description="another system that carries its mail"),
        "flaws": {**list_of(ref("flaw")), "uniqueItems": True},
        "body_digest": nullable("string", description="SHA-256 of the relaxed canonical body", pattern="^[0-9a-f]{64}$"),
        "dkim": list_of(signature()),
        **authentication(),
        "unsubscribe": object_of({
            "class": enum(["unknown", "marketing", "marketing_guess", "transactional"]),
            "fields": COUNT,
            "https": COUNT,
            "http": COUNT,
            "mailto": COUNT,
            "other": COUNT,
            "uri": nullable("string"),
            "post": enum(["absent", "exact", "loose", "wrong"]),
        }),
        "profile": enum(profile_names(), description="whose rules"),
        "profile_date": {"type": "string", "format": "date", "description": "of these rules: outcomes of another date may differ by the rules"},
        "rules": by_rule(ref("outcome"), required=rules),
        "reasons": by_rule(ref("reason")),
        "rules_by_profile": nullable("object", propertyNames=enum(profile_names()[:4]),
                                     additionalProperties=by_rule(ref("outcome")),
                                     description="With --profile all: outcomes of a provider that differ from rules"),
    }
    return {
        "$schema": DRAFT, "title": "kenpin record",
        "description": f"One message, one line of --out ndjson. {PROMISE}",
        **object_of(properties),
        "$defs": {
            **shared_definitions(),
            "dkim_reason": enum(words("engine/dkim/result.cc", "DkimReasonName")),
            "flaw": enum(words("engine/mail/parse_flaw.cc", "ParseFlawName")),
            "line_end_reading": enum(["standard", "cr_before_lf_is_data", "lone_lf_is_data", "lone_cr_ends_line"]),
        },
    }


def requirement_names():
    return re.findall(r'\{Requirement::k\w+,\s*"([A-Z_]+)"', read("rules/compliance.cc"))


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
            "messages": COUNT,
            "bytes": COUNT,
            "error": nullable("string"),
            "errors": COUNT,
            "ambiguous_from_lines": COUNT,
            "ambiguous_offsets": list_of(COUNT),
        })),
        "seconds": {"type": "number", "minimum": 0},
        "threads": {"type": "integer", "minimum": 1},
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


def spf_answer():
    """What `kenpin spf --format json` prints."""
    return nullable_object({
        "result": enum(words("engine/auth/spf_result.cc", "SpfResultName")),
        "reason": enum(words("engine/auth/spf_result.cc", "SpfReasonName")),
        "mechanism": nullable("string"),
        "explanation": nullable("string"),
        "lookups": COUNT,
        "void_lookups": COUNT,
        "path": list_of(TEXT),
    })


DNS_ANSWER = words("engine/dmarc_command.cc", "StatusWord")


def dmarc_answer():
    """What `kenpin dmarc --format json` prints."""
    policy = nullable_enum(words("engine/auth/dmarc_record.cc", "DmarcPolicyName"))
    return nullable_object({
        "domain": TEXT,
        "result": enum(words("engine/auth/dmarc_discovery.cc", "DmarcLookupName")),
        "reason": enum(words("engine/auth/dmarc_discovery.cc", "DmarcReasonName")),
        "record": nullable("string"),
        "record_domain": nullable("string"),
        "record_level": nullable_enum(words("engine/auth/dmarc_discovery.cc", "DmarcLevelName")),
        "policy": policy,
        "policy_tag": nullable_enum(words("engine/auth/dmarc_discovery.cc", "PolicyTagName")),
        "applied_policy": policy,
        "adkim": nullable_enum(["r", "s"]),
        "aspf": nullable_enum(["r", "s"]),
        "psd": nullable_enum(words("engine/auth/dmarc_record.cc", "DmarcPsdName")),
        "flaws": list_of(enum(words("engine/auth/dmarc_record.cc", "DmarcFlawName"))),
        "org_domain": nullable("string"),
        "org_domain_by": enum(words("engine/auth/dmarc_discovery.cc", "OrgMethodName")),
        "psl_org_domain": nullable("string"),
        "reports": list_of(object_of({
            "tag": enum(["rua", "ruf"]),
            "uri": TEXT,
            "consent": enum(words("engine/auth/dmarc_report_destination.cc", "ReportConsentName")),
        })),
        "walk": list_of(object_of({
            "name": TEXT,
            "answer": enum(DNS_ANSWER),
            "records": list_of(TEXT),
            "near_record": nullable("string"),
        })),
    })


def explained_signature():
    return object_of({
        "fields": {**list_of(object_of({"name": TEXT, "field": nullable("integer", minimum=1)})),
                   "description": "h=, and which field of the header each name is; null: none, over-signed"},
        "stated_body_hash": nullable("string", description="bh="),
        "key_name": nullable("string"),
        "key_answer": nullable_enum(DNS_ANSWER),
        "key_records": list_of(TEXT),
        "key_cnames": list_of(TEXT),
        "body_cause": nullable_enum(words("engine/body_cause.cc", "BodyCauseName")),
        "body_cause_text": nullable("string"),
    })


def explained_rule():
    return object_of({
        "rule": ref("rule"),
        "title": TEXT,
        "outcome": ref("outcome"),
        "reason": {"anyOf": [ref("reason"), {"type": "null"}]},
        "reason_text": nullable("string"),
        "evidence": nullable("string"),
        "level": ref("level"),
        "smtp_codes": nullable("string"),
        "remedy": TEXT,
    })


LEVELS = ["info", "should", "must/bulk", "must/all"]


def explanation():
    told = record()
    orgs = {"treewalk_org_domain": nullable("string"), "psl_org_domain": nullable("string")}
    aligned = {name: nullable("boolean") for name in ("aligned", "aligned_by_treewalk", "aligned_by_psl")}
    properties = {
        "record": {name: told[name] for name in ("type", "required", "properties", "additionalProperties")},
        "judged": object_of({
            "profile": enum(profile_names()),
            "at": TIME,
            "by": enum(["now", "date", "received", "given"]),
            "mode_told": {"type": "boolean"},
            "dns": TEXT,
            "dns_contemporary": {"type": "boolean"},
        }),
        "trace": list_of(object_of({
            "border": {"type": "boolean"},
            **{name: nullable("string") for name in ("by", "helo", "client_ip", "with")},
            "tls": {"type": "boolean"},
            **{name: nullable("string") for name in ("tls_version", "cipher")},
            "time": TIME,
        })),
        "receiver_fields": list_of(object_of({
            "name": TEXT,
            "value": TEXT,
            "received_above": COUNT,
            "believed": {"type": "boolean"},
            "why": enum(words("engine/report/explanation.cc", "DisbeliefName")),
        })),
        "signatures": {**list_of(explained_signature()), "description": "one for each of record.dkim"},
        "spf": spf_answer(),
        "dmarc": dmarc_answer(),
        "alignment": object_of({
            "author_domain": nullable("string"), **orgs,
            "names": list_of(object_of({"name": TEXT, "domain": TEXT, "result": TEXT, **aligned, **orgs})),
        }),
        "mime": object_of({
            "not_drawn": nullable("string"),
            "entities": list_of(object_of({
                "depth": COUNT,
                "type": TEXT,
                **{name: nullable("string") for name in ("charset", "encoding", "disposition", "file_name")},
                "octets": COUNT,
            })),
        }),
        "rules": {**list_of(explained_rule()), "description": "all rules, failures first"},
    }
    return {
        "$schema": DRAFT, "title": "kenpin explanation",
        "description": f"One message, as explain --format json tells it. {PROMISE}",
        **object_of(properties),
        "$defs": {**told["$defs"], "level": enum(LEVELS)},
    }


def inputs():
    return re.findall(r'^    \{k\w+, "([a-z_]+)", "', read("rules/inputs.cc"), re.MULTILINE)


def rule_row():
    stake = object_of({
        "level": enum(LEVELS),
        "consequence": enum([word for word in re.findall(r'\{Consequence::k\w+,\s*"([a-z_]+)"', read("rules/rule.cc"))
                             if word != "by_level"]),
        "consequence_text": TEXT,
        "smtp_codes": nullable("string"),
    })
    input_list = {**list_of(enum(inputs())), "uniqueItems": True}
    support = enum(words("rules/inputs.cc", "ModeSupportName"))
    return object_of({
        "id": enum(rule_names() + corpus_rule_names()),
        "title": TEXT,
        "scope": enum(["message", "corpus"]),
        "profiles": {"type": "object", "minProperties": 1, "propertyNames": enum(profile_names()[:-1]),
                     "additionalProperties": stake},
        "depends_on_provider": {"type": "boolean"},
        "needs": {**list_of(input_list), "minItems": 1, "description": "all of one of these lists is needed"},
        "uses": {**input_list, "description": "makes the outcome surer, or another one"},
        "modes": object_of({mode: support for mode in words("engine/auth/evidence.cc", "ModeName")}),
        "source": TEXT,
        "source_date": nullable("string"),
        "sources": list_of(object_of({"key": TEXT, "title": TEXT, "date": nullable("string")})),
        "remedy": TEXT,
    })


def catalogue():
    return {
        "$schema": DRAFT, "title": "kenpin rules",
        "description": f"The catalogue, as rules --format json tells it, or one rule of it. {PROMISE}",
        "oneOf": [list_of(ref("row")), ref("row")],
        "$defs": {"row": rule_row()},
    }


def pack(match):
    """A list of words on as few lines as fit."""
    items = re.findall(r'"[^"]*"|null', match[0])
    one_line = f"[{', '.join(items)}]"
    if len(one_line) < 90:
        return one_line
    indent = re.search(r"\n( *)", match[0])[1]
    lines = [""]
    for item in items:
        if len(lines[-1]) + len(item) > 88:
            lines.append("")
        lines[-1] += item + ", "
    return "[\n" + "\n".join(indent + line.rstrip() for line in lines)[:-1] + "\n" + indent[:-2] + "]"


def as_text(schema):
    word = r'(?:"[^"]*"|null)'
    return re.sub(rf"\[\s*{word}(?:,\s*{word})*\s*\]", pack, json.dumps(schema, indent=2)) + "\n"


def main():
    stale = []
    for name, schema in (("record", record()), ("summary", summary()), ("explain", explanation()), ("rules", catalogue())):
        path = os.path.join(HERE, f"{name}.schema.json")
        text = as_text(schema)
        if os.path.exists(path):
            with open(path, encoding="utf-8") as file:
                if file.read() == text:
                    continue
        stale.append(path)
        if "--check" not in sys.argv:
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
    if stale and "--check" in sys.argv:
        sys.exit(f"not current: {', '.join(stale)}; run engine/report/make_schemas.py")


if __name__ == "__main__":
    main()
