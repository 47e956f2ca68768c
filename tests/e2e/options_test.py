"""What each option of a scan changes, one by one."""
import unittest

import harness

MIDDLE = "2026-04-06T06:00:00Z"  # Of the half day over which mail before sending is dated.


class OptionsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.archive = harness.make_corpus("archive", messages=400)
        cls.all = cls.archive.records()
        cls.presend = harness.make_corpus("presend", messages=100, mode="presend", defects="none")

    def code(self, corpus, *arguments):
        result = corpus.scan(*arguments, "--out", "json:report.json")
        return result.code

    def test_domain(self):
        for domain in ("umibe-hotel.example", "stay.umibe-hotel.example", "STAY.Umibe-Hotel.Example"):
            with self.subTest(domain):
                name = domain.lower()
                wanted = [record for record in self.all
                          if record["author_domain"] and ("." + record["author_domain"]).endswith("." + name)]
                self.assertTrue(wanted)
                self.assertEqual(self.archive.records("--domain", domain), wanted)

    def test_domain_is_no_suffix_of_letters(self):
        self.assertEqual(self.archive.scan("--domain", "otel.example").code, 2)

    def test_since_and_until(self):
        dated = self.presend.records()
        later = [record for record in dated if record["date"] >= MIDDLE]
        self.assertTrue(0 < len(later) < len(dated))
        self.assertEqual(self.presend.records("--since", MIDDLE), later)
        self.assertEqual(self.presend.records("--until", MIDDLE), [record for record in dated if record["date"] < MIDDLE])
        between = self.presend.records("--since", MIDDLE, "--until", "2026-04-06T17:00:00+09:00")
        self.assertEqual(between, [record for record in later if record["date"] < "2026-04-06T08:00:00Z"])

    def test_since_includes_and_until_excludes_the_second(self):
        middle = self.presend.records()[50]["date"]
        self.assertIn(middle, {record["date"] for record in self.presend.records("--since", middle)})
        self.assertNotIn(middle, {record["date"] for record in self.presend.records("--until", middle)})

    def test_delivery_dates_mail_better_than_its_writer(self):
        """Delivered mail that has no Date is selected all the same."""
        undated = [record for record in self.all if not record["date"]]
        self.assertTrue(undated)
        told = self.archive.records("--since", "2026-04-05", "--until", "2026-04-17")
        self.assertEqual(told, self.all)

    def test_limit(self):
        for limit in (1, 7, 399, 400, 401):
            with self.subTest(limit):
                self.assertEqual(self.archive.records("--limit", limit), self.all[:limit])
                self.assertEqual(self.archive.records("--limit", limit, "--threads", 4, "--chunk-bytes", 65536), self.all[:limit])

    def test_limit_counts_what_was_selected(self):
        wanted = [record for record in self.all if record["org_domain"] == "umibe-hotel.example"]
        self.assertEqual(self.archive.records("--domain", "umibe-hotel.example", "--limit", 2), wanted[:2])

    def test_sample(self):
        for size in (0, 1, 5):
            with self.subTest(size):
                summary = self.archive.summary("--sample", size)
                lengths = {len(rule["samples"]) for domain in summary["domains"] for rule in domain["rules"].values()}
                self.assertEqual(max(lengths), size)
        samples = self.archive.summary("--sample", 1000)["domains"][0]["rules"]["dkim-verify"]["samples"]
        domain = self.archive.summary()["domains"][0]["org_domain"]
        wrong = [record for record in self.all if record["org_domain"] == domain
                 and record["rules"]["dkim-verify"] in ("fail", "unknown", "warn")]
        self.assertEqual({sample["offset"] for sample in samples}, {record["offset"] for record in wrong})

    def test_fail_on(self):
        required = harness.make_corpus("required", messages=20, defects="date-missing=0.5")
        self.assertEqual(self.code(required), 1)
        self.assertEqual(self.code(required, "--fail-on", "required"), 1)
        self.assertEqual(self.code(required, "--fail-on", "recommended"), 1)
        self.assertEqual(self.code(required, "--fail-on", "never"), 0)
        recommended = harness.make_corpus("recommended", messages=20, defects="length-zero=0.5")
        self.assertEqual(self.code(recommended), 0)
        self.assertEqual(self.code(recommended, "--fail-on", "recommended"), 1)

    def test_fail_on_unknown(self):
        self.assertEqual(self.code(self.presend), 0)
        self.assertEqual(self.code(self.presend, "--fail-on-unknown"), 1)
        told = harness.make_corpus("told", messages=60, mode="presend", envelope="csv", defects="none")
        self.assertEqual(self.code(told, "--fail-on-unknown"), 1, "nobody said what the mail is")
        self.assertEqual(self.code(told, "--fail-on-unknown", "--traffic", "marketing", "--domain", "city-museum.example"), 0)

    def test_mode(self):
        self.assertEqual({record["mode"] for record in self.presend.records()}, {"presend"})
        self.assertEqual({record["mode"] for record in self.all}, {"archive"})
        for mode in ("presend", "sent", "archive"):
            with self.subTest(mode):
                self.assertEqual({record["mode"] for record in self.archive.records("--mode", mode)}, {mode})
        hops = {record["rules"]["format-hops"] for record in self.archive.records("--mode", "presend")}
        self.assertEqual(hops, {"na"}, "before sending there are no hops")

    def test_traffic(self):
        told = self.presend.records("--traffic", "transactional")
        self.assertEqual({record["rules"]["unsub-one-click"] for record in told}, {"na"})
        self.assertEqual({record["rules"]["unsub-class"] for record in told}, {"pass"})
        told = self.presend.records("--traffic", "marketing")
        self.assertEqual({record["rules"]["unsub-one-click"] for record in told}, {"pass", "fail"})

    def test_sender_size(self):
        """Small senders owe no one-click unsubscribe, so what lacks it is no finding there."""
        corpus = harness.make_corpus("no-post", messages=40, defects="unsub-no-post=0.5")
        self.assertEqual(self.code(corpus), 1)
        self.assertEqual(self.code(corpus, "--sender-size", "small"), 0)
        self.assertEqual(corpus.summary("--sender-size", "small")["run"]["sender_size"], "small")

    def test_mta_adds(self):
        cases = (("date-missing", "date", "format-date"), ("message-id-missing", "message-id", "format-message-id"),
                 ("unsigned", "dkim-signature", "unsub-one-click"))
        for defect, field, rule in cases:
            with self.subTest(field):
                corpus = harness.make_corpus(defect, messages=20, mode="presend", defects=defect + "=0.5")
                bare = [record["rules"][rule] for record in corpus.records()]
                helped = [record["rules"][rule] for record in corpus.records("--mta-adds", field)]
                self.assertIn("fail", bare)
                self.assertEqual(helped, ["unknown" if outcome == "fail" else outcome for outcome in bare])

    def test_mta_adds_nothing_to_delivered_mail(self):
        corpus = harness.make_corpus("delivered", messages=20, defects="date-missing=0.5")
        self.assertEqual(corpus.records("--mta-adds", "date"), corpus.records())

    def test_at(self):
        """Keys and signatures are judged at the time that is asked for."""
        verdicts = [record["rules"]["dkim-timestamps"] for record in self.presend.records()]
        self.assertNotIn("fail", verdicts)
        records = harness.run("scan", "--fail-on", "never", "--dns", self.presend.zone, "--psl", self.presend.suffixes, "--at",
                              "2027-01-01", "--out", "ndjson:later.ndjson", self.presend.path)
        self.assertEqual(records.code, 0, str(records))
        self.assertIn("fail", [record["rules"]["dkim-timestamps"] for record in harness.read_records("later.ndjson")])

    def test_dns_off(self):
        told = harness.run("scan", "--dns", "off", "--fail-on", "never", "--psl", self.archive.suffixes, "--out",
                           "ndjson:off.ndjson", self.archive.path)
        self.assertEqual(told.code, 0, str(told))
        results = {signature["result"] for record in harness.read_records("off.ndjson") for signature in record["dkim"]}
        self.assertNotIn("pass", results)

    def test_psl(self):
        """Under another list another domain is the Organizational Domain."""
        with open("other.dat", "w", encoding="ascii") as file:
            file.write("example\numibe-hotel.example\ntest\n")
        told = harness.run("scan", "--fail-on", "never", "--psl", "other.dat", "--dns", self.archive.zone, "--domain",
                           "stay.umibe-hotel.example", "--out", "ndjson:psl.ndjson", self.archive.path)
        self.assertEqual(told.code, 0, str(told))
        self.assertEqual({record["org_domain"] for record in harness.read_records("psl.ndjson")}, {"stay.umibe-hotel.example"})

    def test_stats(self):
        result = self.archive.scan("--stats", "--fail-on", "never")
        self.assertRegex(result.err, r"(?m)^400 messages, ")
        self.assertRegex(result.err, r"(?m)^verify +\d")
        self.assertNotIn(b"peak memory", result.out)


if __name__ == "__main__":
    harness.main()
