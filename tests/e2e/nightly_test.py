"""Nightly scans: the sum of all nights is what one scan over everything says, octet by octet, whatever happens to
mailboxes between them; a run that is killed has not happened."""
import os
import random
import shutil
import signal
import sqlite3
import stat
import subprocess
import time

import harness
from nights import NIGHTS, Mailboxes, NightsCase, records_of


class NightlyTest(NightsCase):
    def test_five_nights(self):
        for night in range(NIGHTS):
            self.boxes.deliver(night)
            tonight, _ = self.night()
            self.assertEqual(tonight["totals"]["messages"], len(self.boxes.records[night::NIGHTS]))
            self.assert_whole()
            self.boxes.read_mail()
        # Nothing but names has changed since, and those of samples are told as they are now.
        tonight, said = self.night()
        self.assertEqual(tonight["totals"]["messages"], 0)
        self.assertIn("no new messages", said)
        self.assert_whole()
        self.assertEqual(self.cumulative()["totals"]["messages"], len(self.boxes.records))

    def test_a_rerun_adds_nothing(self):
        self.boxes.deliver(0)
        self.night()
        for arguments in ((), ("--threads", 1), ("--threads", 2, "--chunk-bytes", 65536)):
            tonight, _ = self.night(*arguments)
            self.assertEqual(tonight["totals"]["messages"], 0)
            self.assert_whole()

    def test_all_is_read_though_nobody_is_told_of_tonight(self):
        for night in range(NIGHTS):
            self.boxes.deliver(night)
        paths = [self.boxes.at("sent.mbox")]
        self.assertGreater(os.path.getsize(*paths), 5 * 65536)  # More chunks than are on the way at once.
        self.scan("--state", self.state, "--chunk-bytes", 65536, "--threads", 1,
                  "--out-cumulative", f"json:{self.name}.all.json", "--out-cumulative", f"text:{self.name}.all.txt",
                  paths=paths)
        self.assert_whole(paths)

    def test_deleted_mail_stays_counted(self):
        self.boxes.deliver(0)
        self.night()
        self.whole()
        before = harness.read_json(f"{self.name}.whole.json")["totals"]
        for folder in ("maildir/cur", "maildir/new", "eml"):
            for name in sorted(os.listdir(self.boxes.at(folder)))[::2]:
                os.remove(self.boxes.at(folder, name))
        self.night()
        self.assertEqual(self.cumulative()["totals"], before)
        self.boxes.deliver(1)
        self.night()
        self.assertEqual(self.cumulative()["totals"]["messages"],
                         len(self.boxes.records[0::NIGHTS]) + len(self.boxes.records[1::NIGHTS]))

    def test_replaced_mbox(self):
        for night in (0, 1):
            self.boxes.deliver(night)
            self.night()
        self.boxes.write(self.boxes.at("sent.mbox"), b"".join(self.boxes.records[2::NIGHTS][::2]))
        tonight, said = self.night()
        self.assertIn("sent.mbox: is not what it was: read anew", said)
        self.assertEqual(tonight["totals"]["messages"], len(self.boxes.records[2::NIGHTS][::2]))
        self.assert_whole()
        # An expunge: the old end is there no longer.
        with open(self.boxes.at("sent.mbox"), "rb") as file:
            rest = records_of(file.read())[3:]
        self.boxes.write(self.boxes.at("sent.mbox"), b"".join(rest))
        self.night()
        self.assert_whole()

    def test_inputs_come_and_stay_away(self):
        self.boxes.deliver(0)
        self.night(paths=self.boxes.paths[1:2])
        self.night(paths=self.boxes.paths)
        self.assert_whole()
        self.night(paths=self.boxes.paths[2:])
        # What is not named stands behind, by its path.
        self.assert_whole([self.boxes.paths[2], *sorted(self.boxes.paths[:2])])

    def test_unreadable_mail_is_read_as_soon_as_it_can_be(self):
        self.boxes.deliver(0)
        empty = self.boxes.at("maildir/cur/000000000.empty.host:2,")
        self.boxes.write(empty, b"")
        tonight, said = self.night(code=2)
        self.assertIn("it is empty", said)
        self.assertEqual(tonight["totals"]["messages"], len(self.boxes.records[0::NIGHTS]))
        self.night(code=2)
        self.boxes.write(empty, Mailboxes.mail(self.boxes.records[1]))
        tonight, _ = self.night()
        self.assertEqual(tonight["totals"]["messages"], 1)
        self.assert_whole()

    def test_old_nights_leave(self):
        for night in range(3):
            self.boxes.deliver(night)
            self.night("--keep-days", 30)
        # The first night becomes 40 days old.
        with sqlite3.connect(self.state) as database:
            database.execute("UPDATE night SET at = at - 40 * 86400 WHERE number = 1")
        database.close()
        kept = sum(len(self.boxes.records[night::NIGHTS]) for night in (1, 2))
        for _ in range(2):
            tonight, _ = self.night("--keep-days", 30)
            self.assertEqual(tonight["totals"]["messages"], 0, "what is forgotten is known")
            self.assertEqual(self.cumulative()["totals"]["messages"], kept)

    def test_exit_codes_are_those_of_tonight(self):
        corpus, state = self.corpus, self.state
        failing = next(record for record in self.boxes.records
                       if self.judge([record]).code == 1)
        box = self.boxes.at("one.mbox")
        self.boxes.write(box, failing)
        arguments = [*corpus.judging(), "--state", state, box]
        self.assertEqual(harness.run("scan", *arguments).code, 1)
        again = harness.run("scan", *arguments)
        self.assertEqual(again.code, 0, str(again))
        self.assertIn("no new messages", again.err)
        with open(box, "ab") as file:
            file.write(failing)
        self.assertEqual(harness.run("scan", *arguments).code, 1)

    def judge(self, records):
        path = self.boxes.at("judged.mbox")
        self.boxes.write(path, b"".join(records))
        return harness.run("scan", *self.corpus.judging(), path)

    def test_regression_against_last_nights_sum(self):
        self.boxes.deliver(0)
        summary = f"{self.name}.sum.json"
        arguments = [*self.corpus.judging(), "--state", self.state, "--out-cumulative", f"json:{summary}"]
        self.assertIn(harness.run("scan", *arguments, "--fail-on", "never", *self.boxes.paths).code, (0,))
        last = summary + ".last"
        shutil.copy(summary, last)
        quiet = harness.run("scan", *arguments, "--baseline", last, "--fail-on", "regression", *self.boxes.paths)
        self.assertEqual(quiet.code, 0, str(quiet))
        self.assertEqual(harness.run("diff", last, summary).code, 0)

    def test_state_is_private_and_locked(self):
        self.boxes.deliver(0)
        self.night()
        self.assertEqual(stat.S_IMODE(os.stat(self.state).st_mode), 0o600)
        other = sqlite3.connect(self.state, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        result = self.scan("--state", self.state, code=2)
        self.assertIn("another run is using this state", result.err)
        other.execute("ROLLBACK")
        other.close()

    def test_other_conditions_are_refused(self):
        self.boxes.deliver(0)
        self.night()
        result = self.scan("--state", self.state, "--profile", "yahoo", code=2)
        self.assertRegex(result.err, r"was made with --profile gmail of \S+, and this run has --profile yahoo of")
        for wrong, what in ((["-"], "standard input"), (["a", "a"], "named twice")):
            result = harness.run("scan", "--dns", "off", "--state", self.state, *wrong)
            self.assertEqual(result.code, 64, str(result))
            self.assertIn(what, result.err)
        for option in (["--keep-days", "3"], ["--out-cumulative", "json"]):
            self.assertEqual(harness.run("scan", "--dns", "off", *option, "a").code, 64)
        for option in (["--limit", "3"], ["--redact"], ["--out-cumulative", "ndjson"]):
            self.assertEqual(harness.run("scan", "--dns", "off", "--state", "x", *option, "a").code, 64)

    def test_failed_report_is_not_remembered(self):
        self.boxes.deliver(0)
        result = self.scan("--state", self.state, "--out", "json:/dev/full", code=2)
        self.assertIn("this run is not remembered", result.err)
        tonight, _ = self.night()
        self.assertEqual(tonight["totals"]["messages"], len(self.boxes.records[0::NIGHTS]))
        self.assert_whole()

    def kill_at(self, seconds, paths):
        """Starts a night and kills it; returns whether it ended before. A report may be new, the state is not."""
        process = harness.start("scan", *self.corpus.judging(), "--fail-on", "never", "--threads", 1, "--state", self.state,
                                "--out", f"json:{self.name}.killed.json", *paths, stdin=subprocess.DEVNULL,
                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)
        return process.wait() != -signal.SIGKILL

    def test_killed_run_has_not_happened(self):
        self.boxes.deliver(0)
        self.night()
        for night in (1, 2, 3, 4):
            self.boxes.deliver(night)
        shutil.copy(self.state, self.state + ".before")
        chance = random.Random(3)
        begin = time.monotonic()
        self.night()
        duration = time.monotonic() - begin
        finished = {name: harness.read_json(f"{self.name}.{name}.json") for name in ("tonight", "all")}
        killed = 0
        for _ in range(25):
            shutil.copy(self.state + ".before", self.state)
            if self.kill_at(chance.uniform(0, 1.1 * duration), self.boxes.paths):
                continue
            tonight, _ = self.night()
            if tonight["totals"]["messages"] == 0:  # Killed behind its last step: it had happened, and its report is whole.
                shutil.copy(f"{self.name}.killed.json", f"{self.name}.tonight.json")
            else:
                killed += 1
            for name, expected in finished.items():
                found = harness.read_json(f"{self.name}.{name}.json")
                for run in (expected, found):
                    for field in ("seconds", "threads"):
                        run["run"].pop(field, None)
                self.assertTrue(found == expected, name)
        self.assertGreater(killed, 5)

    def test_records_are_those_of_tonight(self):
        """Only new messages are told one by one."""
        self.boxes.deliver(0)
        self.night()
        self.boxes.deliver(1)
        self.scan("--state", self.state, "--out", f"ndjson:{self.name}.ndjson")
        told = harness.read_records(f"{self.name}.ndjson")
        self.assertEqual(len(told), len(self.boxes.records[1::NIGHTS]))


if __name__ == "__main__":
    harness.main()
