"""The exit code of a run is a contract with scripts: clean, findings, a failed input or output, usage."""
import os
import shlex
import shutil
import stat
import subprocess
import tempfile
import unittest

import harness

CLEAN, FINDINGS, FAILED, USAGE, CLOSED_PIPE = 0, 1, 2, 64, 141


class ExitCodeTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.clean = harness.make_corpus("clean", defects="none", messages=60)
        cls.faulty = harness.make_corpus("faulty", defects="date-missing=0.5", messages=60)

    def expect(self, code, result, *words):
        self.assertEqual(result.code, code, str(result))
        for word in words:
            self.assertIn(word, result.err)
        return result

    def test_clean(self):
        result = self.expect(CLEAN, self.clean.scan())
        self.assertIn(b"Verdict: nothing that is required fails.", result.out)
        self.assertRegex(result.err, r"^kenpin: \d+ rules unknown\n$")

    def test_clean_without_unknown_rules(self):
        result = self.expect(CLEAN, self.clean.scan("--traffic", "marketing", "--domain", "city-museum.example"))
        self.assertEqual(result.err, "")

    def test_findings(self):
        result = self.expect(FINDINGS, self.faulty.scan())
        self.assertEqual(result.err, "")
        self.assertIn(b"format-date", result.out)

    def waivers(self, *rows):
        with open("waivers.csv", "w", encoding="utf-8") as file:
            file.write("rule,domain,reason,expires\n" + "".join(row + "\n" for row in rows))
        return "--waivers", "waivers.csv"

    def test_waivers(self):
        result = self.expect(CLEAN, self.faulty.scan(*self.waivers("format-date,*,the gateway is being replaced,2099-12-31")))
        self.assertIn(b"the gateway is being replaced", result.out)
        result = self.expect(FINDINGS, self.faulty.scan(*self.waivers("format-date,*,known,2020-01-01")))
        self.assertRegex(result.out, rb"format-date .*EXPIRED 2020-01-01\n +known")
        self.expect(FINDINGS, self.faulty.scan(*self.waivers("format-date,elsewhere.example,known,2099-12-31")))
        self.expect(FAILED, self.faulty.scan(*self.waivers("format-dates,*,known,2099-12-31")), "waivers.csv", "line 2", "'format-dates' is no rule")

    def test_waivers_of_rules_about_the_whole_mail(self):
        domain = next(row["org_domain"] for row in self.clean.summary()["domains"] if row["org_domain"])
        with open("rates.csv", "w", encoding="utf-8") as file:
            file.write("domain,day,rate\n" + "".join(f"{domain},2026-04-{day:02},0.5%\n" for day in range(1, 8)))
        rates = ["--spam-rate", "rates.csv"]
        self.expect(FINDINGS, self.clean.scan(*rates))
        self.expect(CLEAN, self.clean.scan(*rates, *self.waivers(f"spam-rate,{domain},the list is being cleaned,2099-12-31")))
        self.expect(FINDINGS, self.clean.scan(*rates, *self.waivers(f"spam-rate,{domain},known,2020-01-01")))
        summary = self.clean.summary(*rates, *self.waivers(f"spam-rate,{domain},known,2099-12-31"))
        row = next(row for row in summary["domains"] if row["org_domain"] == domain)
        self.assertEqual([(w["rule"], w["messages"]) for w in summary["waivers"]], [("spam-rate", row["messages"])])

    def test_findings_in_every_format(self):
        for report in ("text", "json", "ndjson"):
            with self.subTest(report):
                self.assertTrue(self.expect(FINDINGS, self.faulty.scan("--out", report)).out)

    def test_missing_file(self):
        result = self.expect(FAILED, self.clean.scan(corpus="no-such.mbox"), "no-such.mbox", "No such file", "there was no message")
        self.assertIn(b"there was no message", result.out)

    def test_empty_file(self):
        with open("empty.mbox", "wb"):
            pass
        self.expect(FAILED, self.clean.scan(corpus="empty.mbox"), "empty.mbox", "empty", "there was no message")

    def test_empty_directory(self):
        os.makedirs("empty", exist_ok=True)
        self.expect(FAILED, self.clean.scan(corpus="empty"), "empty:", "no files", "there was no message")

    def test_nothing_selected(self):
        self.expect(FAILED, self.clean.scan("--domain", "nobody.example"), "there was no message")

    def test_other_inputs_are_scanned_behind_one_that_fails(self):
        for place, inputs in enumerate((["no-such.mbox", self.clean.path], [self.clean.path, "no-such.mbox"])):
            with self.subTest(inputs=inputs):
                result = self.expect(FAILED, harness.run("scan", *self.clean.judging(), *inputs, "--out", "json:two.json"), "no-such.mbox")
                self.assertEqual(result.out, b"")
                summary = harness.read_json("two.json")
                self.assertEqual(summary["totals"]["messages"], 60)
                told = [(entry["path"], entry["messages"], entry["errors"]) for entry in summary["run"]["inputs"]]
                self.assertEqual(told[place], ("no-such.mbox", 0, 1))
                self.assertEqual(told[1 - place], (self.clean.path, 60, 0))

    def test_failure_outranks_findings(self):
        self.expect(FAILED, harness.run("scan", *self.faulty.judging(), self.faulty.path, "no-such.mbox"))

    def as_nobody(self, *arguments):
        """Permissions do not hold for root, so the run belongs to somebody else."""
        if os.geteuid() != 0:
            return harness.run(*arguments)
        try:
            return harness.run(*arguments, user=65534, group=65534, extra_groups=[])
        except PermissionError:
            self.skipTest("the program stands where nobody else may run it")
            raise

    def locked_folder(self, mode):
        folder = tempfile.mkdtemp(prefix="kenpin-locked-")
        self.addCleanup(shutil.rmtree, folder)
        os.chmod(folder, mode)
        if os.geteuid() != 0:
            self.addCleanup(os.chmod, folder, stat.S_IRWXU)
        return folder

    def test_unreadable_directory(self):
        folder = self.locked_folder(0)
        result = self.as_nobody("scan", folder)
        self.expect(FAILED, result, folder, "Permission denied")

    def test_unreadable_file(self):
        path = os.path.join(self.locked_folder(0o755), "secret.mbox")
        shutil.copy(self.clean.path, path)
        os.chmod(path, 0)
        self.expect(FAILED, self.as_nobody("scan", path), path, "Permission denied")

    def test_unwritable_folder_of_the_report(self):
        path = os.path.join(self.locked_folder(0o555), "report.json")
        mail = os.path.join(self.locked_folder(0o755), "a.mbox")
        shutil.copy(self.clean.path, mail)
        os.chmod(mail, 0o644)
        self.expect(FAILED, self.as_nobody("scan", "--out", "json:" + path, mail), path, "Permission denied")
        self.expect(FAILED, self.clean.scan("--out", "json:no/such/folder/report.json"), "no/such/folder/report.json")

    def test_full_disk(self):
        for report in ("text", "json", "ndjson"):
            with self.subTest(report):
                self.expect(FAILED, self.clean.scan("--out", report + ":/dev/full"), "/dev/full", "No space left")
                with open("/dev/full", "wb") as full:
                    self.expect(FAILED, self.clean.scan("--out", report, stdout=full), "stdout", "No space left")

    def test_bad_snapshot(self):
        with open("bad.zone", "w", encoding="ascii") as file:
            file.write("; a comment\nthis is (no record\n")
        self.expect(FAILED, harness.run("scan", "--dns", "bad.zone", self.clean.path), "bad.zone:2")
        self.expect(FAILED, harness.run("scan", "--dns", "./no-such.zone", self.clean.path), "no-such.zone", "No such file")

    def test_snapshot_of_another_corpus(self):
        with open("other.zone", "w", encoding="ascii") as file:
            file.write(". 3600 IN SOA ns.test. x.test. 1 2 3 4 5\nother.test. 3600 IN A 192.0.2.1\n")
        self.expect(FAILED, harness.run("scan", "--dns", "other.zone", self.clean.path), "no DNS question was answered")

    def test_usage(self):
        for arguments in ([], ["frobnicate"], ["scan"], ["scan", "--frobnicate", "x"], ["scan", "--at", "yesterday", "x"],
                          ["scan", "--out", "xml", "x"], ["scan", "--out", "text", "--out", "json", "x"],
                          ["scan", "--dns", "no-such-word", "x"], ["scan", "--threads", "0", "x"], ["scan", "--limit", "-1", "x"],
                          ["scan", "--chunk-bytes", "1", "x"], ["scan", "--since", "2026-13-01", "x"],
                          ["scan", "--mode", "later", "x"], ["scan", "--mta-adds", "subject", "x"],
                          ["scan", "--input-format", "pst", "x"], ["scan", "--psl", "no-such.dat", "x"]):
            with self.subTest(arguments):
                result = self.expect(USAGE, harness.run(*arguments), "kenpin: ", "--help")
                self.assertEqual(result.out, b"")

    def test_usage_outranks_a_missing_file(self):
        self.expect(USAGE, harness.run("scan", "--at", "yesterday", "no-such.mbox"))

    def test_help_and_version(self):
        for arguments in (["--help"], ["scan", "--help"], ["--version"]):
            with self.subTest(arguments):
                result = self.expect(CLEAN, harness.run(*arguments))
                self.assertTrue(result.out)
                self.assertEqual(result.err, "")

    def with_closed(self, redirections, *arguments):
        """Runs with standard streams closed, which only a shell can do."""
        command = " ".join(shlex.quote(str(word)) for word in (harness.Programs.kenpin, *arguments))
        done = subprocess.run(["/bin/sh", "-c", f"exec {command} {redirections}"], capture_output=True, timeout=60, check=False)
        return harness.Result(done.returncode, done.stdout, done.stderr)

    def test_stdout_that_was_never_open(self):
        result = self.with_closed(">&-", "scan", *self.clean.judging(), "--out", "text", "--out", "json:apart.json", self.clean.path)
        self.expect(FAILED, result, "stdout: cannot write")
        self.assertEqual(harness.read_json("apart.json")["totals"]["messages"], 60, "the two reports were mixed")

    def test_stdin_that_was_never_open(self):
        self.expect(FAILED, self.with_closed("<&-", "scan", *self.clean.judging(), "-"), "-:0: cannot read")

    def test_stderr_that_takes_nothing(self):
        for where in ("2>&-", "2>/dev/full"):
            with self.subTest(where):
                self.expect(FAILED, self.with_closed(where, "scan", "--stats", *self.clean.judging(), "no-such.mbox", self.clean.path))
                self.expect(CLEAN, self.with_closed(where, "scan", "--stats", *self.clean.judging(), self.clean.path))
                self.expect(USAGE, self.with_closed(where, "frobnicate"))

    # 300 messages make more records than a pipe holds.
    def test_closed_stdout(self):
        corpus = harness.make_corpus("long", messages=300)
        for report in ("ndjson", "json", "text"):
            with self.subTest(report):
                process = harness.start("scan", *corpus.judging(), "--sample", "500", "--out", report, corpus.path)
                if report == "ndjson":
                    self.assertTrue(process.stdout.readline().endswith(b"}\n"))
                process.stdout.close()
                self.assertEqual((process.wait(timeout=60), process.stderr.read()), (CLOSED_PIPE, b""))
                process.stderr.close(), process.stdin.close()

    def test_other_report_is_written_when_stdout_is_closed(self):
        """What is asked for beside stdout may be whole or missing, never cut."""
        process = subprocess.Popen([harness.Programs.kenpin, "scan", *self.clean.judging(), "--out", "text", "--out", "json:whole.json",
                                    self.clean.path], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        process.stdout.close()
        self.assertEqual(process.wait(timeout=60), CLOSED_PIPE)
        if os.path.exists("whole.json"):
            harness.read_json("whole.json")
        self.assertEqual([name for name in os.listdir(".") if ".kenpin-" in name], [])


if __name__ == "__main__":
    harness.main()
