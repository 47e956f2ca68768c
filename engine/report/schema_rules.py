"""The schema of the catalogue: what rules --format json tells."""
import re

from schema_words import (DRAFT, LEVELS, PROMISE, TEXT, corpus_rule_names, enum, list_of, nullable, object_of,
                          profile_names, read, ref, rule_names, words)


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
