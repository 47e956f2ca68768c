"""Memory is bounded by threads and chunks, never by the corpus: a file twice as large needs no more of it."""
import os
import shutil
import subprocess
import threading
import unittest

import harness

MIB = 1 << 20
LIMIT = 256 * MIB
MAY_GROW = 1.10
# Bodies, Message-IDs, links and volumes are told apart by fingerprints: about 160 octets a message, in memory
# until there are 32 MiB of them.
FINGERPRINTS = 8 * MIB
SMALL, LARGE = 300_000_000, 600_000_000
THREADS = (1, 8)


def peak_memory(process):
    """Waits for the end; returns the exit code and the peak resident set in octets.

    It is at least what this script had when it started the program, so the script itself must stay small.
    """
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, usage.ru_maxrss * 1024


class MemoryTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        # Different mail, so that what is kept of every message is kept of many.
        cls.corpus = harness.make_corpus("corpus", messages=20_000, median_body=3000, mean_body=5000)
        cls.large = harness.make_corpus("large-mail", messages=300, median_body=300_000, mean_body=500_000)
        needed = LARGE - shutil.disk_usage(".").free + 2_000_000_000
        if needed > 0:
            raise unittest.SkipTest(f"the disk lacks {needed} octets")

    def scan(self, path, *arguments, feed=None):
        process = subprocess.Popen([harness.Programs.kenpin, "scan", "--fail-on", "never", *self.corpus.judging(), "--out", "json:report.json",
                                    "--out", "ndjson:/dev/null", *map(str, arguments), path],
                                   stdin=subprocess.PIPE if feed else subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if feed:
            feeder = threading.Thread(target=feed, args=(process.stdin,))
            feeder.start()
        code, peak = peak_memory(process)
        if feed:
            feeder.join()
        self.assertEqual(code, 0)
        self.assertLess(peak, LIMIT, f"{peak / MIB:.0f} MiB")
        print(f"    {' '.join(map(str, arguments))} {path}: {peak / MIB:.0f} MiB", flush=True)
        return peak

    def copy_until(self, corpus, out, size):
        written = 0
        while written < size:
            with open(corpus.path, "rb") as mail:
                shutil.copyfileobj(mail, out, MIB)
                written += mail.tell()

    def test_small_messages(self):
        with open("store.mbox", "wb") as store:
            self.copy_until(self.corpus, store, LARGE)
        self.addCleanup(os.unlink, "store.mbox")
        large = {threads: self.scan("store.mbox", "--threads", threads) for threads in THREADS}
        os.truncate("store.mbox", SMALL)
        for threads in THREADS:
            with self.subTest(threads=threads):
                small = self.scan("store.mbox", "--threads", threads)
                self.assertLess(large[threads], small * MAY_GROW + FINGERPRINTS, f"{small / MIB:.0f} MiB for half as much")

    # How many of the largest messages are in memory at once is a matter of luck, so that only the limit holds.
    def test_large_messages(self):
        with open("store.mbox", "wb") as store:
            self.copy_until(self.large, store, SMALL)
        self.addCleanup(os.unlink, "store.mbox")
        for threads in THREADS:
            with self.subTest(threads=threads):
                self.scan("store.mbox", "--threads", threads)

    def test_stream(self):
        def feed(stream):
            with stream:
                self.copy_until(self.corpus, stream, SMALL)
        for threads in THREADS:
            with self.subTest(threads=threads):
                self.scan("-", "--threads", threads, feed=feed)
                self.assertGreaterEqual(harness.read_json("report.json")["totals"]["bytes"], SMALL)

    def test_one_message_of_100_mb(self):
        with open("huge.eml", "wb") as file:
            file.write(b"From: a@green-garden.example\nDate: Mon, 06 Apr 2026 00:00:00 +0000\nMessage-ID: <m@green-garden.example>\n\n")
            for _ in range(100):
                file.write((b"x" * 79 + b"\n") * 13107)
        self.addCleanup(os.unlink, "huge.eml")
        self.scan("huge.eml", "--threads", 8)


if __name__ == "__main__":
    harness.main()
