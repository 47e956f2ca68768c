"""What the program writes is valid by its published JSON Schemas, for good mail, bad mail and hostile mail."""
import json
import os
import shutil
import unittest

import harness
import hostile_mail
import validation


class SchemaTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.of_record = validation.Checker("record")
        cls.of_summary = validation.Checker("summary")

    def check(self, *arguments):
        result = harness.run("scan", "--fail-on", "never", *arguments, "--out", "ndjson", "--out", "json:summary.json")
        self.assertIn(result.code, (0, 2), str(result))
        records = validation.parse_records(result.out)
        for record in records:
            self.assertEqual(self.of_record.errors(record), [], f"record of {record.get('source')}:{record.get('offset')}")
        summary = harness.read_json("summary.json")
        self.assertEqual(self.of_summary.errors(summary), [])
        self.assertEqual(summary["totals"]["messages"], len(records))
        return records

    def test_generated(self):
        for mode in ("archive", "presend"):
            corpus = harness.make_corpus(mode, mode=mode, messages=500)
            self.assertEqual(len(self.check(*corpus.judging(), corpus.path)), 500)

    def test_without_dns(self):
        corpus = harness.make_corpus("no-dns", messages=100)
        self.check("--dns", "off", "--at", "now", corpus.path)

    def test_no_message(self):
        self.assertEqual(self.check("no-such-file"), [])

    def test_hostile(self):
        shutil.rmtree("hostile", ignore_errors=True)
        os.mkdir("hostile")
        for number, (name, octets) in enumerate(hostile_mail.MESSAGES.items()):
            path = f"hostile/{number:03} {name}.eml"
            with open(path, "wb") as file:
                file.write(octets)
            with self.subTest(name):
                self.assertLessEqual(len(self.check("--input-format", "eml", path)), 1)
        corpus = harness.make_corpus("keys", messages=10)
        for options in ([], corpus.judging(), ["--mode", "archive"], ["--mode", "sent"], ["--mode", "presend", "--at", "@0"]):
            with self.subTest(options=options):
                self.assertEqual(len(self.check(*options, "--input-format", "eml-dir", "hostile")), len(hostile_mail.MESSAGES))

    def test_hostile_in_an_mbox(self):
        with open("hostile.mbox", "wb") as file:
            for octets in hostile_mail.MESSAGES.values():
                file.write(b"From a@shop.example Mon Apr  6 00:00:00 2026\n" + octets + b"\n\n")
        # The message without a header looks like prose behind a line that begins with From.
        self.assertEqual(len(self.check("hostile.mbox")), len(hostile_mail.MESSAGES) - 1)

    def test_rules(self):
        checker = validation.Checker("rules")
        rows = json.loads(harness.run("rules", "--format", "json").out)
        self.assertEqual(checker.errors(rows), [])
        self.assertEqual(checker.errors(json.loads(harness.run("rules", "--format", "json", "--profile", "all").out)), [])
        for row in rows:
            one = json.loads(harness.run("rules", row["id"], "--format", "json").out)
            self.assertEqual(one, row)
            self.assertEqual(checker.errors(one), [])
        self.assertNotEqual(checker.errors({**rows[0], "needs": [["magic"]]}), [])

    def check_explained(self, checker, path, *options):
        result = harness.run("explain", "--format", "json", *options, path)
        self.assertEqual(result.code, 0, str(result))
        self.assertEqual(checker.errors(json.loads(result.out)), [], f"explanation of {path}")

    def test_explain(self):
        checker = validation.Checker("explain")
        corpus = harness.make_corpus("explained", messages=60)
        for record in corpus.records():
            self.check_explained(checker, f"{corpus.path}:{record['offset']}", *corpus.judging())
        for number, octets in enumerate(hostile_mail.MESSAGES.values()):
            if not octets.strip():
                continue
            with open("explained.eml", "wb") as file:
                file.write(octets)
            with self.subTest(number):
                self.check_explained(checker, "explained.eml", "--dns", "off", "--profile", "all", "--input-format", "eml")

    def test_hostile_path(self):
        path = b"a \xff\x1b[31m\"\n.eml"
        with open(path, "wb") as file:
            file.write(hostile_mail.USUAL + b"\n")
        self.assertEqual(len(self.check(os.fsdecode(path))), 1)


if __name__ == "__main__":
    harness.main()
