"""The catalogue of rules is whole: it has every id of the list that it was made from, and its modes are what a scan does.

Called with the folder of outside test suites as a fourth argument; the list of rules stands beside that folder.
"""
import json
import os
import re
import sys
import unittest

import harness

ENTRY = re.compile(r"^#### `([a-z0-9-]+)`.*?(?=^#### |\Z|^## )", re.MULTILINE | re.DOTALL)


def catalogue():
    return {row["id"]: row for row in json.loads(harness.run("rules", "--format", "json").out)}


class ListTest(unittest.TestCase):
    """Against the list of rules, which is no part of the project."""
    path = ""

    @classmethod
    def setUpClass(cls):
        if not os.path.isfile(cls.path):
            raise unittest.SkipTest(f"{cls.path} is not there: the ids are not compared")
        with open(cls.path, encoding="utf-8") as file:
            cls.entries = {match[1]: match[0] for match in ENTRY.finditer(file.read())}
        cls.rows = catalogue()

    def test_every_id_is_there_and_none_besides(self):
        self.assertGreater(len(self.entries), 70)
        self.assertEqual(set(self.rows), set(self.entries))

    def test_modes(self):
        for name, entry in self.entries.items():
            modes = re.search(r"^- Modes: (.*)$", entry, re.MULTILINE)[1]
            row = self.rows[name]["modes"]
            with self.subTest(name, modes=modes):
                self.assertEqual(row["presend"] == "na", "pre: na" in modes)
                self.assertEqual(row["sent"] == "unknown", "sent: unknown" in modes)
                if "pre and sent (with" in modes:
                    self.assertEqual((row["presend"], row["sent"]), ("with_session", "with_session"))

    def test_scope(self):
        for name, entry in self.entries.items():
            needs = re.search(r"^- Needs: (.*)$", entry, re.MULTILINE)[1]
            with self.subTest(name, needs=needs):
                corpus = "corpus" in needs or needs == "X" or needs.startswith("X (")
                self.assertEqual(self.rows[name]["scope"], "corpus" if corpus else "message")

    def test_codes_of_gmail(self):
        """Every code that an entry gives for Gmail by number is told."""
        for name, entry in self.entries.items():
            said = re.search(r"^- SMTP codes: (.*)$", entry, re.MULTILINE)
            for code in re.findall(r"[45]\d\d [45]\.\d\.\d+", said[1].split("Outlook")[0].split("Yahoo")[0] if said else ""):
                told = self.rows[name]["profiles"]["gmail"]["smtp_codes"] or ""
                with self.subTest(name, code=code):
                    self.assertIn(code.split()[1], told)


class ModesTest(unittest.TestCase):
    """What `kenpin rules` says of modes is what becomes of the rules there."""

    def outcomes(self, mode):
        corpus = harness.make_corpus(mode, mode=mode, messages=150)
        records = corpus.records("--mode", mode)
        # What the generator would tell of the SMTP session is left out.
        result = harness.run("scan", "--fail-on", "never", "--mode", mode, "--dns", corpus.zone, "--psl", corpus.suffixes, "--out", "ndjson", corpus.path)
        without = [json.loads(line) for line in result.out.splitlines()]
        self.assertEqual(len(without), 150, str(result))
        return records, without

    def test_presend(self):
        told, untold = self.outcomes("presend")
        rows = [row for row in catalogue().values() if row["scope"] == "message"]
        self.assertTrue(any(row["modes"]["presend"] == "with_session" for row in rows))
        for row in rows:
            rule, support = row["id"], row["modes"]["presend"]
            with self.subTest(rule, support=support):
                if support == "na":
                    self.assertEqual({record["rules"][rule] for record in told + untold}, {"na"})
                if support == "with_session":
                    self.assertLessEqual({record["rules"][rule] for record in untold}, {"unknown", "na"})


if __name__ == "__main__":
    ListTest.path = os.path.join(os.path.dirname(os.path.abspath(sys.argv.pop(4))), "RULES.md")
    harness.main()
