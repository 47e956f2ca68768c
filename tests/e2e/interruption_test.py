"""SIGINT and SIGTERM end a run promptly, whatever it waits for, and leave the reports of earlier runs as they were."""
import os
import signal
import subprocess
import time
import unittest

import harness

EXIT_CODES = {signal.SIGINT: 130, signal.SIGTERM: 143}
PROMPT = 2.0  # Seconds; a machine that is busy with other tests included.
GIVE_UP = 15
OLD = b"the report of last night\n"


class InterruptionTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.corpus = harness.make_corpus("corpus", messages=300)
        with open(cls.corpus.path, "rb") as file:
            cls.mail = file.read()

    def setUp(self):
        for name in os.listdir("."):
            if name.startswith(("old.json", "new.ndjson")):
                os.unlink(name)
        with open("old.json", "wb") as file:
            file.write(OLD)
        self.before = sorted(os.listdir("."))

    def start(self, *arguments):
        return self.start_on(["-"], "--out", "ndjson:new.ndjson", *arguments)

    def start_on(self, inputs, *arguments):
        process = harness.start("scan", *self.corpus.judging(), "--out", "json:old.json", *arguments, *inputs)
        self.addCleanup(lambda: [stream.close() for stream in (process.stdin, process.stdout, process.stderr)])
        self.addCleanup(process.kill)
        return process

    def wait_for_reports(self):
        """Until the run has opened its reports, from when on it must tidy up."""
        deadline = time.monotonic() + 30
        while sum(".kenpin-" in name for name in os.listdir(".")) < 2:
            self.assertLess(time.monotonic(), deadline, "the run did not begin")
            time.sleep(0.01)

    def interrupt(self, process, number):
        began = time.monotonic()
        process.send_signal(number)
        try:
            code = process.wait(timeout=GIVE_UP)
        except subprocess.TimeoutExpired:
            self.fail(f"the run goes on {GIVE_UP} seconds after the signal")
        took = time.monotonic() - began
        told = process.stderr.read().decode()
        self.assertEqual(code, EXIT_CODES[number], told)
        self.assertLess(took, PROMPT, "the run did not end promptly")
        self.assertEqual(told, "kenpin: interrupted; no report was written\n")
        with open("old.json", "rb") as file:
            self.assertEqual(file.read(), OLD)
        self.assertEqual(sorted(os.listdir(".")), self.before, "something was left behind")

    def test_while_it_waits_for_the_first_octet(self):
        for number in EXIT_CODES:
            with self.subTest(number):
                process = self.start()
                self.wait_for_reports()
                time.sleep(0.2)
                self.interrupt(process, number)

    def test_while_it_waits_for_more(self):
        for number in EXIT_CODES:
            for threads in (1, 4):
                with self.subTest(number, threads=threads):
                    process = self.start("--threads", threads, "--chunk-bytes", 65536)
                    process.stdin.write(self.mail[:400_000])
                    process.stdin.flush()
                    self.wait_for_reports()
                    time.sleep(0.3)
                    self.interrupt(process, number)

    def test_while_mail_comes_in_slowly(self):
        for number in EXIT_CODES:
            with self.subTest(number):
                process = self.start("--chunk-bytes", 65536)
                self.wait_for_reports()
                for begin in range(0, 200_000, 5000):
                    process.stdin.write(self.mail[begin:begin + 5000])
                    process.stdin.flush()
                    time.sleep(0.01)
                self.interrupt(process, number)

    def test_in_the_middle_of_work(self):
        """400 MB, so that the signal falls between two chunks."""
        for number in EXIT_CODES:
            with self.subTest(number):
                process = self.start_on([self.corpus.path] * 400, "--threads", "2", "--out", "ndjson:new.ndjson")
                self.wait_for_reports()
                time.sleep(0.02)
                self.interrupt(process, number)

    def test_in_the_middle_of_a_message_without_end(self):
        """12 GB, of which nothing is stored on the disk: only the signal can end them in time."""
        with open("endless.mbox", "wb") as file:
            file.write(b"From a@endless.example Mon Apr  6 10:00:00 2026\nFrom: a@endless.example\n\n")
            file.truncate(12 << 30)
        self.addCleanup(os.unlink, "endless.mbox")
        self.before = sorted(os.listdir("."))
        for number in EXIT_CODES:
            with self.subTest(number):
                process = self.start_on(["endless.mbox"], "--threads", "2", "--out", "ndjson:new.ndjson")
                self.wait_for_reports()
                time.sleep(0.3)
                self.interrupt(process, number)

    def test_while_nobody_reads_what_it_writes(self):
        """A pager that shows its first page takes nothing more until it is asked to."""
        for number in EXIT_CODES:
            for threads in (1, 4):
                with self.subTest(number, threads=threads):
                    process = self.start_on([self.corpus.path] * 20, "--threads", threads, "--out", "ndjson")
                    self.assertTrue(process.stdout.readline())
                    time.sleep(0.3)
                    self.interrupt(process, number)

    def test_twice(self):
        """Whoever presses Ctrl-C a second time is not asked again."""
        process = self.start()
        self.wait_for_reports()
        process.send_signal(signal.SIGINT)
        process.send_signal(signal.SIGINT)
        self.assertIn(process.wait(timeout=60), (130, -signal.SIGINT))

    def test_findings_do_not_outrank_it(self):
        process = self.start("--fail-on-unknown")
        process.stdin.write(self.mail)
        process.stdin.flush()
        self.wait_for_reports()
        self.interrupt(process, signal.SIGINT)


if __name__ == "__main__":
    harness.main()
