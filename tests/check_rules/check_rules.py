"""Checks that the rules stay pure: evidence in, verdicts out, and nothing else to look at.

The direction of the rooms is checked elsewhere, by the project's own headers. Here it is the foreign ones: a rule that
includes <chrono> asks a clock, one that includes <fstream> reads bytes. And every rule of the catalogue is judged by the
function of its name, so that a reader finds it, and every published reason is one that some rule gives.
"""
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, "structure"))
import tree  # noqa: E402

# Values and views only.
PLAIN = {"algorithm", "array", "cstddef", "cstdint", "iterator", "optional", "span", "string_view", "type_traits", "utility"}
TEST_SUPPORT = {"rules/evidence_builder.h", "rules/golden.h"}

INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]', re.MULTILINE)
REASON = re.compile(r"^  X\((k\w+),", re.MULTILINE)
ROW = re.compile(r'\{RuleId::k(\w+),\s*"([a-z0-9-]+)",.*?\bCheck(\w+)\}', re.DOTALL)


def product_files(root):
    return [path for path in tree.project_files(root)
            if path.startswith("rules/") and path.endswith((".cc", ".h"))
            and not path.endswith("_test.cc") and path not in TEST_SUPPORT]


def check_purity(root):
    return [f"{path}: <{included}> is more than plain data, and a rule sees only that"
            for path in product_files(root) for included in INCLUDE.findall(tree.read(root, path))
            if "/" not in included and included not in PLAIN]


def check_names(root):
    """ "format-date" is RuleId::kFormatDate and CheckFormatDate(), declared in a header of the room."""
    headers = " ".join(tree.read(root, path) for path in product_files(root) if path.endswith(".h"))
    rows = [(path,) + row for path in product_files(root) if path.endswith(".cc") for row in ROW.findall(tree.read(root, path))]
    complaints = [] if rows else ["rules/: holds no row of the catalogue that this check can read"]
    for path, enumerator, name, function in rows:
        expected = "".join(word.capitalize() for word in name.split("-"))
        if not (enumerator == function == expected):
            complaints.append(f"{path}: {name} should be k{expected} and Check{expected}, "
                              f"and is k{enumerator} and Check{function}")
        if f"Verdict Check{function}(" not in headers:
            complaints.append(f"{path}: Check{function}() stands in no header of rules/")
    return complaints


def check_reasons(root):
    """No word is published that nobody says."""
    said = set(re.findall(r"\bReason::(k\w+)", " ".join(tree.read(root, path) for path in product_files(root))))
    return [f"rules/reason.h: no rule gives the reason {reason}; strike it"
            for reason in REASON.findall(tree.read(root, "rules/reason.h")) if reason not in said]


CHECKS = [check_purity, check_names, check_reasons]

if __name__ == "__main__":
    tree.run("rules", CHECKS)
