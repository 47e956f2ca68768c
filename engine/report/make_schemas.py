#!/usr/bin/env python3
"""Writes the JSON Schemas of records, summaries, explanations and rules beside this file; with --check says whether they are current.

The shape of the reports stands in schema_*.py, the words of their enums where the program has them: in the functions that name
them, in rules/reason.h and in the rows of the catalogue.
"""
import json
import os
import re
import sys

sys.dont_write_bytecode = True  # The sources' folder stays as it is.

import schema_explain
import schema_record
import schema_rules
import schema_summary
import schema_words


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
    for name, schema in (("record", schema_record.record()), ("summary", schema_summary.summary()), ("explain", schema_explain.explanation()), ("rules", schema_rules.catalogue())):
        path = os.path.join(schema_words.HERE, f"{name}.schema.json")
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
