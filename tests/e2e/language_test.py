"""What people read is in their language; what programs read is the same in every one."""
import html.parser
import json
import os
import unittest

import formats
import harness

JAPANESE = "判定: "
ENGLISH = "Verdict: "


def environment(**variables):
    """That of this process, which has no locale (harness.main), with these variables."""
    return {**os.environ, **variables}


class Page(html.parser.HTMLParser):
    """The language of an HTML page and the data of its script."""

    def __init__(self, text):
        super().__init__()
        self.language = None
        self.data = None
        self.inside = False
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        if tag == "html":
            self.language = dict(attributes)["lang"]
        self.inside = tag == "script" and dict(attributes).get("id") == "data"

    def handle_data(self, data):
        if self.inside:
            self.data = json.loads(data)
            self.inside = False


class LanguageTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.corpus = harness.demo()

    def scan(self, *arguments, **variables):
        result = self.corpus.scan("--fail-on", "never", *arguments, env=environment(**variables))
        self.assertEqual(result.code, 0, str(result))
        return result.out.decode("utf-8")

    def test_the_option_and_the_locale_decide(self):
        for name, arguments, variables, begins in (
                ("nothing is said", [], {}, ENGLISH),
                ("--lang", ["--lang", "ja"], {}, JAPANESE),
                ("LANG", [], {"LANG": "ja_JP.UTF-8"}, JAPANESE),
                ("LC_ALL is stronger", [], {"LC_ALL": "C.UTF-8", "LANG": "ja_JP.UTF-8"}, ENGLISH),
                ("LC_MESSAGES is stronger", [], {"LC_MESSAGES": "ja_JP.UTF-8", "LANG": "en_US.UTF-8"}, JAPANESE),
                ("--lang is strongest", ["--lang", "en"], {"LC_ALL": "ja_JP.UTF-8"}, ENGLISH),
        ):
            with self.subTest(name):
                self.assertIn("\n" + begins, self.scan("--limit", "5", *arguments, **variables))

    def test_other_languages_are_refused(self):
        result = self.corpus.scan("--lang", "de", env=environment())
        self.assertEqual(result.code, 64)
        self.assertIn("--lang", result.err)

    def test_the_demo_in_japanese(self):
        text = self.scan("--lang", "ja")
        self.assertEqual([line for line in text.splitlines() if formats.columns(line) > 80 or line != line.rstrip()], [])
        self.assertNotIn("{", text)
        english = self.scan("--lang", "en")
        for part in ("messages", "domains", "required", "What ", "There is", "e.g.", "FAIL"):
            self.assertIn(part, english)
            self.assertNotIn(part, text)
        # The same rules, in the same order, with the same figures.
        def rules(report):
            return [line.split(":")[0] for line in report.splitlines() if line.startswith("  ") and line[2:3].isalpha() and ": " in line]
        named = [rule for rule in rules(english) if "-" in rule]
        self.assertGreater(len(named), 10)
        self.assertEqual([rule for rule in rules(text) if "-" in rule], named)

    def test_programs_read_the_same(self):
        told = {}
        for language in ("en", "ja"):
            folder = f"programs-{language}"
            os.makedirs(folder, exist_ok=True)
            outputs = [word for name in ("json", "ndjson", "csv", "junit", "sarif", "prom")
                       for word in ("--out", f"{name}:{folder}/{name}")]
            self.scan("--lang", language, "--threads", "1", *outputs)
            told[language] = {name: formats.octets(folder, name) for name in os.listdir(folder)}
        self.assertEqual(len(told["ja"]), 6)
        for name, octets in told["en"].items():
            with self.subTest(name):
                self.assertEqual(self.without_clock(name, octets), self.without_clock(name, told["ja"][name]))

    def without_clock(self, name, octets):
        """Octets but for when the run was and how long it took."""
        return b"\n".join(line for line in octets.split(b"\n")
                          if not any(word in line for word in (b'"seconds"', b'"started_at"', b"_seconds", b"timestamp", b"Utc", b" time=")))

    def test_the_page(self):
        pages = {}
        for language in ("en", "ja"):
            self.scan("--lang", language, "--out", f"html:page-{language}.html")
            with open(f"page-{language}.html", encoding="utf-8") as file:
                pages[language] = Page(file.read())
            self.assertEqual(pages[language].language, language)
            self.assertEqual(pages[language].data["lang"], language)
        english, japanese = pages["en"].data, pages["ja"].data
        self.assertEqual(english["words"].keys(), japanese["words"].keys())
        self.assertEqual(english["domains"], japanese["domains"])
        for ours, theirs in zip(english["rules"] + english["corpus_rules"], japanese["rules"] + japanese["corpus_rules"]):
            for key in ("title", "remedy", "consequence"):
                self.assertNotEqual(ours[key], theirs[key])
        self.assertEqual(english["reasons"].keys(), japanese["reasons"].keys())
        for word, sentence in japanese["reasons"].items():
            self.assertTrue(sentence.endswith("。"), word)

    def test_the_comparison(self):
        self.scan("--limit", "300", "--out", "json:last.json")
        text = self.scan("--baseline", "last.json", "--lang", "ja")
        self.assertIn("\nlast.json からの変化\n", text)
        self.assertIn("\n要件\n", text)
        self.scan("--out", "json:tonight.json")
        for name, arguments, variables, word in (
                ("English", [], {}, "Worse"),
                ("by the option", ["--lang", "ja"], {}, "悪化"),
                ("by the locale", [], {"LC_ALL": "ja_JP.UTF-8"}, "悪化"),
        ):
            with self.subTest(name):
                out = harness.run("diff", *arguments, "last.json", "tonight.json", env=environment(**variables)).out.decode("utf-8")
                self.assertIn(f"\n{word}\n", out)


if __name__ == "__main__":
    harness.main()
