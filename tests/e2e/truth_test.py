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
        from compare_truth import differences  # pylint: disable=import-outside-toplevel
        truths = harness.read_records(corpus.truth)
        records = corpus.records(*options)
        self.assertEqual(len(records), len(truths), "a message was lost or made up")
        wrong = [f"message {truth['ordinal']} (offset {record['offset']}, defects {truth['defects']}): {what} is {told}, "
                 f"the truth is {expected}; reason {record['reasons'].get(what)}"
                 for truth, record in zip(truths, records) for what, expected, told in differences(truth, record)]
        self.assertEqual(wrong, [], f"{len(wrong)} disagreements:\n" + "\n".join(wrong[:SHOWN]))

    def test_archive(self):
        self.compare(harness.make_corpus("archive", messages=MESSAGES))

    def test_archive_with_crlf(self):
        self.compare(harness.make_corpus("archive-crlf", messages=MESSAGES, eol="crlf", seed=2))

    def test_presend(self):
        self.compare(harness.make_corpus("presend", messages=MESSAGES, mode="presend", seed=3))

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
