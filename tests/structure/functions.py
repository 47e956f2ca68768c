"""Finds the functions of a C++ or Python file and counts their lines.

C++ is read by matching braces, not by a compiler: comments, literals and preprocessor lines are blanked first, then
each "{" is judged by the text before it. What stands in a braced initialiser inside a function (a table of cases) is
not counted as the function's. The heuristic may misjudge exotic code; it has to be right for how this project writes.
"""
import ast
import collections
import re

Function = collections.namedtuple("Function", "name line lines")

_BLANKED = re.compile(
    r'//[^\n]*|/\*.*?\*/'  # comments
    r'|R"(?P<delimiter>[^(\s]*)\(.*?\)(?P=delimiter)"'  # raw strings
    r'|"(?:\\.|[^"\\\n])*"'  # strings
    r"|(?<![0-9a-zA-Z_])(?:u8|[uUL])?'(?:\\.|[^'\\\n])+'"  # characters, but not the ' of 1'000
    r'|^[ \t]*#(?:\\\n|[^\n])*',  # preprocessor lines
    re.DOTALL | re.MULTILINE)
_TEMPLATE = re.compile(r"\btemplate\s*<[^;{}]*?>\s*(?=\b(?:class|struct|union|enum|inline|static|constexpr|auto|\w))")
_CONTAINER = re.compile(r'\b(namespace|class|struct|union|enum)\b|\bextern\s*"?\s*"?\s*$')
_BLOCK_END = re.compile(r"(\)|\]|:|\b(do|else|try|mutable|noexcept|const|override|final))$")


def blank(text):
    """The same text with comments, literals and preprocessor lines as spaces; the line numbers stay."""
    def spaces(match):
        return re.sub(r"[^\n]", " ", match[0])
    return _BLANKED.sub(spaces, text)


def _kind(head, parent):
    """What the "{" after `head` opens: "container", "function", "block" or "initialiser"."""
    if parent == "initialiser":
        return "block" if _BLOCK_END.search(head) else "initialiser"
    after_parameters = head.rpartition(")")[2]
    if parent in ("function", "block"):
        block = head == "" or _BLOCK_END.search(head) or "->" in after_parameters
        return "block" if block else "initialiser"
    # Declarations: what a template's parameter list says is not about the thing itself.
    head = _TEMPLATE.sub("", head)
    if head.count("(") > head.count(")") or re.search(r"(?<![=!<>])=(?!=)", re.sub(r"operator\W+|\([^()]*\)", "", head)):
        return "initialiser"
    if ")" in head and (_BLOCK_END.search(head) or "->" in after_parameters):
        return "function"
    if _CONTAINER.search(head):
        return "container"
    return "function" if ")" in head else "initialiser"


def cc_functions(text):
    """Every function with a body, lambdas being part of the function around them.

    A constructor whose member initialisers stand in braces comes in pieces; its body is the last of them.
    """
    text = blank(text)
    found, stack = [], []  # stack: [kind, line of the head, name, lines of tables inside]
    line, head, head_line = 1, "", 1
    for character in text:
        if character == "{":
            kind = _kind(head.strip(), stack[-1][0] if stack else "container")
            stack.append([kind, head_line if kind == "function" else line, " ".join(head.split()), 0])
        elif character == "}" and stack:
            kind, start, name, tables = stack.pop()
            if kind == "function":
                found.append(Function(name[:80], start, line - start + 1 - tables))
            elif stack:
                stack[-1][3] += line - start if kind == "initialiser" else tables
        if character in ";{}":
            head = ""
        elif character == "\n":
            line += 1
            head += " "
        else:
            if not head.strip() and not character.isspace():
                head_line = line
            head += character
            if head.strip() in ("public:", "protected:", "private:"):
                head = ""
    return found


def python_functions(text):
    nodes = (node for node in ast.walk(ast.parse(text)) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)))
    return [Function(node.name, node.lineno, node.end_lineno - node.lineno + 1) for node in nodes]
