"""Whose rules mail is judged by: the profiles of a scan, and the catalogue."""
import json
import os
import unittest

import harness

LARGE = ("gmail", "yahoo", "microsoft", "apple")
OTHERS = ("docomo", "au", "yahoo-japan")
WORST_FIRST = ("fail", "unknown", "warn", "pass", "na")


def catalogue(*arguments):
    return json.loads(harness.run("rules", "--format", "json", *arguments).out)


class ProfileTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.corpus = harness.make_corpus("profiles", messages=300)
        cls.records = {name: cls.corpus.records("--profile", name) for name in (*LARGE, *OTHERS, "all")}

    def test_gmail_is_the_default(self):
        self.assertEqual(self.corpus.records(), self.records["gmail"])

    def test_only_all_tells_of_others(self):
        for name in (*LARGE, *OTHERS):
            self.assertEqual({record["rules_by_profile"] is None for record in self.records[name]}, {True}, name)
        differing = {name for record in self.records["all"] for name in record["rules_by_profile"]}
        self.assertTrue(differing)
        self.assertLessEqual(differing, set(LARGE))

    def test_all_tells_what_each_of_the_four_says(self):
        for name in LARGE:
            for alone, together in zip(self.records[name], self.records["all"]):
                told = {**together["rules"], **together["rules_by_profile"].get(name, {})}
                self.assertEqual(told, alone["rules"], (name, alone["offset"]))
                for rule, outcome in together["rules_by_profile"].get(name, {}).items():
                    self.assertNotEqual(outcome, together["rules"][rule])

    def test_all_says_the_worst_of_those_who_ask(self):
        for row in catalogue("--profile", "all"):
            if row["scope"] == "corpus":
                continue
            rule = row["id"]
            asking = [name for name in LARGE if row["profiles"][name]["level"] != "info"] or LARGE
            for number, together in enumerate(self.records["all"]):
                outcomes = {self.records[name][number]["rules"][rule] for name in asking}
                worst = next(outcome for outcome in WORST_FIRST if outcome in outcomes)
                self.assertEqual(together["rules"][rule], worst, (rule, together["offset"]))

    def test_compliance_follows_the_profile(self):
        summaries = {name: self.corpus.summary("--profile", name) for name in (*LARGE, *OTHERS, "all")}
        for name, summary in summaries.items():
            self.assertEqual(summary["run"]["profile"], name)
        together = {domain["org_domain"]: domain["compliance"] for domain in summaries["all"]["domains"]}
        for name in LARGE:
            for domain in summaries[name]["domains"]:
                for requirement, alone in domain["compliance"].items():
                    if alone == "NEEDS_WORK":
                        self.assertEqual(together[domain["org_domain"]][requirement], "NEEDS_WORK",
                                         (name, requirement))
        for domain in summaries["microsoft"]["domains"]:  # It asks nobody for one-click unsubscribe.
            self.assertFalse(domain["compliance_details"]["ONE_CLICK_UNSUBSCRIBE"]["applies"])

    def test_text_names_the_profile(self):
        text = self.corpus.scan("--profile", "docomo").out.decode()
        self.assertIn("judged by docomo's rules", text)
        of_all = " ".join(self.corpus.scan("--profile", "all").out.decode().split())  # The line is broken at 80 columns.
        self.assertIn("judged by the rules of gmail, yahoo, microsoft and apple", of_all)

    def test_unknown_profile(self):
        self.assertEqual(self.corpus.scan("--profile", "3").code, 64)


class RulesTest(unittest.TestCase):
    def test_the_page_is_current(self):
        with open(os.path.join(harness.Programs.root, "rules", "README.md"), "rb") as file:
            self.assertEqual(harness.run("rules", "--format", "markdown").out, file.read())

    def test_one_rule(self):
        self.assertIn(b"support lost", harness.run("rules", "unsub-one-click").out)
        rule = catalogue("auth-spf", "--profile", "microsoft")
        self.assertEqual(rule["profiles"], {"microsoft": {"level": "must/bulk", "consequence": "rejected",
                                                          "consequence_text": "rejected", "smtp_codes": "550 5.7.515"}})

    def test_what_is_refused(self):
        for arguments in (["no-such-rule"], ["--profile", "nobody"], ["--format", "xml"], ["--format", "1"]):
            with self.subTest(arguments):
                self.assertEqual(harness.run("rules", *arguments).code, 64)


if __name__ == "__main__":
    harness.main()
