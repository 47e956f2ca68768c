"""What `cmake --install` puts where, and that another program can be built with nothing but that.

Called with, behind the usual three, cmake and the compiler of the build.
"""
import glob
import json
import os
import re
import shutil
import subprocess
import sys
import unittest

import harness

PRINTED = {"share/man/man1/kenpin.1": ("man",), "share/bash-completion/completions/kenpin": ("completion", "bash"),
           "share/zsh/site-functions/_kenpin": ("completion", "zsh"), "share/fish/vendor_completions.d/kenpin.fish": ("completion", "fish")}
COPIED = {"share/doc/kenpin/README.md": "README.md", "share/doc/kenpin/rules.md": "rules/README.md", "share/doc/kenpin/LICENSE": "LICENSE",
          "share/kenpin/record.schema.json": "engine/report/record.schema.json",
          "share/man/man1/kenpin-nightly.1": "engine/install/systemd/kenpin-nightly.1",
          "lib/systemd/system/kenpin-scan@.service": "engine/install/systemd/kenpin-scan@.service",
          "lib/systemd/system/kenpin-scan@.timer": "engine/install/systemd/kenpin-scan@.timer",
          "share/doc/kenpin/examples/slurm/submit.sh": "engine/install/slurm/submit.sh"}
PUBLIC_HEADERS = ["engine/kenpin.h", "engine/auth/evidence.h", "rules/rule.h", "rules/reason.h", "rules/compliance.h", "engine/run_summary.h",
                  "engine/version.h", "engine/report/summary_json.h", "engine/report/summary_text.h", "engine/report/domain_figures.h"]

CMAKE, COMPILER = sys.argv[4:6]
del sys.argv[4:6]


def call(*command, **options):
    done = subprocess.run(command, capture_output=True, text=True, timeout=280, check=False, stdin=subprocess.DEVNULL, **options)
    if done.returncode != 0:
        raise AssertionError(f"{command} failed: {done.stdout[-3000:]}{done.stderr[-3000:]}")
    return done.stdout


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def files_below(folder):
    return {os.path.relpath(path, folder) for path in glob.glob(folder + "/**", recursive=True) if os.path.isfile(path)}


class InstallTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.build = os.path.dirname(harness.Programs.kenpin)
        cls.prefix = os.path.abspath("prefix")
        for folder in ("prefix", "stage", "consumer"):
            shutil.rmtree(folder, ignore_errors=True)
        call(CMAKE, "--install", cls.build, "--prefix", cls.prefix)

    def test_places(self):
        self.assertEqual(set(os.listdir(self.prefix)), {"bin", "include", "lib", "share"})
        self.assertEqual(sorted(os.listdir(os.path.join(self.prefix, "bin"))), ["kenpin", "kenpin-nightly"])
        self.assertEqual(os.listdir(os.path.join(self.prefix, "include")), ["kenpin"])
        for path, arguments in PRINTED.items():
            self.assertEqual(read(os.path.join(self.prefix, path)), harness.run(*arguments).out.decode(), path)
        for path, origin in COPIED.items():
            self.assertEqual(read(os.path.join(self.prefix, path)), read(os.path.join(harness.Programs.root, origin)), path)

    def test_the_program_runs_from_there(self):
        version = call(os.path.join(self.prefix, "bin/kenpin"), "--version", env={"PATH": ""}, cwd="/")
        self.assertTrue(version.startswith("kenpin "), version)

    def test_nothing_tells_where_it_was_built(self):
        for path in sorted(files_below(self.prefix)):
            if path.endswith((".h", ".cmake", ".service", ".timer", ".sh")):
                text = read(os.path.join(self.prefix, path))
                for place in (harness.Programs.root, self.build, self.prefix):
                    self.assertNotIn(place, text, path)

    def test_destdir(self):
        call(CMAKE, "--install", self.build, "--prefix", "/opt/kenpin", env={**os.environ, "DESTDIR": os.path.abspath("stage")})
        self.assertEqual(os.listdir("stage"), ["opt"])
        self.assertEqual(files_below("stage/opt/kenpin"), files_below(self.prefix))

    def test_includes_name_installed_headers(self):
        include = os.path.join(self.prefix, "include")
        headers = files_below(include)
        for header in sorted(headers):
            for included in re.findall(r'#include "((?:kenpin|engine|io|rules)/[^"]+)"', read(os.path.join(include, header))):
                self.assertIn(included, headers, header)

    def test_public_headers_stand_alone(self):
        os.makedirs("alone", exist_ok=True)
        sources = []
        for header in PUBLIC_HEADERS:
            sources.append(os.path.join("alone", header.replace("/", "_") + ".cc"))
            with open(sources[-1], "w", encoding="ascii") as file:
                file.write(f"#include <kenpin/{header}>\n")
        call(COMPILER, "-std=c++20", "-Wall", "-Wextra", "-Werror", "-fsyntax-only", "-I", os.path.join(self.prefix, "include"), *sources)

    def test_another_program(self):
        """The example finds the package, is linked, and says what a scan says."""
        call(CMAKE, "-S", os.path.join(harness.Programs.root, "engine/install/inspect"), "-B", "consumer", "-G", "Ninja",
             f"-DCMAKE_PREFIX_PATH={self.prefix}", f"-DCMAKE_CXX_COMPILER={COMPILER}", "-DCMAKE_CXX_FLAGS=-Wall -Wextra -Werror")
        call(CMAKE, "--build", "consumer")
        corpus = harness.make_corpus("mail", messages=120, defects="all", format="eml")
        messages = sorted(glob.glob(os.path.join(corpus.path, "*.eml")), key=os.fsencode)
        self.assertEqual(len(messages), 120)
        done = subprocess.run([os.path.abspath("consumer/inspect"), corpus.zone, corpus.suffixes, *messages],
                              capture_output=True, text=True, timeout=120, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        said, scanned = json.loads(done.stdout), corpus.summary()
        self.assertEqual(said["totals"], scanned["totals"])
        self.assertEqual(said["totals"]["messages"], 120)
        self.assertEqual(without_places(said["domains"]), without_places(scanned["domains"]))
        failures = {(record["source"], rule) for record in corpus.records() for rule, outcome in record["rules"].items() if outcome == "fail"}
        self.assertEqual({tuple(line.split(": ")[:2]) for line in done.stderr.splitlines()}, failures)
        self.assertGreater(len(failures), 50)

    def test_another_version_is_not_taken(self):
        os.makedirs("other", exist_ok=True)
        with open("other/CMakeLists.txt", "w", encoding="ascii") as file:
            file.write("cmake_minimum_required(VERSION 3.25)\nproject(other LANGUAGES CXX)\nfind_package(kenpin 99.0 REQUIRED)\n")
        done = subprocess.run([CMAKE, "-S", "other", "-B", "other/build", f"-DCMAKE_PREFIX_PATH={self.prefix}"],
                              capture_output=True, text=True, timeout=120, check=False)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("compatible with requested version", re.sub(r"\s+", " ", done.stderr))


def without_places(domains):
    """Without the places of those samples that know their input only, which the example calls by another name."""
    text = json.dumps(domains)
    return json.loads(re.sub(r'"source": "(messages|mail/eml)"', '"source": "the input"', text))


if __name__ == "__main__":
    harness.main()
