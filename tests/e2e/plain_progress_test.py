"""--progress plain gives a log a line of its own every few seconds."""
import threading
import time
import unittest

import harness

SECONDS = 11.5  # Two lines, the first after five seconds.


class PlainProgressTest(unittest.TestCase):
    def test_lines(self):
        corpus = harness.make_corpus("corpus", messages=300)
        with open(corpus.path, "rb") as file:
            mail = file.read()
        process = harness.start("scan", "--fail-on", "never", *corpus.judging(), "--progress", "plain", "--chunk-bytes", 65536,
                                "--out", "text:report.txt", "-")

        def feed():
            end = time.monotonic() + SECONDS
            with process.stdin:
                while time.monotonic() < end:
                    process.stdin.write(mail)
                    process.stdin.flush()
                    time.sleep(0.2)
        feeder = threading.Thread(target=feed)
        feeder.start()
        with process.stdout, process.stderr:
            told = process.stderr.read().decode()
        feeder.join()
        self.assertEqual(process.wait(timeout=60), 0, told)
        lines = [line for line in told.splitlines() if "rules unknown" not in line]
        self.assertEqual(len(lines), 2, told)
        for line in lines:
            self.assertRegex(line, r"^kenpin: [0-9.]+ MB  [0-9.]+ [kM]B/s$")


if __name__ == "__main__":
    harness.main()
