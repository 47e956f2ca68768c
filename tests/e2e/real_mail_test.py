"""More than a thousand real mails of twenty years ago: every record is valid by the schema, and nothing depends on threads or chunks.

Called with the folder of outside test suites as a fourth argument.
"""
import os
import sys
import unittest

import harness
import validation


class RealMailTest(unittest.TestCase):
    folder = ""

    def setUp(self):
        if not os.path.isdir(self.folder):
            self.skipTest(f"{self.folder} is not there")

    def inputs(self):
        return [os.path.join(self.folder, name) for name in sorted(os.listdir(self.folder))
                if os.path.isdir(os.path.join(self.folder, name))]

    def scan(self, *arguments):
        result = harness.run("scan", "--dns", "off", "--fail-on", "never", *arguments, "--out", "json:summary.json", "--out", "ndjson",
                             *self.inputs())
        self.assertEqual(result.code, 0, str(result))
        return result.out

    def test_records_and_summary_are_valid(self):
        for options in ([], ["--mode", "presend", "--at", "2026-01-01"]):
            with self.subTest(options):
                records = validation.parse_records(self.scan(*options))
                checker = validation.Checker("record")
                for record in records:
                    self.assertEqual(checker.errors(record), [], f"{record['source']}:{record['offset']}")
                summary = harness.read_json("summary.json")
                self.assertEqual(validation.Checker("summary").errors(summary), [])
                self.assertEqual(summary["totals"]["messages"], len(records))
                self.assertGreater(len(records), 1000)

    def test_threads_and_chunks_change_nothing(self):
        first = self.scan("--threads", 1)
        for arguments in (("--threads", 4), ("--threads", 2, "--chunk-bytes", 65536), ("--threads", 3, "--chunk-bytes", 8388608)):
            with self.subTest(arguments):
                again = self.scan(*arguments)
                self.assertTrue(again == first, harness.first_difference(first, again))


if __name__ == "__main__":
    RealMailTest.folder = os.path.join(sys.argv.pop(4), "realmail-spamassassin")
    harness.main()
