"""Shows that the checks of the tree can fail: each is run on a small made-up tree that breaks one rule."""
import os
import tempfile
import textwrap
import unittest

import functions
import house
import rooms

GOOD = {
    "CMakeLists.txt": "add_subdirectory(io)\n",
    "io/CMakeLists.txt": "kenpin_library(kenpin_io SOURCES mbox.cc)\nkenpin_test(io_test SOURCES mbox_test.cc)\n",
    "io/mbox.h": "// Mbox.\n#pragma once\n#include <string>\n",
    "io/mbox.cc": '// Mbox.\n#include "io/mbox.h"\n#include "hwy/highway.h"\n',
    "io/mbox_test.cc": '// Tests.\n#include "io/mbox.h"\n#include "tests/support.h"\n',
    "tests/CMakeLists.txt": "kenpin_whole_test(slow e2e/install_test.py)\n",
    "tests/e2e/install_test.py": "",
    "engine/install/inspect/inspect.cc": "// Another program.\n",
    "engine/install/inspect/CMakeLists.txt": "add_executable(inspect inspect.cc)\n",
    "tests/support.h": '// For tests.\n#include "engine/pipeline.h"\n',
    "engine/pipeline.h": '// Pipeline.\n#include "rules/rule.h"\n#include "engine/auth/evidence.h"\n',
    "engine/main.cc": "// main().\nint main() { return 0; }\n",
    "engine/CMakeLists.txt": "add_executable(kenpin main.cc)\n",
    "engine/auth/evidence.h": '// Evidence.\n#include "engine/mail/flaw.h"\n',
    "engine/mail/flaw.h": "// Flaws.\n",
    "rules/rule.h": '// Rules.\n#include "engine/auth/evidence.h"\n',
}


def complaints(checks, changes):
    """What `checks` say of the good tree with `changes` made to it."""
    with tempfile.TemporaryDirectory() as root:
        for path, text in {**GOOD, **changes}.items():
            os.makedirs(os.path.dirname(os.path.join(root, path)) or root, exist_ok=True)
            with open(os.path.join(root, path), "w", encoding="utf-8") as file:
                file.write(text)
        return [complaint for check in checks for complaint in check(root)]


class Rooms(unittest.TestCase):
    def test_the_good_tree_passes(self):
        self.assertEqual(complaints(rooms.CHECKS, {}), [])

    def test_what_is_forbidden(self):
        cases = [
            ("io knows no mail", "io/mbox.h", "engine/mail/flaw.h"),
            ("mail is below crypto", "engine/mail/flaw.h", "engine/crypto/rsa.h"),
            ("crypto is below dkim", "engine/crypto/rsa.h", "engine/dkim/key.h"),
            ("dkim is below auth", "engine/dkim/key.h", "engine/auth/evidence.h"),
            ("protocols know no rules", "engine/auth/evidence.h", "rules/rule.h"),
            ("protocols know no conductor", "engine/dkim/key.h", "engine/pipeline.h"),
            ("rules see no bytes", "rules/rule.h", "io/mbox.h"),
            ("rules see only the evidence", "rules/rule.h", "engine/mail/flaw.h"),
            ("a rule's test neither", "rules/rule_test.cc", "engine/mail/flaw.h"),
            ("reports know no conductor", "engine/report/json.h", "engine/pipeline.h"),
            ("the program knows no tests", "engine/pipeline.h", "tests/support.h"),
            ("a product file knows no tests", "io/mbox.cc", "tests/support.h"),
            ("the generator has its own truth", "bench/corpus.cc", "engine/mail/flaw.h"),
        ]
        for name, path, included in cases:
            with self.subTest(name):
                others = {"engine/crypto/rsa.h": "// RSA.\n", "engine/dkim/key.h": "// Keys.\n"}
                found = complaints(rooms.CHECKS, {**others, path: f'// Head.\n#include "{included}"\n'})
                self.assertEqual(len(found), 1, found)
                self.assertTrue(found[0].startswith(f'{path}:2: "{included}" is against the direction'), found[0])

    def test_how_an_include_is_written(self):
        cases = [
            ("beside it", '#include "mbox.h"', 'write it from the project\'s root, "io/mbox.h"'),
            ("through dots", '#include "../io/mbox.h"', 'write it from the project\'s root, "io/mbox.h"'),
            ("nowhere", '#include "io/maildir.h"', "does not exist"),
            ("in angle brackets", "#include <io/mbox.h>", "write it in quotes"),
        ]
        for name, line, expected in cases:
            with self.subTest(name):
                found = complaints(rooms.CHECKS, {"io/mbox.cc": f"// Head.\n{line}\n"})
                self.assertEqual(len(found), 1, found)
                self.assertIn(expected, found[0])

    def test_no_source_stands_outside_the_rooms(self):
        self.assertIn("stands in no room", complaints(rooms.CHECKS, {"util/string.h": "// Strings.\n"})[0])

    def test_evidence_brings_no_bytes(self):
        found = complaints(rooms.CHECKS, {"engine/mail/flaw.h": '// Flaws.\n#include "io/mbox.h"\n'})
        self.assertEqual(len(found), 1, found)
        self.assertIn("reaches the rules", found[0])


def long_function(lines):
    return "// Head.\nint Long(int a) {\n" + "  ++a;\n" * (lines - 3) + "  return a;\n}\n"


class House(unittest.TestCase):
    def test_the_good_tree_passes(self):
        self.assertEqual(complaints(house.CHECKS, {}), [])

    def test_what_is_forbidden(self):
        listed = GOOD["io/CMakeLists.txt"]
        cases = [
            ("another folder", {"src/notes.txt": ""}, "src: is not one of"),
            ("another file", {"Makefile": ""}, "Makefile: is not one of"),
            ("a long file", {"io/mbox.h": "// Head.\n" * 601}, "io/mbox.h: 601 lines"),
            ("a long script", {"tests/run.sh": "# Head.\n" * 601}, "tests/run.sh: 601 lines"),
            ("a long function", {"io/mbox.cc": long_function(81)}, "io/mbox.cc:2: 81 lines in 'int Long(int a)'"),
            ("a long Python function", {"tests/run.py": "def long():\n" + "    pass\n" * 80}, "tests/run.py:1: 81 lines"),
            ("a long main()", {"engine/main.cc": "// Head.\n" * 40 + "int main() {}\n"}, "engine/main.cc: holds main()"),
            ("no head", {"io/mbox.h": "#pragma once\n"}, "io/mbox.h:1: does not open"),
            ("no unit test", {"io/maildir.cc": "// Head.\n", "io/CMakeLists.txt": listed + "# \nmaildir.cc"},
             "io/maildir.cc: has no maildir_test.cc"),
            ("a needless excuse", {"engine/main_test.cc": "// Head.\n", "engine/CMakeLists.txt": "main.cc main_test.cc"},
             "engine/main.cc: has its own test"),
            ("a source that nobody builds", {"bench/speed.cc": "// Head.\n"}, "bench/speed.cc: no CMakeLists.txt"),
            ("a test that is commented out", {"io/CMakeLists.txt": listed.replace("kenpin_test", "# kenpin_test")},
             "io/mbox_test.cc: no CMakeLists.txt"),
            ("a script that nobody runs", {"tests/scan_test.py": ""}, "tests/scan_test.py: no CMakeLists.txt"),
            ("a listed name that only ends alike", {"io/box.cc": "// Head.\n", "io/box_test.cc": "// Head.\n",
                                                    "io/CMakeLists.txt": listed + "box_test.cc"},
             "io/box.cc: no CMakeLists.txt"),
            ("a disabled test", {"io/mbox_test.cc": "// Head.\nTEST(Mbox, DISABLED_Reads) {}\n"}, "io/mbox_test.cc:2: a test"),
        ]
        for name, changes, expected in cases:
            with self.subTest(name):
                found = complaints(house.CHECKS, changes)
                self.assertEqual(len(found), 1, found)
                self.assertIn(expected, found[0])

    def test_what_is_just_allowed(self):
        cases = [
            ("600 lines", {"io/mbox.h": "// Head.\n" * 600}),
            ("80 lines", {"io/mbox.cc": long_function(80)}),
            ("listed in a folder above", {"io/CMakeLists.txt": GOOD["io/CMakeLists.txt"] + "tar/tar.cc tar/tar_test.cc",
                                          "io/tar/tar.cc": "// Head.\n", "io/tar/tar_test.cc": "// Head.\n"}),
        ]
        for name, changes in cases:
            with self.subTest(name):
                self.assertEqual(complaints(house.CHECKS, changes), [])


class Functions(unittest.TestCase):
    def found(self, text):
        return [(function.name.split("(")[0].split()[-1], function.lines)
                for function in functions.cc_functions(textwrap.dedent(text))]

    def test_declarations_are_no_functions(self):
        self.assertEqual(self.found("""
            namespace kenpin {
            enum class Kind : int { kA, kB };
            template <class T>
            struct Box {
              int a{1};
              int f(int b) const;
            };
            constexpr int kTable[] = {
              1, 2,
            };
            const std::vector<int> kMore{
              3,
            };
            extern "C" {
            int g();
            }
            }  // namespace kenpin
            """), [])

    def test_functions_of_every_form(self):
        self.assertEqual(self.found("""
            namespace kenpin {
            class A {
             public:
              A() : b_{1}, c_(2) {
                ++c_;
              }
              bool operator==(const A& other) const { return b_ == other.b_; }
              int size() const noexcept {
                return 1;
              }
            };
            template <class T, class U>
            auto Make(T a,
                      U b) -> A {
              return A{};
            }
            TEST(Make, Works) {
              auto call = [&](int x) {
                return x;
              };
            }
            struct B* Find(int a = 1) {
              if (a) {
              } else {
              }
              return nullptr;
            }
            }  // namespace kenpin
            """), [("A", 1), ("c_", 3), ("operator==", 1), ("size", 3), ("Make", 5), ("TEST", 5), ("Find", 6)])

    def test_braces_in_literals_comments_and_macros_do_not_count(self):
        self.assertEqual(self.found(r"""
            #define OPEN(x) \
              void x() {
            void F() {
              char c = '{'; int n = 1'000'000; const char* s = "{\"{"; // {
              const char* r = R"x({ " {)x"; /* {
              { */
            }
            void G() {}
            """), [("F", 5), ("G", 1)])

    def test_tables_inside_do_not_count(self):
        rows = "    {1, Kind{2}},\n" * 100
        self.assertEqual(self.found(f"void F() {{\n  const Case cases[] = {{\n{rows}  }};\n  for (;;) {{\n    Run();\n  }}\n}}\n"),
                         [("F", 6)])


if __name__ == "__main__":
    unittest.main()
