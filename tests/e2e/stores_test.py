"""The same mail in an mbox, a Maildir and a directory of .eml files, with LF and with CRLF, is judged alike."""
import collections
import json
import unittest

import harness

PLACE = ("source", "offset", "length")
STORES = ("mbox", "maildir", "eml")


def without(record, *members):
    return {name: value for name, value in record.items() if name not in members}


def contents(record):
    """What the record says of the message itself: nothing of its place, nor of the quoting that only an mbox has."""
    return {**without(record, *PLACE), "dkim": [without(signature, "mbox_quoting") for signature in record["dkim"]]}


def readings_apart(signatures):
    """The signatures, but not which reading of odd line ends verified them: a CR that belongs to the text is odd in LF mail only."""
    return [without(signature, "body_line_ends", "header_line_ends") for signature in signatures]


def as_text(record):
    return json.dumps(record, sort_keys=True)


class StoresTest(unittest.TestCase):
    def setUp(self):
        self.maxDiff = None

    def assert_same_records(self, left, right, names):
        """Order apart: two stores may list their messages in different orders."""
        count_left, count_right = (collections.Counter(map(as_text, records)) for records in (left, right))
        only_left, only_right = count_left - count_right, count_right - count_left
        if not only_left and not only_right:
            return
        record = json.loads(next(iter(only_left or only_right)))
        twin = next((other for other in map(json.loads, only_right) if other["message_id"] == record["message_id"]), {})
        parts = {name: (value, twin.get(name)) for name, value in record.items() if twin.get(name) != value}
        self.fail(f"{sum(only_left.values())} records of {names[0]} are not among those of {names[1]}; "
                  f"message {record['message_id']} differs in {json.dumps(parts)[:1500]}")

    def stores(self, **options):
        return {store: harness.make_corpus(store, format=store, messages=300, **options) for store in STORES}

    def check_stores(self, **options):
        corpora = self.stores(**options)
        records = {store: [contents(record) for record in corpus.records()] for store, corpus in corpora.items()}
        for store in STORES[1:]:
            with self.subTest(store=store):
                self.assert_same_records(records["mbox"], records[store], ("mbox", store))
        counts = {store: [self.counts(domain) for domain in corpus.summary()["domains"]] for store, corpus in corpora.items()}
        for store in STORES[1:]:
            with self.subTest(store=store, what="summary"):
                self.assertEqual(counts["mbox"], counts[store])

    def counts(self, domain):
        """A domain row without its samples and octets, which speak of places in the store."""
        row = without(domain, "bytes", "subdomains")
        row["rules"] = {rule: without(counts, "samples") for rule, counts in domain["rules"].items()}
        row["corpus_rules"] = {rule: without(verdict, "samples") for rule, verdict in (domain["corpus_rules"] or {}).items()}
        row["subdomains"] = [self.counts(subdomain) for subdomain in domain.get("subdomains", [])]
        return row

    def test_stores_with_lf(self):
        self.check_stores()

    def test_stores_with_crlf(self):
        self.check_stores(eol="crlf")

    def test_stores_before_sending(self):
        self.check_stores(mode="presend")

    def test_line_ends_do_not_change_signatures(self):
        for store in STORES:
            lf = harness.make_corpus("lf", format=store, messages=300).records()
            crlf = harness.make_corpus("crlf", format=store, messages=300, eol="crlf").records()
            self.assertEqual(len(lf), len(crlf))
            for a, b in zip(lf, crlf):
                with self.subTest(store=store, message_id=a["message_id"]):
                    self.check_pair(a, b)

    def check_pair(self, lf, crlf):
        self.assertEqual(readings_apart(lf["dkim"]), readings_apart(crlf["dkim"]))
        # Only the rule about line ends may see them.
        self.assertEqual(without(lf["rules"], "format-bare-crlf"), without(crlf["rules"], "format-bare-crlf"))
        # What was CR CR LF is CR LF in LF mail, where nobody can tell that the CR belonged to the text.
        if "mixed_eol" not in lf["flaws"]:
            self.assertEqual(lf["body_digest"], crlf["body_digest"])


if __name__ == "__main__":
    harness.main()
