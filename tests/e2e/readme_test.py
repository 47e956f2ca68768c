"""The READMEs' recipes run as they are written there, and print what they are shown to print.

A fenced block behind <!-- recipe: NAME --> is a script, one behind <!-- output: NAME --> its output, shortened by lines of
"...". The demo corpus stands in for the mail of its readers, and its zone for DNS.
"""
import csv
import os
import re
import shutil
import stat
import subprocess
import unittest

import harness

BLOCK = re.compile(r"<!-- (recipe|output): ([a-z]+) -->\n```\w*\n(.*?)^```$", re.DOTALL | re.MULTILINE)


# What is written into the header on the way.
TRACE = re.compile(rb"^(?:received|return-path|authentication-results|received-spf|delivered-to|x-ms-exchange-[^:]*):", re.IGNORECASE)


def read(name):
    with open(os.path.join(harness.Programs.root, name), encoding="utf-8") as file:
        return file.read()


def blocks(text, kind):
    """{name: text}."""
    return {name: text for found, name, text in BLOCK.findall(text) if found == kind}


def unlike(shown, printed):
    """What of a shown output was not printed, or not in this order; None if all was. "..." stands for any lines."""
    lines, at = printed.split("\n"), 0
    gap = True  # What is shown may begin anywhere.
    for line in shown.rstrip("\n").split("\n"):
        if line == "...":
            gap = True
            continue
        if gap and line in lines[at:]:
            at = lines.index(line, at)
        elif gap or at >= len(lines) or lines[at] != line:
            return f"{line!r} is not printed there; {lines[at:at + 3]!r} is"
        at, gap = at + 1, False
    return None


def before_sending(octets):
    """An mbox of delivered mail as it was before: without trace fields."""
    messages = []
    for message in octets.split(b"\nFrom "):
        head, end, body = message.partition(b"\n\n")
        fields = re.split(rb"\n(?![ \t])", head)
        messages.append(b"\n".join(fields[:1] + [field for field in fields[1:] if not TRACE.match(field)]) + end + body)
    return b"\nFrom ".join(messages)


def write_sessions(records, path):
    """What the sending system knows of every message, as a file for --envelope."""
    known = {}
    for record in records:
        told = record["envelope"]
        if record["message_id"] and told["client_ip"] and told["mail_from"] is not None:
            known.setdefault(record["message_id"], [told["client_ip"], told["mail_from"] or "<>", told["helo"] or ""])
    with open(path, "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["message_id", "client_ip", "mail_from", "helo"], *([key, *row] for key, row in known.items())])


class Desk:
    """A folder with a prepared corpus, and kenpin in PATH."""

    def __init__(self, name, told):
        shutil.rmtree(name, ignore_errors=True)
        os.makedirs(os.path.join(name, "bin"))
        self.folder = os.path.abspath(name)
        # The corpus' own zone and suffixes stand in for the network's, except where a recipe names a zone itself.
        wrapper = os.path.join(self.folder, "bin", "kenpin")
        with open(wrapper, "w", encoding="utf-8") as file:
            file.write('#!/bin/sh\ncommand=$1; shift\ncase "$command $*" in\n'
                       f'  scan*--dns*) exec "{harness.Programs.kenpin}" scan {told["judged"]} "$@" ;;\n'
                       f'  scan*) exec "{harness.Programs.kenpin}" scan {told["dns"]} {told["judged"]} "$@" ;;\n'
                       f'esac\nexec "{harness.Programs.kenpin}" $command "$@"\n')
        os.chmod(wrapper, os.stat(wrapper).st_mode | stat.S_IXUSR)

    def link(self, target, name):
        path = os.path.join(self.folder, name)
        if os.path.lexists(path):
            os.remove(path)
        os.symlink(os.path.abspath(target), path)

    def has(self, name):
        return os.path.exists(os.path.join(self.folder, name)) and os.path.getsize(os.path.join(self.folder, name)) > 0

    def run(self, script):
        """(exit code, stdout and stderr as they come)."""
        environment = {**os.environ, "PATH": f"{self.folder}/bin:{os.environ['PATH']}"}
        done = subprocess.run(["sh", "-c", script], cwd=self.folder, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=120, check=False)
        return done.returncode, done.stdout.decode("utf-8")


class ReadmeTest(unittest.TestCase):
    FILE = "README.md"
    RECIPES = {"presend", "nightly", "benchmark", "rows"}
    LANGUAGE = "en"
    EXAMPLE = "e.g. "
    UNCHANGED = "Nothing has changed.\n"

    def setUp(self):
        self.demo = harness.demo()
        if self.demo is None:
            self.skipTest("there is no datasets/demo")
        self.text = read(self.FILE)
        self.recipes, self.outputs = blocks(self.text, "recipe"), blocks(self.text, "output")

    def desk(self, judged=""):
        return Desk(f"{self.LANGUAGE}-{self.id().rpartition('.')[2]}", {"dns": f'--dns "{os.path.abspath(self.demo.zone)}"', "judged": f'--psl "{os.path.abspath(self.demo.suffixes)}" {judged}'})

    def expect(self, name, desk, code):
        found, printed = desk.run(self.recipes[name])
        self.assertEqual(found, code, printed)
        return printed

    def test_every_recipe_is_run_here(self):
        self.assertEqual(set(self.recipes), self.RECIPES)
        self.assertEqual(set(self.outputs), set(self.recipes) | {"demo"})

    def test_summary_is_that_of_the_demo(self):
        command = re.search(r"^  build/release/kenpin (scan .*?) \|\|", read("setup.sh"), re.MULTILINE)[1].split()
        result = harness.run(*command, "--lang", self.LANGUAGE, cwd=harness.Programs.root)
        self.assertEqual(result.code, 1, result)
        self.assertIsNone(unlike(self.outputs["demo"], result.out.decode("utf-8")))

    def test_presend(self):
        desk = self.desk("--at 2026-04-11T00:00:00Z")
        with open(self.demo.path, "rb") as delivered, open(os.path.join(desk.folder, "campaign.mbox"), "wb") as file:
            file.write(before_sending(delivered.read()))
        write_sessions(self.demo.records(), os.path.join(desk.folder, "envelope.csv"))
        printed = self.expect("presend", desk, 1)
        self.assertIsNone(unlike(self.outputs["presend"], printed))
        self.assertTrue(desk.has("presend.html"))
        place = re.search(r"`kenpin explain (campaign\.mbox:\d+)`", self.text)[1]
        self.assertIn(f"{self.EXAMPLE}{place}\n", printed)
        code, page = desk.run(f"kenpin explain --dns '{os.path.abspath(self.demo.zone)}' {place}")
        self.assertEqual(code, 0, page)
        self.assertIn("unsub-one-click", page)

    def test_nightly(self):
        desk = self.desk()
        desk.link(self.demo.path, "archive.mbox")
        self.expect("nightly", desk, 0)
        self.assertTrue(desk.has("last.json") and desk.has("tonight.html"))
        self.assertIn(self.UNCHANGED, self.expect("nightly", desk, 0))
        # In the second night somebody has switched DKIM off.
        with open(self.demo.path, "rb") as file:
            messages = [message.partition(b"\n\n") for message in file.read().split(b"\nFrom ")]
        with open("unsigned.mbox", "wb") as file:
            file.write(b"\nFrom ".join((head.replace(b"\nDKIM-Signature:", b"\nX-Was-Signature:") if b"volume-jump.example" in head else head)
                                       + end + body for head, end, body in messages))
        desk.link("unsigned.mbox", "archive.mbox")
        printed = self.expect("nightly", desk, 1)
        self.assertIsNone(unlike(self.outputs["nightly"], printed))
        self.assertFalse(desk.has("tonight.json"), "it has become last.json")
        self.assertIn(self.UNCHANGED, self.expect("nightly", desk, 0))

    def test_benchmark(self):
        if "benchmark" not in self.RECIPES:
            self.skipTest("told in README.md alone")
        desk = self.desk()
        desk.link(self.demo.path, "archive.mbox")
        desk.link(self.demo.zone, "archive.zone")
        printed = self.expect("benchmark", desk, 0)
        self.assertIsNone(unlike(self.outputs["benchmark"], printed))
        self.assertTrue(desk.has("one.csv") and desk.has("all.csv"))

    def test_rows(self):
        if "rows" not in self.RECIPES:
            self.skipTest("told in README.md alone")
        desk = self.desk()
        desk.link(self.demo.path, "archive.mbox")
        desk.link(self.demo.zone, "archive.zone")
        self.assertIsNone(unlike(self.outputs["rows"], self.expect("rows", desk, 0)))

    def test_a_wrong_output_would_be_seen(self):
        printed = "a\nb\nc\nd\n"
        for shown in ("a\nb\n", "b\nc\n", "a\n...\nd\n", "...\nc\n"):
            self.assertIsNone(unlike(shown, printed), shown)
        for shown in ("a\nc\n", "d\n...\na\n", "x\n", "a\n...\nx\n", "d\ne\n"):
            self.assertIsNotNone(unlike(shown, printed), shown)


class JapaneseReadmeTest(ReadmeTest):
    FILE = "README.ja.md"
    RECIPES = {"presend", "nightly"}
    LANGUAGE = "ja"
    EXAMPLE = "例: "
    UNCHANGED = "変化なし。\n"


if __name__ == "__main__":
    harness.main()
