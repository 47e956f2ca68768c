"""Every verdict of every message and every domain of generated corpora is the one that the generator knows to be right."""
import json
import os
import sys
import unittest

import harness

MESSAGES = 1000
PROFILES = ("gmail", "yahoo", "microsoft", "apple", "docomo", "au", "yahoo-japan", "all")
FLAWLESS = {"flawless-archive": {"mode": "archive"}, "flawless-sent": {"mode": "sent"}, "flawless-sent-csv": {"mode": "sent", "envelope": "csv"},
            "flawless-presend": {"mode": "presend"}, "flawless-presend-csv": {"mode": "presend", "envelope": "csv"}}
SHOWN = 10


def remarks(summary):
    """Every rule that fails or warns anywhere."""
    messages = [(domain["org_domain"], rule, outcome) for domain in summary["domains"] for rule, counts in domain["rules"].items()
                for outcome in ("fail", "warn") if counts[outcome]]
    return messages + [(domain["org_domain"], rule, verdict["outcome"]) for domain in summary["domains"]
                       for rule, verdict in domain["corpus_rules"].items() if verdict["outcome"] in ("fail", "warn")]


class TruthTest(unittest.TestCase):
    def compare(self, corpus, *options):
        sys.path.insert(0, os.path.join(harness.Programs.root, "bench"))
        from compare_truth import differences, domain_differences, unknown_rules  # pylint: disable=import-outside-toplevel
        truths = harness.read_records(corpus.truth)
        records = corpus.records("--out", "json:summary.json", *options)
        self.assertEqual(len(records), len(truths), "a message was lost or made up")
        skipped = unknown_rules(truths, records)
        if skipped:
            print("not compared, for the program does not have them: " + " ".join(skipped))
        wrong = [f"message {truth['ordinal']} (offset {record['offset']}, defects {truth['defects']}): {what} is {told}, "
                 f"the truth is {expected}; reason {record['reasons'].get(what)}"
                 for truth, record in zip(truths, records) for what, expected, told in differences(truth, record, skipped)]
        self.assertEqual(wrong, [], f"{len(wrong)} disagreements:\n" + "\n".join(wrong[:SHOWN]))
        domains = harness.read_records(corpus.domains)
        self.assertEqual(domain_differences(domains, harness.read_json("summary.json")), [])
        return domains

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
        domains = self.compare(demo)
        self.assertTrue(domains)
        self.compare_told(demo, domains)

    def compare_told(self, corpus, domains):
        """With the classes of streams and the reports of a provider."""
        from compare_truth import domain_differences  # pylint: disable=import-outside-toplevel
        self.assertEqual(domain_differences(domains, corpus.summary(*corpus.told_more), told=True), [])

    def test_told_without_defects(self):
        corpus = harness.make_corpus("told", messages=MESSAGES, defects="none", seed=10)
        self.compare_told(corpus, self.compare(corpus))

    def test_bulk_sender(self):
        corpus = harness.make_corpus("bulk", messages=4100, mode="presend", median_body=1000, mean_body=1000, defects="volume-bulk=1")
        domain, = harness.read_records(corpus.domains)
        self.assertEqual(domain["corpus_rules"]["volume-bulk-status"], "warn")
        from compare_truth import domain_differences  # pylint: disable=import-outside-toplevel
        self.assertEqual(domain_differences([domain], corpus.summary()), [])

    def test_flawless(self):
        """Nothing is found in mail in which nothing is to be found, by nobody's rules."""
        for name, options in FLAWLESS.items():
            corpus = harness.make_corpus(name, messages=200, defects="flawless", seed=11, **options)
            self.compare(corpus)
            for profile in PROFILES:
                with self.subTest(corpus=name, profile=profile):
                    result = corpus.scan("--profile", profile, "--out", "json")
                    self.assertEqual(result.code, 0, result)
                    self.assertEqual(remarks(json.loads(result.out)), [])


if __name__ == "__main__":
    harness.main()
