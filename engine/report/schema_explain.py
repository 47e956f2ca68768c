"""The schema of an explanation: what explain --format json tells of one message."""
import schema_record
from schema_words import (COUNT, DRAFT, LEVELS, PROMISE, TEXT, TIME, enum, list_of, nullable, nullable_enum,
                          nullable_object, object_of, profile_names, ref, words)


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
        "body_cause": nullable_enum(words("engine/explain/body_cause.cc", "BodyCauseName")),
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


def explanation():
    told = schema_record.record()
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
