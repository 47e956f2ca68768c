"""The regression gate: kenpin diff, and a scan with --baseline."""
import json
import os
import shutil
import unittest

import harness


class DiffTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.clean = harness.make_corpus("clean", messages=200, defects="flawless")
        cls.mixed = harness.make_corpus("mixed", messages=200)
        for corpus, report in ((cls.clean, "clean.json"), (cls.mixed, "mixed.json")):
            harness.run("scan", "--fail-on", "never", *corpus.judging(), "--out", f"json:{report}", corpus.path)

    def test_worse_better_and_the_same(self):
        worse = harness.run("diff", "clean.json", "mixed.json")
        self.assertEqual(worse.code, 1)
        self.assertRegex(worse.out, rb"^\d+ required rules got worse\.\n\nWorse\n")
        better = harness.run("diff", "mixed.json", "clean.json")
        self.assertEqual(better.code, 0)
        self.assertRegex(better.out, rb"^No required rule got worse\.\n\nBetter\n")
        same = harness.run("diff", "mixed.json", "mixed.json")
        self.assertEqual((same.code, same.out), (0, b"Nothing has changed.\n"))

    def test_json_says_what_the_text_counts(self):
        told = json.loads(harness.run("diff", "clean.json", "mixed.json", "--format", "json").out)
        self.assertEqual(told["regressions"], sum(change["required"] for change in told["worse"]))
        summary = {row["org_domain"]: row for row in harness.read_json("mixed.json")["domains"]}
        for change in told["worse"]:
            if not change["corpus"]:
                rule = summary[change["domain"]]["rules"][change["rule"]]
                self.assertEqual(change["failing"], rule["fail"] - (rule["indirect"] or {"fail": 0})["fail"], change)

    def test_a_scan_is_its_own_gate(self):
        def gate(baseline, corpus):
            return harness.run("scan", "--baseline", baseline, "--fail-on", "regression", *corpus.judging(), corpus.path)
        known_debts = gate("mixed.json", self.mixed)
        self.assertEqual(known_debts.code, 0, "what failed before is no regression")
        self.assertTrue(known_debts.out.endswith(b"\nSince mixed.json\nNothing has changed.\n"), known_debts.out[-200:])
        self.assertEqual(gate("clean.json", self.mixed).code, 1)
        self.assertEqual(gate("mixed.json", self.clean).code, 0)

    def test_a_report_may_replace_its_own_baseline(self):
        shutil.copy("clean.json", "last.json")
        done = harness.run("scan", "--baseline", "last.json", "--fail-on", "regression", *self.mixed.judging(),
                           "--out", "json:last.json", self.mixed.path)
        self.assertEqual(done.code, 1)
        self.assertEqual(harness.read_json("last.json")["domains"], harness.read_json("mixed.json")["domains"])

    def test_a_wrong_baseline_is_told_before_the_scan(self):
        with open("wrong.json", "w", encoding="utf-8") as file:
            file.write("[]")
        done = harness.run("scan", "--baseline", "wrong.json", *self.mixed.judging(), "--out", "json:never.json", self.mixed.path)
        self.assertEqual(done.code, 2)
        self.assertIn("wrong.json: is no summary", done.err)
        self.assertFalse(os.path.exists("never.json"))


if __name__ == "__main__":
    harness.main()
