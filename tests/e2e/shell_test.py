"""The man page and the completions as the programs read them that they are for."""
import os
import re
import shutil
import subprocess
import unittest

import harness
import tmux

WORDS_OF_MODE = ["auto", "presend", "sent", "archive"]


def printed(*arguments):
    result = harness.run(*arguments)
    if result.code != 0:
        raise AssertionError(str(result))
    return result.out.decode()


def call(*command, **options):
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, stdin=subprocess.DEVNULL, **options)


def need(test, *programs):
    for program in programs:
        if shutil.which(program) is None:
            test.skipTest(f"no {program}; ./setup.sh test installs it")


def write_files():
    os.makedirs("files", exist_ok=True)
    for name in ("one.mbox", "two words.mbox"):
        with open(os.path.join("files", name), "w", encoding="ascii"):
            pass


class ManTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with open("kenpin.1", "w", encoding="utf-8") as file:
            file.write(printed("man"))

    def test_mandoc_has_nothing_to_say(self):
        need(self, "mandoc")
        done = call("mandoc", "-T", "lint", "kenpin.1")
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))

    def test_groff_has_nothing_to_say(self):
        need(self, "groff")
        done = call("groff", "-man", "-ww", "-Tutf8", "kenpin.1")
        self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_man_shows_it(self):
        need(self, "man")
        done = call("man", "--warnings", "-l", "./kenpin.1", env={**os.environ, "MANWIDTH": "80", "LC_ALL": "C", "MANPAGER": "cat"})
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertIn("--fail-on required|recommended|regression|never", done.stdout)
        self.assertRegex(done.stdout, r"(?m)^NAME$")


class BashTest(unittest.TestCase):
    """Driven as readline drives it: COMP_WORDS in, COMPREPLY out."""

    @classmethod
    def setUpClass(cls):
        with open("kenpin.bash", "w", encoding="utf-8") as file:
            file.write(printed("completion", "bash"))
        write_files()

    def complete(self, line):
        # bash takes words apart at spaces, and at = and :, which stand alone.
        words = [part for word in line.split(" ") for part in (re.findall(r"[=:]+|[^=:]+", word) or [""])]
        script = "source ./kenpin.bash; COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); _kenpin; printf '%s\\n' \"${COMPREPLY[@]}\""
        done = call("bash", "--norc", "-c", script, "bash", *words)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        return [word for word in done.stdout.split("\n") if word]

    def test_syntax(self):
        self.assertEqual(call("bash", "-n", "kenpin.bash").returncode, 0)

    def test_commands(self):
        self.assertEqual(self.complete("kenpin sc"), ["scan"])
        self.assertEqual(self.complete("kenpin dns "), ["snapshot", "check"])
        self.assertIn("explain", self.complete("kenpin "))
        self.assertEqual(self.complete("kenpin completion "), ["bash", "zsh", "fish"])
        self.assertEqual(self.complete("kenpin --ver"), ["--version"])

    def test_options_and_words(self):
        self.assertEqual(self.complete("kenpin scan --fail-"), ["--fail-on", "--fail-on-unknown"])
        self.assertEqual(self.complete("kenpin scan --mode "), WORDS_OF_MODE)
        self.assertEqual(self.complete("kenpin scan --mode p"), ["presend"])
        self.assertEqual(self.complete("kenpin scan --mode="), WORDS_OF_MODE)
        self.assertEqual(self.complete("kenpin scan --stats --mode=ar"), ["archive"])
        self.assertEqual(self.complete("kenpin rules unsub-one"), ["unsub-one-click"])
        self.assertEqual(self.complete("kenpin rules --format "), ["text", "markdown", "json"])
        self.assertEqual(self.complete("kenpin dns snapshot --dns-r"), ["--dns-retries"])
        self.assertEqual(self.complete("kenpin scan --limit "), [], "a number")

    def test_files(self):
        self.assertEqual(self.complete("kenpin scan files/o"), ["files/one.mbox"])
        self.assertEqual(self.complete("kenpin scan --stats files/t"), ["files/two words.mbox"])
        self.assertEqual(self.complete("kenpin scan --psl=files/o"), ["files/one.mbox"])
        self.assertEqual(self.complete("kenpin scan --dns files/o"), ["files/one.mbox"])
        self.assertEqual(self.complete("kenpin scan --dns sys"), ["system"])
        self.assertEqual(self.complete("kenpin scan --out js"), ["json"])
        self.assertEqual(self.complete("kenpin scan --out json:files/o"), ["files/one.mbox"])
        self.assertEqual(self.complete("kenpin scan --out=json:files/o"), ["files/one.mbox"])


class FishTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with open("kenpin.fish", "w", encoding="utf-8") as file:
            file.write(printed("completion", "fish"))
        write_files()

    def setUp(self):
        need(self, "fish")

    def complete(self, line):
        done = call("fish", "--no-config", "-c", "source ./kenpin.fish; complete -C $argv[1]", line,
                    env={**os.environ, "HOME": os.getcwd(), "PATH": os.path.dirname(harness.Programs.kenpin) + ":" + os.environ["PATH"]})
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        return [word.split("\t")[0] for word in done.stdout.split("\n") if word]

    def test_syntax(self):
        self.assertEqual(call("fish", "-n", "kenpin.fish").returncode, 0)

    def test_completions(self):
        self.assertEqual(self.complete("kenpin sc"), ["scan"])
        self.assertEqual(sorted(self.complete("kenpin dns ")), ["check", "snapshot"])
        self.assertEqual(sorted(self.complete("kenpin scan --fail-")), ["--fail-on", "--fail-on-unknown"])
        self.assertEqual(sorted(self.complete("kenpin scan --mode ")), sorted(WORDS_OF_MODE))
        self.assertEqual(self.complete("kenpin scan --mode=p"), ["--mode=presend"])
        self.assertEqual(self.complete("kenpin rules unsub-one"), ["unsub-one-click"])
        self.assertEqual(self.complete("kenpin scan files/o"), ["files/one.mbox"])
        self.assertEqual(self.complete("kenpin scan --psl files/o"), ["files/one.mbox"])
        self.assertEqual(self.complete("kenpin scan --out js"), ["json"])
        self.assertEqual(self.complete("kenpin scan --out json:files/o"), ["json:files/one.mbox"])
        self.assertEqual(self.complete("kenpin dns snapshot --dns-r"), ["--dns-retries"])
        self.assertEqual(self.complete("kenpin scan rules --fail-on-u"), ["--fail-on-unknown"], "rules is a corpus here")


class ZshTest(unittest.TestCase):
    """Typed at a terminal: zsh completes nowhere else."""

    def setUp(self):
        need(self, "zsh", "tmux")
        os.makedirs("functions", exist_ok=True)
        with open("functions/_kenpin", "w", encoding="utf-8") as file:
            file.write(printed("completion", "zsh"))
        write_files()

    def test_syntax(self):
        self.assertEqual(call("zsh", "-n", "functions/_kenpin").stderr, "")

    def test_completions(self):
        terminal = tmux.Terminal("zsh", ["zsh", "-f"], columns=100, environment=(("LC_ALL", "C.UTF-8"),))
        self.addCleanup(terminal.close)
        terminal.wait_for("[#%]$")
        terminal.type(f"PS1='ready> '; PATH={os.path.dirname(harness.Programs.kenpin)}:$PATH; fpath=($PWD/functions $fpath); autoload -U compinit; compinit -D -u; clear")
        terminal.press("Enter")
        terminal.wait_for("^ready>$")
        for typed, completed in (("kenpin sca", "kenpin scan "), ("kenpin dns sn", "kenpin dns snapshot "),
                                 ("kenpin scan --mode pre", "kenpin scan --mode presend "),
                                 ("kenpin scan --sender-s", "kenpin scan --sender-size"),
                                 ("kenpin rules unsub-one-", "kenpin rules unsub-one-click "),
                                 ("kenpin scan files/o", "kenpin scan files/one.mbox "),
                                 ("kenpin scan --out js", "kenpin scan --out json"),
                                 ("kenpin scan --out json:files/o", "kenpin scan --out json:files/one.mbox "),
                                 ("kenpin scan --dns files/o", "kenpin scan --dns files/one.mbox "),
                                 ("kenpin scan --stats --dns sys", "kenpin scan --stats --dns system "),
                                 ("kenpin dns snapshot --dns-r", "kenpin dns snapshot --dns-retries")):
            with self.subTest(typed):
                terminal.press("C-u", "C-l")
                terminal.type(typed)
                terminal.press("Tab")
                terminal.type("#")  # So that a space at the end is seen.
                terminal.wait_for("^ready> " + re.escape(completed) + "#?=?#?$", seconds=20)


if __name__ == "__main__":
    harness.main()
