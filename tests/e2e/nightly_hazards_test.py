"""What can happen to mailboxes and to the state file between two nights and while one runs."""
import os
import shutil
import sqlite3
import stat
import subprocess
import threading

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


class MishapTest(NightsCase):
    """What goes wrong at night: nothing that was counted is lost, or counted twice."""

    def total(self):
        return self.cumulative()["totals"]["messages"]

    def test_unmounted_maildir(self):
        self.boxes.deliver(0)
        self.night()
        before = self.total()
        for gone in self.boxes.paths[::2]:  # The Maildir and the .eml files.
            os.rename(gone, gone + ".away")
            os.mkdir(gone)
        tonight, said = self.night(code=2)
        self.assertIn("maildir:0: is an empty directory, and was none", said)
        self.assertEqual((tonight["totals"]["messages"], self.total()), (0, before))
        for gone in self.boxes.paths[::2]:
            os.rmdir(gone)
        tonight, said = self.night(code=2)
        self.assertIn("cannot open", said)
        self.assertEqual((tonight["totals"]["messages"], self.total()), (0, before))
        for gone in self.boxes.paths[::2]:
            os.rename(gone + ".away", gone)
        tonight, _ = self.night()
        self.assertEqual((tonight["totals"]["messages"], self.total()), (0, before))
        self.assert_whole()

    def test_one_empty_night_brings_no_old_mail_back(self):
        eml = self.boxes.paths[2:]
        self.boxes.deliver(0)
        self.night("--keep-days", 30, paths=eml)
        self.boxes.deliver(1)
        with sqlite3.connect(self.state) as database:
            database.execute("UPDATE night SET at = at - 40 * 86400")
        self.night("--keep-days", 30, paths=eml)  # The first night is forgotten, its files are not.
        with sqlite3.connect(self.state) as database:
            database.execute("UPDATE night SET at = at - 40 * 86400")
        os.rename(eml[0], eml[0] + ".away")
        os.mkdir(eml[0])
        self.night("--keep-days", 30, paths=eml)
        os.rmdir(eml[0])
        os.rename(eml[0] + ".away", eml[0])
        tonight, _ = self.night("--keep-days", 30, paths=eml)
        self.assertEqual(tonight["totals"]["messages"], 0)

    def test_maildir_that_was_made_later(self):
        box = "new-" + self.name
        shutil.rmtree(box, ignore_errors=True)
        os.makedirs(box)
        self.night(paths=[box], code=2)
        for folder in ("cur", "new", "tmp"):
            os.mkdir(os.path.join(box, folder))
        _, said = self.night(paths=[box])
        self.assertEqual(said, "kenpin: no new messages\n")
        Mailboxes.write(os.path.join(box, "new", "1.host"), Mailboxes.mail(self.boxes.records[0]))
        tonight, _ = self.night(paths=[box])
        self.assertEqual((tonight["totals"]["messages"], self.total()), (1, 1))

    def test_mbox_that_was_rotated(self):
        self.boxes.deliver(0)
        box = self.boxes.paths[1:2]
        self.night(paths=box)
        before = self.total()
        Mailboxes.write(box[0], b"")
        tonight, said = self.night(paths=box)
        self.assertEqual((tonight["totals"]["messages"], self.total()), (0, before))
        self.assertIn("no new messages", said)
        # Filled again, and longer than it was: another mbox.
        self.boxes.deliver(1)
        self.boxes.deliver(2)
        _, said = self.night(paths=box)
        self.assertIn("is not what it was", said)
        self.assert_whole(box)

    def test_mbox_of_the_same_size(self):
        self.boxes.deliver(0)
        box = self.boxes.paths[1:2]
        self.night(paths=box)
        with open(box[0], "rb") as file:
            octets = file.read()
        Mailboxes.write(box[0], octets.replace(b"Message-ID: <", b"Message-ID: <x", 1)[:-2] + b"\n")
        self.assertEqual(os.path.getsize(box[0]), len(octets))
        self.night(paths=box)
        self.assert_whole(box)

    def test_clock_that_goes_backwards(self):
        self.boxes.deliver(0)
        self.night("--keep-days", 30)
        with sqlite3.connect(self.state) as database:  # The clock was ahead by a year, and is right now.
            database.execute("UPDATE night SET at = at + 365 * 86400")
            database.execute("UPDATE seen SET listed_at = listed_at + 365 * 86400 * 1000000000")
        self.boxes.deliver(1)
        tonight, _ = self.night("--keep-days", 30)
        self.assertEqual(tonight["totals"]["messages"], len(self.boxes.records[1::NIGHTS]))
        self.assert_whole()

    def test_two_runs_at_once(self):
        self.boxes.deliver(0)
        self.night()
        self.boxes.deliver(1)
        pipe = self.name + ".pipe"
        if os.path.exists(pipe):
            os.remove(pipe)
        os.mkfifo(pipe)
        slow = harness.start("scan", *self.corpus.judging(), "--fail-on", "never", "--state", self.state, "--out", f"json:{pipe}",
                             *self.boxes.paths, stdin=subprocess.DEVNULL)
        with open(pipe, "rb") as report:
            # Both ends are open: the state was opened before, and is let go when the report, which the pipe cannot hold, is read.
            second = self.scan("--state", self.state, code=2)
            octets = report.read()
        self.assertIn("another run is using this state; wait until it has ended", second.err)
        self.assertGreater(len(octets), 1 << 17)
        slow.communicate()
        self.assertEqual(slow.returncode, 0)
        tonight, _ = self.night()
        self.assertEqual(tonight["totals"]["messages"], 0)
        self.assert_whole()

    def test_state_that_cannot_be_written(self):
        self.boxes.deliver(0)
        self.night()
        folder = self.name + ".locked"
        shutil.rmtree(folder, ignore_errors=True)
        os.mkdir(folder)
        shutil.copy(self.state, folder)
        state = os.path.join(folder, self.state)
        os.chmod(state, 0o444)
        os.chmod(folder, 0o555)
        who = {"user": 65534, "group": 65534, "extra_groups": []} if os.geteuid() == 0 else {}
        for path in (state, os.path.join(folder, "new.state"), folder, os.path.join(folder, "none", "x.state")):
            with self.subTest(path=path):
                try:
                    result = harness.run("scan", "--dns", "off", "--state", path, *self.boxes.paths, **who)
                except PermissionError:
                    self.skipTest("another user may not run the program here")
                self.assertEqual(result.code, 2, str(result))
                self.assertIn(path + ": ", result.err)
                self.assertRegex(result.err, "can ?not|readonly")
        os.chmod(folder, 0o755)

    def test_maildir_that_is_read_meanwhile(self):
        """Flags change while the scan lists and opens: every message is counted once."""
        for night in range(NIGHTS):
            self.boxes.deliver(night)
        stop = threading.Event()

        def read():
            while not stop.is_set():
                folder = self.boxes.at("maildir/cur")
                for name in os.listdir(folder):
                    base, _, flags = name.partition(":2,")
                    os.rename(os.path.join(folder, name), os.path.join(folder, base + ":2," + ("S" if flags == "RS" else "RS")))

        reader = threading.Thread(target=read)
        reader.start()
        try:
            for _ in range(4):
                result = harness.run("scan", *self.corpus.judging(), "--fail-on", "never", "--state", self.state,
                                     "--out", f"json:{self.name}.tonight.json", self.boxes.paths[0])
                self.assertIn(result.code, (0, 2), str(result))
        finally:
            stop.set()
            reader.join()
        self.night(paths=self.boxes.paths[:1])
        self.assert_whole(self.boxes.paths[:1])


if __name__ == "__main__":
    harness.main()
