"""Progress is shown to people at a terminal and to nobody else, and holds nothing of the mail."""
import os
import pty
import re
import threading
import unittest

import harness

LINE = re.compile(rb"^\[=*>? *\] +[0-9.]+ %  [0-9.]+ k?M?G?B of [0-9.]+ k?M?G?B  [0-9.]+ k?M?G?B/s  ETA [0-9:-]+$")
STREAM_LINE = re.compile(rb"^[0-9.]+ k?M?G?B  [0-9.]+ k?M?G?B/s$")
CLEAR = b"\r\x1b[K"


class ProgressTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.corpus = harness.make_corpus("corpus", messages=300)
        with open(cls.corpus.path, "rb") as file:
            cls.mail = file.read()

    def scan_at_terminal(self, *arguments, inputs, stdin=None):
        """Runs with a terminal as stderr; returns the exit code and what the terminal was sent."""
        controller, terminal = pty.openpty()
        process = harness.start("scan", "--fail-on", "never", *self.corpus.judging(), "--out", "json:report.json", *arguments, *inputs,
                                stderr=terminal, stdin=stdin or harness.subprocess.DEVNULL)
        os.close(terminal)
        told = bytearray()

        def read():
            try:
                while octets := os.read(controller, 65536):
                    told.extend(octets)
            except OSError:  # How Linux says that nobody holds the terminal any more.
                pass
        reader = threading.Thread(target=read)
        reader.start()
        if stdin == harness.subprocess.PIPE:
            self.feed(process)
        with process.stdout:
            out = process.stdout.read()
        code = process.wait(timeout=100)
        reader.join()
        os.close(controller)
        self.assertEqual(out, b"")
        return code, bytes(told)

    def feed(self, process):
        with process.stdin:
            for _ in range(8):
                process.stdin.write(self.mail)
                process.stdin.flush()
                threading.Event().wait(0.1)

    def inputs(self):
        """Enough mail for a run of more than the tenth of a second after which the first line comes."""
        return ["--threads", "1"] + [self.corpus.path] * 40

    def assert_line(self, told, form):
        self.assertTrue(told, "nothing was shown")
        self.assertTrue(told.startswith(CLEAR) and told.count(CLEAR) >= 2, told[:200])
        lines = [line for line in told.split(CLEAR) if line.strip()]
        self.assertTrue(lines)
        for line in lines:
            if not line.startswith(b"kenpin: "):
                self.assertRegex(line, form)

    def assert_nothing_of_the_mail(self, told):
        for word in (b"example", b"@", b"corpus", b"<"):
            self.assertNotIn(word, told)

    def test_line_at_a_terminal(self):
        code, told = self.scan_at_terminal(inputs=self.inputs())
        self.assertEqual(code, 0)
        self.assert_line(told, LINE)
        self.assert_nothing_of_the_mail(told)
        # Whatever comes next begins on an empty line.
        self.assertRegex(told, rb"\r\x1b\[K(kenpin: \d+ rules unknown\r\n)?$")

    def test_line_for_a_stream(self):
        code, told = self.scan_at_terminal("--chunk-bytes", 65536, inputs=["-"], stdin=harness.subprocess.PIPE)
        self.assertEqual(code, 0)
        self.assert_line(told, STREAM_LINE)
        self.assert_nothing_of_the_mail(told)

    def test_nothing_elsewhere(self):
        result = harness.run("scan", "--fail-on", "never", *self.corpus.judging(), *self.inputs())
        self.assertEqual(result.code, 0)
        self.assertRegex(result.err, r"^(kenpin: \d+ rules unknown\n)?$")

    def test_always(self):
        result = harness.run("scan", "--progress", "always", "--fail-on", "never", *self.corpus.judging(), *self.inputs())
        self.assertEqual(result.code, 0)
        self.assert_line(result.err.encode(), LINE)

    def test_never(self):
        code, told = self.scan_at_terminal("--progress", "never", inputs=self.inputs())
        self.assertEqual(code, 0)
        self.assertNotIn(b"%", told)

    def test_plain_is_silent_in_short_runs(self):
        result = harness.run("scan", "--progress", "plain", "--fail-on", "never", *self.corpus.judging(), self.corpus.path)
        self.assertRegex(result.err, r"^(kenpin: \d+ rules unknown\n)?$")


if __name__ == "__main__":
    harness.main()
