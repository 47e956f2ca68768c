"""Reports read by programs that share nothing with kenpin: what a test asks of each format, whatever the mail."""
import csv
import os
import sqlite3
import subprocess
import unicodedata
import urllib.parse
import xml.etree.ElementTree

import jsonschema

import harness

NAMES = ("text", "json", "ndjson", "csv", "html", "junit", "sarif", "prom", "sqlite")


def outputs(folder):
    """--out options for all formats at once, each into folder/NAME."""
    os.makedirs(folder, exist_ok=True)
    return [text for name in NAMES for text in ("--out", f"{name}:{folder}/{name}")]


def octets(folder, name):
    with open(os.path.join(folder, name), "rb") as file:
        return file.read()


def columns(line):
    """How many columns of a terminal a line takes."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


def read_csv(folder):
    """The rows by column; RFC 4180 asks for CRLF and for rows of one length."""
    text = octets(folder, "csv").decode("utf-8")
    if not text.endswith("\r\n") or "\n" in text.replace("\r\n", ""):
        raise AssertionError("lines do not end with CRLF")
    rows = list(csv.reader(text.splitlines(keepends=True), strict=True))
    lengths = {len(row) for row in rows}
    if len(lengths) != 1:
        raise AssertionError(f"rows of {lengths} cells")
    return [dict(zip(rows[0], row)) for row in rows[1:]]


def read_junit(folder):
    """{suite: {case: element}}, valid by junit.xsd, with counts that are right."""
    schema = os.path.join(harness.Programs.root, "tests", "e2e", "junit.xsd")
    done = subprocess.run(["xmllint", "--noout", "--nonet", "--schema", schema, os.path.join(folder, "junit")],
                          capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise AssertionError(f"xmllint: {done.stderr[-2000:]}")
    suites = {}
    for suite in xml.etree.ElementTree.parse(os.path.join(folder, "junit")).getroot():
        cases = suite.findall("testcase")
        told = [int(suite.get(name)) for name in ("tests", "failures", "skipped", "errors")]
        counted = [len(cases), *(sum(case.find(name) is not None for case in cases) for name in ("failure", "skipped")), 0]
        if told != counted:
            raise AssertionError(f"{suite.get('name')}: {told} is not {counted}")
        suites[suite.get("name")] = {case.get("name"): case for case in cases}
    return suites


def read_sarif(folder):
    """The one run, by sarif.schema.json, and what no schema can say."""
    log = harness.read_json(os.path.join(folder, "sarif"))
    schema = harness.read_json(os.path.join(harness.Programs.root, "tests", "e2e", "sarif.schema.json"))
    jsonschema.Draft202012Validator.check_schema(schema)
    for error in jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker()).iter_errors(log):
        raise AssertionError(f"{error.json_path}: {error.message[:500]}")
    run = log["runs"][0]
    ids = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert len(set(ids)) == len(ids)
    prints = [tuple(result["partialFingerprints"].items()) for result in run["results"]]
    assert len(set(prints)) == len(prints), "a fingerprint tells results apart"
    for result in run["results"]:
        assert ids[result["ruleIndex"]] == result["ruleId"]
        for location in result["locations"]:
            if "physicalLocation" in location:
                uri = location["physicalLocation"]["artifactLocation"]["uri"]
                assert urllib.parse.urlsplit(uri).scheme in ("", "file"), uri
    return run


def read_prom(folder):
    """{series: value}, by promtool's leave; no series has a time of its own."""
    text = octets(folder, "prom")
    done = subprocess.run(["promtool", "check", "metrics"], input=text, capture_output=True, check=False)
    if done.returncode != 0:
        raise AssertionError(f"promtool: {done.stderr.decode()}")
    series = {}
    for line in text.decode("utf-8").split("\n"):
        if line and not line.startswith("#"):
            name, _, value = line.rpartition(" ")
            assert name not in series and (name.endswith("}") or name.isidentifier()), line
            series[name] = int(value)
    return series


def open_database(folder):
    connection = sqlite3.connect(f"file:{os.path.abspath(folder)}/sqlite?mode=ro", uri=True)
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    return connection
