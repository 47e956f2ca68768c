"""What the tests of nightly scans share: mailboxes that fill up, nights of one state, and one scan over everything."""
import os
import random
import re
import shutil
import unittest

import harness

NIGHTS = 5


def exempt(report):
    """The summary without what a report may say of its own run."""
    return re.sub(rb'("seconds"|"threads"): *[0-9.e+-]+', rb"\1: -", report)


def records_of(mbox):
    """An mbox, cut into its records. The generator writes no ambiguous lines at the beginnings of lines."""
    starts = [match.start() for match in re.finditer(rb"(?:^|(?<=\n\n))From \S+ \w{3} \w{3} ", mbox)]
    return [mbox[begin:end] for begin, end in zip(starts, starts[1:] + [len(mbox)])]


class Mailboxes:
    """A Maildir, a directory of .eml files and an mbox that are filled night after night from a corpus."""

    def __init__(self, folder, corpus, seed):
        self.folder, self.random = folder, random.Random(seed)
        with open(corpus.path, "rb") as file:
            self.records = records_of(file.read())
        shutil.rmtree(folder, ignore_errors=True)
        for place in ("maildir/cur", "maildir/new", "maildir/tmp", "eml"):
            os.makedirs(self.at(place))
        self.paths = [self.at("maildir"), self.at("sent.mbox"), self.at("eml")]
        self.number = 0

    def at(self, *names):
        return os.path.join(self.folder, *names)

    @staticmethod
    def mail(record):
        return record.split(b"\n", 1)[1][:-1]

    def deliver(self, night):
        """Tonight's part of the corpus, a third to each. Names are no dates: tonight's stand among the others."""
        share = self.records[night::NIGHTS]
        for place, record in enumerate(share):
            name = f"{self.random.randrange(10**9):09}.M{place}P{night}.host"
            if place % 3 == 0:
                self.write(self.at("maildir", "new" if place % 2 else "cur", name + ("" if place % 2 else ":2,S")),
                           self.mail(record))
            elif place % 3 == 1:
                with open(self.at("sent.mbox"), "ab") as file:
                    file.write(record)
            else:
                self.write(self.at("eml", name + ".eml"), self.mail(record))

    @staticmethod
    def write(path, octets):
        with open(path, "wb") as file:
            file.write(octets)

    def read_mail(self):
        """Somebody reads: mail goes from new to cur, and flags change."""
        for name in sorted(os.listdir(self.at("maildir/new")))[::2]:
            os.rename(self.at("maildir/new", name), self.at("maildir/cur", name + ":2,S"))
        for name in sorted(os.listdir(self.at("maildir/cur")))[::5]:
            os.rename(self.at("maildir/cur", name), self.at("maildir/cur", name.split(":")[0] + ":2,RS"))


class NightsCase(unittest.TestCase):
    def setUp(self):
        self.name = self.id().split(".")[-1]
        self.corpus = harness.make_corpus("corpus-" + self.name, messages=300)
        self.boxes = Mailboxes("boxes-" + self.name, self.corpus, 7)
        self.state = self.name + ".state"
        if os.path.exists(self.state):
            os.remove(self.state)

    def scan(self, *arguments, paths=None, code=0):
        paths = paths or self.boxes.paths
        result = harness.run("scan", *self.corpus.judging(), "--fail-on", "never", *arguments, *paths)
        self.assertEqual(result.code, code, str(result))
        return result

    def night(self, *arguments, paths=None, code=0):
        """Returns tonight's summary, and what was said."""
        result = self.scan("--state", self.state, "--out", f"json:{self.name}.tonight.json",
                           "--out-cumulative", f"json:{self.name}.all.json",
                           "--out-cumulative", f"text:{self.name}.all.txt", *arguments, paths=paths, code=code)
        return harness.read_json(f"{self.name}.tonight.json"), result.err

    def whole(self, paths=None, code=0):
        self.scan("--out", f"json:{self.name}.whole.json", "--out", f"text:{self.name}.whole.txt", paths=paths, code=code)

    def assert_whole(self, paths=None):
        """The sum of the nights is one scan over everything."""
        self.whole(paths)
        self.assert_told_alike()

    def assert_told_alike(self):
        for ending in ("json", "txt"):
            with open(f"{self.name}.whole.{ending}", "rb") as one, open(f"{self.name}.all.{ending}", "rb") as nights:
                expected, found = exempt(one.read()), exempt(nights.read())
            self.assertTrue(expected == found, harness.first_difference(expected, found))

    def cumulative(self):
        return harness.read_json(f"{self.name}.all.json")
