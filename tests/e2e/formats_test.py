"""Every format of the summary, read by an independent program, tells the same run."""
import os
import pty
import re
import shutil
import subprocess
import unittest

import formats
import harness


class FormatsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.corpus = harness.make_corpus("corpus", messages=400)
        cls.result = cls.corpus.scan(*formats.outputs("all"), "--sqlite-messages")
        cls.summary = harness.read_json("all/json")
        cls.domains = {domain["org_domain"]: domain for domain in cls.summary["domains"]}
        cls.records = harness.read_records("all/ndjson")
        cls.required = {rule["id"] for rule in formats.read_sarif("all")["tool"]["driver"]["rules"] if rule["properties"]["required"]}

    def direct(self, counts, outcome):
        return counts[outcome] - (counts["indirect"] or {outcome: 0})[outcome]

    def shown(self, name):
        return name or "(no usable From)"

    def test_one_run_writes_them_all(self):
        self.assertEqual(self.result.code, 1, str(self.result))
        self.assertEqual(sorted(os.listdir("all")), sorted(formats.NAMES))
        self.assertEqual(len(self.records), 400)

    def test_text(self):
        text = formats.octets("all", "text").decode("utf-8")
        self.assertEqual([line for line in text.splitlines() if formats.columns(line) > 80 or line != line.rstrip()], [])
        parts = ["Verdict: ", "Domains, the worst first", "What fails", "What could not be told", "What would settle the unknowns"]
        places = [text.find(part) for part in parts]
        self.assertNotIn(-1, places)
        self.assertEqual(places, sorted(places), "the verdict first, the next steps last")
        failing = sum(any(self.direct(domain["rules"][rule], "fail") for rule in self.required if rule in domain["rules"])
                      or any(judged["outcome"] == "fail" for rule, judged in domain["corpus_rules"].items() if rule in self.required)
                      for domain in self.domains.values())
        self.assertIn(f"Verdict: {failing} of {len(self.domains)} domains need work.", text)

    def at_a_terminal(self, *arguments, **environment):
        """What the run writes to a terminal that is its stdout."""
        ours, theirs = pty.openpty()
        process = harness.start("scan", *self.corpus.judging(), "--progress", "never", *arguments, self.corpus.path, stdout=theirs,
                                stderr=subprocess.DEVNULL, env={**os.environ, **environment})
        os.close(theirs)
        told = b""
        try:
            while piece := os.read(ours, 65536):
                told += piece
        except OSError:  # EIO: the other end is closed.
            pass
        os.close(ours)
        process.wait(timeout=60)
        process.stdin.close()
        return told.replace(b"\r\n", b"\n")

    def test_colour(self):
        plain = formats.octets("all", "text")
        self.assertNotIn(b"\x1b", plain)
        coloured = self.corpus.scan("--color", "always").out
        self.assertIn(b"\x1b[1;31mVerdict", coloured)
        self.assertEqual(re.sub(rb"\x1b\[[0-9;]*m", b"", coloured), plain)
        self.assertEqual(self.corpus.scan().out, plain, "a pipe is no terminal")
        self.assertEqual(self.at_a_terminal(NO_COLOR=""), coloured)
        self.assertEqual(self.at_a_terminal(NO_COLOR="1"), plain)
        self.assertEqual(self.at_a_terminal("--color", "never"), plain)
        self.assertEqual(self.at_a_terminal("--color", "always", NO_COLOR="1"), coloured, "the option goes before the environment")

    def test_csv(self):
        rows = formats.read_csv("all")
        self.assertEqual({row["schema_version"] for row in rows}, {"1"})
        by_name = {row["org_domain"] or None: row for row in rows if row["row"] == "domain"}
        self.assertEqual(set(by_name), set(self.domains))
        for name, domain in self.domains.items():
            row = by_name[name]
            self.assertEqual(int(row["messages"]), domain["messages"])
            self.assertEqual({key: row[key] for key in domain["compliance"]}, domain["compliance"])
            for rule, counts in domain["rules"].items():
                self.assertEqual(int(row[rule]), self.direct(counts, "fail"), f"{name} {rule}")
            for rule, judged in domain["corpus_rules"].items():
                self.assertEqual(row[rule], judged["outcome"])
        self.assertEqual(sum(row["row"] == "subdomain" for row in rows), sum(len(domain["subdomains"]) for domain in self.domains.values()))

    def test_junit(self):
        suites = formats.read_junit("all")
        self.assertEqual(set(suites), {self.shown(name) for name in self.domains})
        for name, domain in self.domains.items():
            cases = suites[self.shown(name)]
            for rule, counts in domain["rules"].items():
                fails, unknown = self.direct(counts, "fail") > 0, self.direct(counts, "unknown") > 0
                case = cases.get(rule)
                self.assertEqual(case is not None and case.find("failure") is not None, fails and rule in self.required, f"{name} {rule}")
                self.assertEqual(case is not None and case.find("skipped") is not None, unknown and not fails, f"{name} {rule}")

    def test_sarif(self):
        run = formats.read_sarif("all")
        self.assertEqual(run["properties"]["schema_version"], 1)
        results = {(result["properties"]["org_domain"] or None, result["ruleId"]): result for result in run["results"]}
        self.assertEqual(len(results), len(run["results"]))
        for name, domain in self.domains.items():
            for rule, counts in domain["rules"].items():
                result = results.get((name, rule))
                if not self.direct(counts, "fail"):
                    self.assertTrue(result is None or result["properties"]["outcome"] != "fail")
                    continue
                self.assertIn(result["level"], ["error"] if rule in self.required else ["warning", "note"])
                self.assertEqual(result["properties"]["affected"], self.direct(counts, "fail"))
                told = [place["physicalLocation"]["region"]["byteOffset"] for place in result["locations"] if "physicalLocation" in place]
                wanted = [sample["offset"] for sample in counts["samples"] if sample["outcome"] == "fail" and sample["stream"] == "direct"]
                self.assertEqual(told, wanted, f"{name} {rule}")

    def test_prom(self):
        series = formats.read_prom("all")
        self.assertEqual(series["kenpin_messages"], 400)
        self.assertIn('schema_version="1"', next(name for name in series if name.startswith("kenpin_info")))
        for rule, counts in self.summary["totals"]["rules"].items():
            for outcome, messages in counts.items():
                self.assertEqual(series[f'kenpin_rule_messages{{rule="{rule}",outcome="{outcome}"}}'], messages)
        told = {name: value for name, value in series.items() if name.startswith("kenpin_domain_messages{")}
        self.assertEqual(sum(told.values()), 400)
        self.assertEqual(len(told), min(len(self.domains), 20) + 1)
        self.assertGreater(told['kenpin_domain_messages{domain="(other)"}'], 0)

    def test_sqlite(self):
        database = formats.open_database("all")
        self.addCleanup(database.close)

        def ask(sql, *values):
            return database.execute(sql, values).fetchall()
        self.assertEqual(ask("SELECT schema_version, messages FROM run"), [(1, 400)])
        self.assertEqual(ask("PRAGMA user_version"), [(1,)])
        for name, domain in self.domains.items():
            told = ask("SELECT id, messages FROM domains WHERE org_domain IS ? AND parent IS NULL", name)
            self.assertEqual([row[1] for row in told], [domain["messages"]])
            rules = ask("SELECT rule, pass, warn, fail, na, unknown FROM domain_rules WHERE domain_id = ?", told[0][0])
            self.assertEqual({row[0]: row[1:] for row in rules},
                             {rule: tuple(counts[word] for word in ("pass", "warn", "fail", "na", "unknown"))
                              for rule, counts in domain["rules"].items()})
            self.assertEqual(dict(ask("SELECT requirement, state FROM compliance WHERE domain_id = ?", told[0][0])), domain["compliance"])
            samples = ask("SELECT byte_offset FROM samples WHERE domain_id = ? AND rule = 'auth-dkim' ORDER BY rowid", told[0][0])
            self.assertEqual([row[0] for row in samples], [sample["offset"] for sample in domain["rules"]["auth-dkim"]["samples"]])
        messages = ask("SELECT byte_offset, message_id, org_domain, json_extract(record, '$.offset') FROM messages ORDER BY id")
        self.assertEqual(messages, [(record["offset"], record["message_id"], record["org_domain"], record["offset"]) for record in self.records])
        failing = ask("SELECT count(*) FROM message_rules WHERE rule = 'auth-dkim' AND outcome = 'fail'")
        self.assertEqual(failing, [(self.summary["totals"]["rules"]["auth-dkim"]["fail"],)])

    def test_messages_are_stored_on_demand_only(self):
        os.makedirs("few", exist_ok=True)
        result = self.corpus.scan("--fail-on", "never", "--out", "sqlite:few/sqlite")
        self.assertEqual(result.code, 0, str(result))
        database = formats.open_database("few")
        self.addCleanup(database.close)
        self.assertEqual(database.execute("SELECT count(*) FROM messages").fetchall(), [(0,)])

    def test_same_octets_whatever_the_threads(self):
        for threads in (1, 3):
            self.corpus.scan(*formats.outputs(f"threads{threads}"), "--sqlite-messages", "--threads", threads, "--chunk-bytes", 65536 * threads)
        for name in formats.NAMES:
            pair = [re.sub(rb'("seconds"|"threads"): *[0-9.e+-]+|"started":"[^"]*"', b"", formats.octets(f"threads{threads}", name)) for threads in (1, 3)]
            self.assertTrue(pair[0] == pair[1], f"{name}: {harness.first_difference(*pair)}")

    def test_a_format_that_fails_is_named_and_leaves_the_others_alone(self):
        shutil.rmtree("partly", ignore_errors=True)
        for name in formats.NAMES:
            with self.subTest(name):
                others = formats.outputs("partly")
                at = others.index(f"{name}:partly/{name}")
                others[at] = f"{name}:/dev/full"
                result = self.corpus.scan("--fail-on", "never", *others)
                self.assertEqual(result.code, 2, str(result))
                self.assertIn("/dev/full", result.err)
                if name != "sqlite":  # What can not become a database is found before the scan.
                    self.assertEqual(sorted(os.listdir("partly")), sorted(set(formats.NAMES) - {name}))
                shutil.rmtree("partly")

    def test_two_formats_that_fail_are_both_named(self):
        result = self.corpus.scan("--fail-on", "never", "--out", "csv:/dev/full", "--out", "junit:/dev/./full", "--out", "text:good.txt")
        self.assertEqual(result.code, 2, str(result))
        self.assertIn("/dev/full", result.err)
        self.assertIn("/dev/./full", result.err)
        self.assertTrue(os.path.exists("good.txt"))

    def test_usage(self):
        for arguments in (["--out", "sqlite"], ["--out", "csv:same", "--out", "prom:same"], ["--sqlite-messages"], ["--out", "html5:x"],
                          ["--color", "blue"]):
            with self.subTest(arguments):
                self.assertEqual(harness.run("scan", *arguments, "x").code, 64)


if __name__ == "__main__":
    harness.main()
