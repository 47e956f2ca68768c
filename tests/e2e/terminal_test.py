"""What people read at a terminal moves no cursor and turns no text around, whatever the mail and its paths hold."""
import os
import shutil
import unittest

import harness
import hostile_mail

BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def unsafe(text):
    """The characters that a terminal would obey."""
    return sorted({character for character in text
                   if (character != "\n" and (ord(character) < 32 or 127 <= ord(character) < 160)) or character in BIDI})


class TerminalTest(unittest.TestCase):
    def check(self, *arguments):
        result = harness.run("scan", "--sample", 100, *arguments)
        self.assertEqual(unsafe(result.out.decode("utf-8")), [])
        self.assertEqual(unsafe(result.err), [])
        return result

    def test_text_report_of_hostile_mail(self):
        shutil.rmtree("hostile", ignore_errors=True)
        os.mkdir("hostile")
        for number, octets in enumerate(hostile_mail.MESSAGES.values()):
            with open(f"hostile/{number:03} \x1b[2J \u202e {number}.eml", "wb") as file:
                file.write(octets)
        for options in ([], ["--mode", "presend"], ["--stats"], ["--progress", "plain"]):
            with self.subTest(options):
                self.assertIn(b"hostile/", self.check(*options, "--input-format", "eml-dir", "hostile").out)

    def test_errors_of_hostile_paths(self):
        for path in ("no-such-\x1b]0;title\x07", "no-such-\u202e", "no-such-\x9b2J", b"no-such-\xff\xfe\x1b[31m"):
            with self.subTest(path):
                self.assertIn("no-such-", self.check(path).err)

    def test_errors_of_a_hostile_snapshot(self):
        with open("hostile.zone", "wb") as file:
            file.write(b"a.example. 3600 IN \x1b[31m\x9b \xff \"\x07\n")
        self.assertIn("hostile.zone:1", self.check("--dns", "hostile.zone", "x").err)

    def test_usage_errors(self):
        for arguments in (["--at", "\x1b[31m"], ["--out", "\x1b[31m"], ["--\x1b[31m"], ["--domain", "\x1b[31m"], ["--mta-adds", "\x1b[31m"],
                          ["--dns", "\x1b[31m"], ["--psl", "\x1b[31m"], ["--input-format", "\x1b[31m"]):
            with self.subTest(arguments):
                self.assertEqual(self.check(*arguments, "x").code, 64)


if __name__ == "__main__":
    harness.main()
