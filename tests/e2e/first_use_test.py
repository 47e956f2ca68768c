"""A first use as somebody at a terminal sees it: the bar, a resized window, Ctrl-C, the summary in colour."""
import os
import re
import shutil
import time
import unittest

import harness
import hostile_mail
import tmux

BAR = r"^\[=*>? *\] +\d+\.\d %  \d+\.\d MB of \d+\.\d [MG]B  \d+\.\d [kM]B/s  ETA \d+:\d\d"
PROMPT = "ready$ "
SETTINGS = (("HISTFILE", ""), ("NO_COLOR", ""), ("LC_ALL", "C.UTF-8"))


class FirstUseTest(unittest.TestCase):
    def setUp(self):
        if shutil.which("tmux") is None:
            self.skipTest("no tmux; ./setup.sh test installs it")
        self.demo = harness.demo()
        self.terminal = tmux.Terminal("first-use", ["bash", "--norc", "--noprofile"], environment=SETTINGS)
        self.addCleanup(self.terminal.close)
        self.terminal.wait_for("[#$]$")
        # What is typed stays short, so that it fills one line whatever the width.
        self.enter(f"PS1='{PROMPT}'; k() {{ {harness.Programs.kenpin} scan --psl {self.demo.suffixes} --dns {self.demo.zone} \"$@\"; }}; clear")
        self.terminal.wait_for("^" + re.escape(PROMPT.strip()) + "$")

    def enter(self, text):
        self.terminal.type(text)
        self.terminal.press("Enter")

    def exit_code(self):
        self.enter("echo code=$?")
        return int(self.terminal.wait_for(r"^code=(\d+)").group(1))

    def start_long_scan(self, *arguments):
        self.enter(f"k --threads 1 {' '.join(arguments)} $(yes {self.demo.path} | head -400)")
        self.terminal.wait_for(BAR)

    def interrupt(self):
        self.terminal.press("C-c")
        self.terminal.wait_for("^kenpin: interrupted; no report was written$")

    def bars(self):
        return [line for line in self.terminal.screen() if "ETA" in line]

    def test_bar_resize_and_interrupt(self):
        self.start_long_scan()
        first = self.terminal.wait_for(r"(\d+\.\d) %").group(1)
        self.assertEqual(len(self.bars()), 1)
        deadline = time.monotonic() + 60
        while self.terminal.wait_for(r"(\d+\.\d) %").group(1) == first:
            self.assertLess(time.monotonic(), deadline, "the bar stands still")
        for columns in (50, 34, 120, 45, 80):
            self.terminal.resize(columns, 30)
            time.sleep(0.5)
            screen = self.terminal.screen()
            lines = [line for line in screen if "ETA" in line]
            self.assertEqual(len(lines), 1, "\n".join(screen))
            self.assertLessEqual(len(lines[0]), columns - 3)
            # Nothing of a wider bar is left: no other line holds a part of one.
            left = [line for line in screen if ("MB/s" in line or "=>" in line) and line != lines[0]]
            self.assertEqual(left, [])
        self.interrupt()
        self.assertEqual(self.bars(), [])
        self.assertEqual(self.exit_code(), 130)
        lines = self.terminal.screen()
        at = lines.index("kenpin: interrupted; no report was written")
        self.assertEqual(lines[at + 1], PROMPT + "echo code=$?", "the prompt stands on a line of its own")
        self.assertNotIn("^C", "\n".join(lines))

    def test_errors_stand_on_their_own_lines(self):
        """An input that can not be read is told while the bar is drawn."""
        self.start_long_scan("--progress", "always", "no-such.mbox")
        self.interrupt()
        lines = [line for line in self.terminal.screen("-S", "-") if "no-such.mbox:" in line]
        self.assertEqual([line[:8] for line in lines], ["kenpin: "], "\n".join(self.terminal.screen("-S", "-")))

    def test_summary_in_colour(self):
        self.terminal.resize(80, 400)
        self.enter(f"k {self.demo.path}")
        self.terminal.wait_for("^Verdict: ")
        self.assertEqual(self.exit_code(), 1)
        plain = self.terminal.screen()
        self.assertLessEqual(max(len(line) for line in plain if "datasets" not in line), 80)
        coloured = "\n".join(self.terminal.screen("-e"))
        self.assertRegex(coloured, r"\x1b\[1m")
        self.assertRegex(coloured, r"\x1b\[[0-9;]*31m")
        self.assertEqual(re.sub(r"\x1b\[[0-9;]*m", "", coloured).split("\n"), plain)
        self.assertEqual(self.bars(), [])

    def test_hostile_mail_moves_nothing(self):
        shutil.rmtree("hostile", ignore_errors=True)
        os.mkdir("hostile")
        for number, octets in enumerate(hostile_mail.MESSAGES.values()):
            with open(f"hostile/{number:03} \x1b]0;owned\x07\x1b[2J {number}.eml", "wb") as file:
                file.write(octets)
        self.terminal.resize(80, 400)
        title = self.terminal.title()
        self.enter("clear; echo first line; k --sample 100 --input-format eml-dir hostile")
        self.terminal.wait_for("^Verdict: ")
        self.exit_code()
        lines = self.terminal.screen()
        self.assertEqual(lines[0], "first line", "the screen was cleared")
        self.assertEqual(self.terminal.title(), title)
        coloured = "\n".join(self.terminal.screen("-e"))
        self.assertNotRegex(re.sub(r"\x1b\[[0-9;]*m", "", coloured), r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")


if __name__ == "__main__":
    harness.main()
