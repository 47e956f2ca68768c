"""The same mail gives the same reports, octet by octet, however many threads read it, in what pieces, and by which
implementation of hashes and signature checks."""
import itertools
import json
import re
import unittest

import harness

THREADS = (1, 2, 8)
CHUNK_BYTES = (65536, 200000, 1048576, 8388608)
KERNELS = ("auto", "openssl", "lanes")


def exempt(report):
    """The summary without what a report may say of its own run."""
    return re.sub(rb'("seconds"|"threads"): *[0-9.e+-]+', rb"\1: -", report)


class InvarianceTest(unittest.TestCase):
    def reports(self, corpus, threads, chunk_bytes, kernels="auto"):
        result = corpus.scan("--fail-on", "never", "--threads", threads, "--chunk-bytes", chunk_bytes, "--sample", 20,
                             "--kernels", kernels, "--out", "json:report.json", "--out", "text:report.txt",
                             "--out", "ndjson")
        self.assertEqual(result.code, 0, str(result))
        with open("report.json", "rb") as summary, open("report.txt", "rb") as text:
            return {"ndjson": result.out, "json": exempt(summary.read()), "text": text.read()}

    def check(self, corpus):
        first = self.reports(corpus, 1, 1048576)
        ways = [(*way, "auto") for way in itertools.product(THREADS, CHUNK_BYTES)]
        ways += itertools.product((1, 2), (65536, 1048576), KERNELS[1:])
        for threads, chunk_bytes, kernels in ways:
            with self.subTest(threads=threads, chunk_bytes=chunk_bytes, kernels=kernels):
                again = self.reports(corpus, threads, chunk_bytes, kernels)
                for name, report in first.items():
                    self.assertTrue(again[name] == report, f"{name}: {harness.first_difference(report, again[name])}")

    def test_many_small_messages(self):
        self.check(harness.make_corpus("small", messages=800))

    # Messages above and below each of the chunk sizes.
    def test_large_messages(self):
        self.check(harness.make_corpus("large", messages=60, median_body=30000, mean_body=90000))

    def test_maildir(self):
        self.check(harness.make_corpus("maildir", messages=300, format="maildir"))

    def test_signature_is_not_exempt(self):
        """Guards the test itself: what is left of a summary is nearly all of it."""
        summary = json.loads(exempt(b'{"seconds": 1.5e-3, "threads": 8, "messages": 3}').replace(b": -", b": 0"))
        self.assertEqual(summary, {"seconds": 0, "threads": 0, "messages": 3})


if __name__ == "__main__":
    harness.main()
