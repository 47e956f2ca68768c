"""What the schemas are made of: the words that the program has, read from its sources, and the shapes that JSON knows."""
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
LEVELS = ["info", "should", "must/bulk", "must/all"]


def shared_definitions():
    return {"rule": enum(rule_names()), "outcome": enum(OUTCOMES), "reason": enum(reason_words())}


def by_rule(value, **more):
    return {"type": "object", **more, "propertyNames": ref("rule"), "additionalProperties": value}
