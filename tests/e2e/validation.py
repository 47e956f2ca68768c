"""The published JSON Schemas as a test uses them: strictly, and with the formats of dates checked."""
import json
import os

import jsonschema

import harness


def closed(schema):
    """The schema without its openness for later fields: what is written today must be published today."""
    if isinstance(schema, list):
        return [closed(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    result = {name: closed(part) for name, part in schema.items()}
    if isinstance(schema.get("properties"), dict) and "type" in schema:
        result.setdefault("additionalProperties", False)
    return result


class Checker:
    """Of "record", "summary", "explain" or "rules"."""

    def __init__(self, name):
        schema = harness.read_json(os.path.join(harness.Programs.root, "engine", "report", name + ".schema.json"))
        jsonschema.Draft202012Validator.check_schema(schema)
        self.validator = jsonschema.Draft202012Validator(closed(schema), format_checker=jsonschema.FormatChecker())

    def errors(self, value):
        """What is wrong with a value, in words; empty if nothing is."""
        return [f"{error.json_path}: {error.message[:300]}" for error in self.validator.iter_errors(value)]


def parse_records(octets):
    """The lines of --out ndjson. Not one octet may be anything but UTF-8."""
    return [json.loads(line) for line in octets.decode("utf-8").split("\n") if line]
