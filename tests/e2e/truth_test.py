"""Every verdict of every message of generated corpora is the one that the generator knows to be right."""
import os
import sys
import unittest

import harness

MESSAGES = 1000
SHOWN = 10


class TruthTest(unittest.TestCase):
    def compare(self, corpus, *options):
        sys.path.insert(0, os.path.join(harness.Programs.root, "bench"))
        from compare_truth import differences, unknown_rules  # pylint: disable=import-outside-toplevel
        truths = harness.read_records(corpus.truth)
        records = corpus.records(*options)
        self.assertEqual(len(records), len(truths), "a message was lost or made up")
        skipped = unknown_rules(truths, records)
        if skipped:
            print("not compared, for the program does not have them: " + " ".join(skipped))
        wrong = [f"message {truth['ordinal']} (offset {record['offset']}, defects {truth['defects']}): {what} is {told}, "
                 f"the truth is {expected}; reason {record['reasons'].get(what)}"
                 for truth, record in zip(truths, records) for what, expected, told in differences(truth, record, skipped)]
        self.assertEqual(wrong, [], f"{len(wrong)} disagreements:\n" + "\n".join(wrong[:SHOWN]))

    def test_archive(self):
        self.compare(harness.make_corpus("archive", messages=MESSAGES))

    def test_archive_with_crlf(self):
        self.compare(harness.make_corpus("archive-crlf", messages=MESSAGES, eol="crlf", seed=2))

    def test_presend(self):
        self.compare(harness.make_corpus("presend", messages=MESSAGES, mode="presend", seed=3))

    def test_presend_with_one_session(self):
        self.compare(harness.make_corpus("presend-options", messages=MESSAGES, mode="presend", envelope="options", seed=6))

    def test_presend_with_a_session_each(self):
        self.compare(harness.make_corpus("presend-csv", messages=MESSAGES, mode="presend", envelope="csv", seed=7))

    def test_sent(self):
        self.compare(harness.make_corpus("sent", messages=MESSAGES, mode="sent", seed=8))

    def test_sent_with_a_session_each(self):
        self.compare(harness.make_corpus("sent-csv", messages=MESSAGES, mode="sent", envelope="csv", seed=9))

    def test_presend_without_defects(self):
        self.compare(harness.make_corpus("clean", messages=MESSAGES, mode="presend", defects="none", seed=4))

    def test_small_chunks(self):
        self.compare(harness.make_corpus("chunks", messages=MESSAGES, seed=5), "--chunk-bytes", 65536, "--threads", 3)

    def test_demo(self):
        demo = harness.demo()
        if demo is None:
            self.skipTest("there is no demo corpus")
        self.compare(demo)


if __name__ == "__main__":
    harness.main()
