"""What can happen to mailboxes and to the state file between two nights and while one runs."""
import os
import shutil
import sqlite3
import stat
import subprocess
import threading
import time

import harness
from nights import NIGHTS, Mailboxes, NightsCase, records_of

FROM = b"From a@b.example Thu Jan  1 00:00:01 2015\n"


def mail(name, more=b""):
    """A message, which is judged without DNS."""
    return b"From: a@shop.example\nDate: Mon, 06 Apr 2026 00:00:00 +0000\nMessage-ID: <%s@shop.example>\n\nText of %s.\n%s" % (name, name, more)


def record(name, more=b""):
    return FROM + mail(name, more) + b"\n"


class SumTest(NightsCase):
    """The sum of the nights against one scan, where directories hold more than messages."""

    def setUp(self):
        super().setUp()
        self.corpus.judging = lambda: ["--dns", "off"]
        self.box = self.boxes.at("mails")
        os.makedirs(self.box)

    def put(self, name, octets):
        Mailboxes.write(os.path.join(self.box, name), octets)

    def nights(self, *nights, code=0):
        for files in nights:
            for name, octets in files.items():
                self.put(name, octets)
            self.night(paths=[self.box], code=code)
            self.whole([self.box], code)
            self.assert_told_alike()

    def test_ambiguous_lines_of_directories(self):
        # Seven a file: the first ten are those of the first two files, whichever night they came.
        unclear = b"".join(b"\nFrom a@b.example Thu Jan  1 00:00:%02d 2015\nthe text goes on\n" % i for i in range(7))
        self.nights({"m.mbox": record(b"m", unclear)}, {"z.mbox": record(b"z" * 40, unclear)}, {"b.mbox": record(b"b" * 80, unclear)})
        told = self.cumulative()["run"]["inputs"][0]
        self.assertGreater(told["ambiguous_from_lines"], 10)
        self.assertEqual(len(told["ambiguous_offsets"]), 10)

    def test_reused_message_id_in_a_directorys_second_mbox(self):
        first = {"a.mbox": record(b"a") + record(b"b")}
        second = {"c.mbox": record(b"c") + record(b"same", b"one") + record(b"same", b"two")}
        self.nights(first, second)
        offset = len(record(b"c"))
        domain = self.cumulative()["domains"][0]
        samples = [sample for sample in domain["corpus_rules"]["format-message-id-unique"]["samples"]]
        self.assertEqual([sample["offset"] for sample in samples], [offset], samples)

    def test_octets_of_files_that_hold_no_message(self):
        self.nights({"a.mbox": record(b"a") + record(b"b"), "junk.mbox": b"\x00\x01 no mail\n" * 50}, {"c.mbox": record(b"c")}, {}, code=2)

    def test_octets_of_junk_in_a_maildir(self):
        maildir = self.boxes.at("maildir")
        for name in ("1.a.h:2,", "2.b.h:2,"):
            Mailboxes.write(os.path.join(maildir, "cur", name), mail(name[:1].encode()))
        Mailboxes.write(os.path.join(maildir, "cur", "3.junk.h:2,"), b"\x1f\x8b\x08\x00" + b"x" * 300)
        for _ in range(3):
            self.night(paths=[maildir], code=2)
            self.whole([maildir], 2)
            self.assert_told_alike()


class PlaceTest(NightsCase):
    def places(self):
        with sqlite3.connect(self.state) as database:
            return database.execute("SELECT count(*) FROM place").fetchone()[0]

    def test_places_leave_with_their_nights(self):
        maildir = self.boxes.paths[:1]
        self.boxes.deliver(0)
        self.night("--keep-days", 30, paths=maildir)
        first = self.places()
        self.assertGreater(first, 0)
        self.boxes.deliver(1)
        self.night("--keep-days", 30, paths=maildir)
        both = self.places()
        self.assertGreater(both, first)
        with sqlite3.connect(self.state) as database:
            database.execute("UPDATE night SET at = at - 40 * 86400 WHERE number = 1")
        self.night("--keep-days", 30, paths=maildir)
        self.assertEqual(self.places(), both - first)
        with sqlite3.connect(self.state) as database:
            database.execute("UPDATE night SET at = at - 40 * 86400")
        # The Maildir is not even named.
        self.night("--keep-days", 30, paths=self.boxes.paths[1:2])
        self.assertEqual(self.places(), 0)

    def test_places_leave_with_what_is_replaced(self):
        maildir = self.boxes.paths[:1]
        self.boxes.deliver(0)
        self.night(paths=maildir)
        self.assertGreater(self.places(), 0)
        shutil.rmtree(maildir[0])
        os.makedirs(maildir[0])
        Mailboxes.write(os.path.join(maildir[0], "a.eml"), Mailboxes.mail(self.boxes.records[1]))
        self.night(paths=maildir)
        self.assert_whole(maildir)
        self.assertEqual(self.places(), 0)


if __name__ == "__main__":
    harness.main()
