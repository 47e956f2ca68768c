"""The README's recipes run as they are written there, and print what they are shown to print.

A fenced block behind <!-- recipe: NAME --> is a script, one behind <!-- output: NAME --> its output, shortened by lines of
"...". The demo corpus and a generated batch stand in for the mail of its readers, and their zones for DNS.
"""
import os
import re
import shutil
import stat
import subprocess
import unittest

import harness

BLOCK = re.compile(r"<!-- (recipe|output): ([a-z]+) -->\n```\w*\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def readme():
    with open(os.path.join(harness.Programs.root, "README.md"), encoding="utf-8") as file:
        return file.read()


def blocks(kind):
    """{name: text}."""
    return {name: text for found, name, text in BLOCK.findall(readme()) if found == kind}


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
    def setUp(self):
        self.demo = harness.demo()
        if self.demo is None:
            self.skipTest("there is no datasets/demo")
        self.recipes, self.outputs = blocks("recipe"), blocks("output")

    def desk(self):
        name = self.id().rpartition(".")[2]
        return Desk(name, {"dns": f'--dns "{os.path.abspath(self.demo.zone)}"', "judged": f'--psl "{os.path.abspath(self.demo.suffixes)}"'})

    def expect(self, name, desk, code):
        found, printed = desk.run(self.recipes[name])
        self.assertEqual(found, code, printed)
        return printed

    def test_every_recipe_is_run_here(self):
        self.assertEqual(set(self.recipes), {"presend", "nightly", "benchmark"})
        self.assertEqual(set(self.outputs), set(self.recipes) | {"demo"})

    def test_summary_is_that_of_the_demo(self):
        with open(os.path.join(harness.Programs.root, "setup.sh"), encoding="utf-8") as file:
            command = re.search(r"^  build/release/kenpin (scan .*?) \|\|", file.read(), re.MULTILINE)[1].split()
        result = harness.run(*command, cwd=harness.Programs.root)
        self.assertEqual(result.code, 1, result)
        self.assertIsNone(unlike(self.outputs["demo"], result.out.decode("utf-8")))

    def test_presend(self):
        batch = harness.make_corpus("batch", messages=200, median_body=2200, mean_body=2300, defects="demo", seed=1, mode="presend",
                                    envelope="csv")
        judged = f'--psl "{os.path.abspath(batch.suffixes)}" {" ".join(batch.told[:2])}'
        desk = Desk("test_presend", {"dns": f'--dns "{os.path.abspath(batch.zone)}"', "judged": judged})
        desk.link(batch.path, "campaign.mbox")
        desk.link(os.path.join(batch.folder, "envelope.csv"), "envelope.csv")
        printed = self.expect("presend", desk, 1)
        self.assertIsNone(unlike(self.outputs["presend"], printed))
        self.assertTrue(desk.has("presend.html"))
        place = re.search(r"`kenpin explain (campaign\.mbox:\d+)`", readme())[1]
        self.assertIn(f"e.g. {place}\n", printed)
        code, page = desk.run(f"kenpin explain --dns '{os.path.abspath(batch.zone)}' {place}")
        self.assertEqual(code, 0, page)
        self.assertIn("unsub-one-click", page)

    def test_nightly(self):
        desk = self.desk()
        desk.link(self.demo.path, "archive.mbox")
        self.expect("nightly", desk, 0)
        self.assertTrue(desk.has("last.json") and desk.has("tonight.html"))
        self.assertIn("Nothing has changed.\n", self.expect("nightly", desk, 0))
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
        self.assertIn("Nothing has changed.\n", self.expect("nightly", desk, 0))

    def test_benchmark(self):
        desk = self.desk()
        desk.link(self.demo.path, "archive.mbox")
        desk.link(self.demo.zone, "archive.zone")
        printed = self.expect("benchmark", desk, 0)
        self.assertIsNone(unlike(self.outputs["benchmark"], printed))
        self.assertTrue(desk.has("one.csv") and desk.has("all.csv"))

    def test_a_wrong_output_would_be_seen(self):
        printed = "a\nb\nc\nd\n"
        for shown in ("a\nb\n", "b\nc\n", "a\n...\nd\n", "...\nc\n"):
            self.assertIsNone(unlike(shown, printed), shown)
        for shown in ("a\nc\n", "d\n...\na\n", "x\n", "a\n...\nx\n", "d\ne\n"):
            self.assertIsNotNone(unlike(shown, printed), shown)


if __name__ == "__main__":
    harness.main()
