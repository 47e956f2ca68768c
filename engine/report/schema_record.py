"""The schema of a record: one message, one line of --out ndjson."""
from schema_words import (BASIS, CERTAINTY, COUNT, DRAFT, PROMISE, RESULT_BASIS, TEXT, TIME, by_rule, enum,
                          list_of, nullable, nullable_enum, nullable_object, object_of, profile_names, ref,
                          rule_names, shared_definitions, words)


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
