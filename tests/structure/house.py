"""Checks the rules of the house that a reviewer would otherwise have to count: sizes, places, and nothing left out."""
import posixpath
import re

import functions
import tree

TOP_LEVEL = {
    "CMakeLists.txt", "CMakePresets.json", "README.md", "README.ja.md", "LICENSE", "CHANGELOG.md", "setup.sh",
    "engine", "rules", "io", "bench", "tests", "datasets",
    ".ci", ".clang-format", ".clang-tidy", ".gitignore", ".gitattributes", ".git",
}
MAX_FILE_LINES = 600
MAX_FUNCTION_LINES = 80
MAX_MAIN_LINES = 40
SIZED = (".cc", ".h", ".py", ".sh", ".js", ".ts")

# Sources without an x_test.cc beside them: the test that covers them instead, and why that one.
TESTED_ELSEWHERE = {
    "engine/main.cc": ("tests/CMakeLists.txt", "hands over to the command; the end-to-end tests run it"),
    "engine/install/inspect/inspect.cc": ("tests/e2e/install_test.py", "is built and run as another project would build it"),
}


def is_product(path):
    return path.startswith(("engine/", "io/", "rules/"))


def check_top_level(root):
    first = {path.split("/")[0] for path in tree.project_files(root)}
    return [f"{name}: is not one of the entries that the top level has" for name in sorted(first - TOP_LEVEL)]


def check_file_sizes(root):
    complaints = []
    for path in tree.project_files(root):
        lines = tree.read(root, path).count("\n") if path.endswith(SIZED) else 0
        if lines > MAX_FILE_LINES:
            complaints.append(f"{path}: {lines} lines, {MAX_FILE_LINES} at most; part it by what it decides")
    return complaints


def check_function_sizes(root):
    complaints = []
    for path in tree.project_files(root):
        if path.endswith((".cc", ".h")):
            found = functions.cc_functions(tree.read(root, path))
        elif path.endswith(".py"):
            found = functions.python_functions(tree.read(root, path))
        else:
            continue
        complaints += [f"{path}:{function.line}: {function.lines} lines in '{function.name}', {MAX_FUNCTION_LINES} at most"
                       for function in found if function.lines > MAX_FUNCTION_LINES]
    return complaints


def check_main(root):
    complaints = []
    for path in tree.project_files(root):
        if not (path.startswith("engine/") and path.endswith(".cc")):
            continue
        text = tree.read(root, path)
        if re.search(r"^int main\(", functions.blank(text), re.MULTILINE) and text.count("\n") > MAX_MAIN_LINES:
            complaints.append(f"{path}: holds main() and has {text.count(chr(10))} lines, {MAX_MAIN_LINES} at most")
    return complaints


def check_file_heads(root):
    """Every header tells what it is about, and so does every source that has no header of its name to do it."""
    files = set(tree.project_files(root))
    return [f"{path}:1: does not open with a comment that says what the file decides"
            for path in sorted(files)
            if (path.endswith(".h") or path.endswith(".cc") and path[:-len(".cc")] + ".h" not in files)
            and not path.endswith("_test.cc") and not tree.read(root, path).startswith("//")]


def check_unit_tests(root):
    files = set(tree.project_files(root))
    complaints = []
    for path in sorted(files):
        base = posixpath.basename(path)
        # test_corpus.cc and its like are help for tests.
        if not (is_product(path) and path.endswith(".cc")) or base.endswith("_test.cc") or base.startswith("test_"):
            continue
        test = path[:-len(".cc")] + "_test.cc"
        other = TESTED_ELSEWHERE.get(path, (None,))[0]
        if test not in files and other not in files:
            complaints.append(f"{path}: has no {posixpath.basename(test)} beside it")
        if test in files and other:
            complaints.append(f"{path}: has its own test; strike it from TESTED_ELSEWHERE in house.py")
    return complaints + [f"{path}: does not exist; strike it from TESTED_ELSEWHERE in house.py"
                         for path in sorted(set(TESTED_ELSEWHERE) - files)]


def check_everything_is_built(root):
    """Every .cc and every test script is named in the CMakeLists.txt of its folder or of one above: none is forgotten."""
    files = tree.project_files(root)
    lists = {posixpath.dirname(path): re.sub(r"#.*", "", tree.read(root, path))
             for path in files if posixpath.basename(path) == "CMakeLists.txt"}
    complaints = []
    for path in files:
        if not path.endswith((".cc", "_test.py", "_test.sh")):
            continue
        folder, named = posixpath.dirname(path), False
        while folder and not named:
            relative = re.escape(posixpath.relpath(path, folder))
            named = re.search(rf"(?<![\w./-]){relative}(?![\w.-])|/{relative}(?![\w.-])", lists.get(folder, "")) is not None
            folder = posixpath.dirname(folder)
        if not named:
            complaints.append(f"{path}: no CMakeLists.txt names it, so it is neither built nor run")
    return complaints


def check_no_test_is_switched_off(root):
    return [f"{path}:{number}: a test that is switched off; mend it or remove it"
            for path in tree.project_files(root) if path.endswith("_test.cc")
            for number, line in enumerate(tree.read(root, path).splitlines(), 1)
            if re.search(r"\bDISABLED_|^\s*//\s*TEST(_F|_P)?\(", line)]


CHECKS = [check_top_level, check_file_sizes, check_function_sizes, check_main, check_file_heads, check_unit_tests,
          check_everything_is_built, check_no_test_is_switched_off]

if __name__ == "__main__":
    tree.run("house", CHECKS)
