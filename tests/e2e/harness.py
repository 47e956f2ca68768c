"""What the end-to-end tests share: running the program, making corpora, reading what was written.

A test script is called with the paths of kenpin and kenpin-corpus and the project's root, and ends with harness.main().
"""
import json
import os
import shutil
import subprocess
import sys
import unittest


class Programs:
    """Filled by main(), before the first test runs."""
    kenpin = ""
    corpus_maker = ""
    root = ""


class Result:
    """A finished run: exit code, stdout as octets, stderr as text."""

    def __init__(self, code, out, err):
        self.code = code
        self.out = out
        self.err = err.decode("utf-8", "replace")

    def __str__(self):
        return f"exit code {self.code}\nstdout: {self.out[-2000:].decode('utf-8', 'replace')}\nstderr: {self.err[-2000:]}"


def run(*arguments, **options):
    """Runs kenpin to its end; `options` are those of subprocess.run()."""
    if "input" not in options:
        options.setdefault("stdin", subprocess.DEVNULL)
    done = subprocess.run([Programs.kenpin, *(a if isinstance(a, bytes) else str(a) for a in arguments)], stdout=options.pop("stdout", subprocess.PIPE),
                          stderr=subprocess.PIPE, timeout=120, check=False, **options)
    return Result(done.returncode, done.stdout or b"", done.stderr)


def start(*arguments, **options):
    """Starts kenpin and returns the Popen object; its streams are pipes where nothing else is said."""
    for stream in ("stdin", "stdout", "stderr"):
        options.setdefault(stream, subprocess.PIPE)
    return subprocess.Popen([Programs.kenpin, *(a if isinstance(a, bytes) else str(a) for a in arguments)], **options)


def forced_kernels(arguments):
    """KENPIN_TEST_KERNELS runs the tests over another path than auto, where a test does not choose itself."""
    kernels = os.environ.get("KENPIN_TEST_KERNELS")
    return ["--kernels", kernels] if kernels and "--kernels" not in arguments else []


class Corpus:
    """A generated corpus: its store and everything that belongs to it."""

    def __init__(self, folder, store, judging=()):
        self.folder = folder
        self.path = os.path.join(folder, store)
        self.zone = os.path.join(folder, "dns.zone")
        self.suffixes = os.path.join(folder, "psl.dat")
        self.truth = os.path.join(folder, "truth.ndjson")
        self.domains = os.path.join(folder, "domains.ndjson")
        # What the sender and the provider know: the classes of streams, and reports.
        self.told_more = ["--traffic-map", os.path.join(folder, "traffic.csv"), "--postmaster", os.path.join(folder, "postmaster.csv")]
        self.told = list(judging)  # What the generator says that a scan must be told: --at, the SMTP session.

    def judging(self):
        """The options that make the truth hold."""
        return ["--dns", self.zone, "--psl", self.suffixes] + self.told

    def scan(self, *arguments, corpus=None, **options):
        """Scans the store, or `corpus` instead of it, as the truth demands."""
        return run("scan", *forced_kernels(arguments), *self.judging(), *arguments, corpus or self.path, **options)

    def records(self, *arguments, corpus=None, **options):
        """The per-message records of a scan. A failed scan fails the test."""
        result = self.scan("--fail-on", "never", *arguments, "--out", "ndjson", corpus=corpus, **options)
        if result.code != 0:
            raise AssertionError(f"the scan failed: {result}")
        return [json.loads(line) for line in result.out.splitlines()]

    def summary(self, *arguments, corpus=None, **options):
        result = self.scan("--fail-on", "never", *arguments, "--out", "json", corpus=corpus, **options)
        if result.code != 0:
            raise AssertionError(f"the scan failed: {result}")
        return json.loads(result.out)


def make_corpus(name, **options):
    """Runs kenpin-corpus; make_corpus("a", median_body=900) passes --median-body 900. The folder is replaced."""
    settings = {"messages": 200, "median_body": 1500, "mean_body": 2000, "defects": "all", "format": "mbox", **options}
    shutil.rmtree(name, ignore_errors=True)
    arguments = [text for key, value in settings.items() for text in ("--" + key.replace("_", "-"), str(value))]
    done = subprocess.run([Programs.corpus_maker, *arguments, "--out", name, "--name", "corpus"],
                          stderr=subprocess.PIPE, text=True, timeout=120, check=False)
    if done.returncode != 0:
        raise AssertionError(f"kenpin-corpus failed: {done.stderr}")
    store = {"mbox": "corpus.mbox", "maildir": "maildir", "eml": "eml"}[settings["format"]]
    told = "judge it with "
    judging = [word for line in done.stderr.splitlines() if line.startswith(told) for word in line[len(told):].split()]
    return Corpus(name, store, judging)


def demo():
    """The corpus that the project is shipped with, or None."""
    folder = os.path.join(Programs.root, "datasets", "demo")
    return Corpus(folder, "demo.mbox") if os.path.exists(os.path.join(folder, "demo.mbox")) else None


def read_records(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def read_json(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def rule_counts(summary, rule, outcome):
    """How many messages of all domains have `outcome` under `rule`."""
    return sum(domain["rules"][rule][outcome] for domain in summary["domains"])


def first_difference(left, right):
    """Tells where two texts or octet strings part, for a message that a person can use."""
    if isinstance(left, bytes):
        left, right = left.decode("utf-8", "replace"), right.decode("utf-8", "replace")
    for number, (a, b) in enumerate(zip(left.splitlines(), right.splitlines()), 1):
        if a != b:
            at = next((i for i, (x, y) in enumerate(zip(a, b)) if x != y), min(len(a), len(b)))
            begin = max(0, at - 60)
            return f"line {number}: ...{a[begin:at + 60]}... against ...{b[begin:at + 60]}..."
    return f"{len(left.splitlines())} lines against {len(right.splitlines())}"


TRIED = {}


def tried(what, outcome):
    """A bad thing that was tried, and what came of it: a row of hostile.md in the test's folder (tests/hostile_report.py)."""
    TRIED[" ".join(what.split())] = outcome
    with open("hostile.md", "w", encoding="utf-8") as file:
        file.writelines(f"| {each} | {came} |\n" for each, came in TRIED.items())


def main():
    # Reports are compared with what they say in English and by the defaults, whoever runs the tests.
    settings = [name for name in os.environ if name.startswith("KENPIN_") and not name.startswith(("KENPIN_TEST_", "KENPIN_SHOW_"))]
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG", *settings):
        os.environ.pop(variable, None)
    Programs.kenpin, Programs.corpus_maker, Programs.root = (os.path.abspath(path) for path in sys.argv[1:4])
    unittest.main(argv=[sys.argv[0], *sys.argv[4:]], verbosity=2)
