"""Print the ids that docutils gives the sections of documents.

Reads paths from standard input, one a line, and prints a line for each
section: path, tab, its ids, parted by spaces. Directives and roles that
docutils does not know are read as Sphinx's are: text with a title and a target.
"""

import re
import sys

import docutils.core
from docutils import nodes
from docutils.parsers.rst import Directive, directives, roles


class AnyOptions(dict):
    def __getitem__(self, name):
        return directives.unchanged

    def __contains__(self, name):
        return True

    def __bool__(self):
        return True


class Content(Directive):
    """Any directive whose content is text, "only" with its sections."""

    has_content = True
    optional_arguments = 100
    final_argument_whitespace = True
    option_spec = AnyOptions()

    def run(self):
        node = nodes.container()
        if self.name == "only":
            self.state.memo.title_styles, styles = [], self.state.memo.title_styles
            level, self.state.memo.section_level = self.state.memo.section_level, 0
            self.state.nested_parse(self.content, self.content_offset, node, match_titles=1)
            self.state.memo.title_styles, self.state.memo.section_level = styles, level
            return node.children
        self.state.nested_parse(self.content, self.content_offset, node)
        return [node]


class Nothing(Content):
    def run(self):
        return []


def text_role(name, rawtext, text, lineno, inliner, options=None, content=None):
    titled = re.match(r"^(.*?)\s*<[^<>]*>$", text, re.S)
    if titled and titled.group(1):
        text = titled.group(1)
    elif text.startswith("~"):
        text = re.split("[.:]", text[1:])[-1]
    elif text.startswith("!"):
        text = text[1:]
    return [nodes.inline(rawtext, text)], []


known_directive, known_role = directives.directive, roles.role


def directive(name, language, document):
    if name.lower() in ("include", "raw", "contents", "csv-table"):
        return Nothing, []
    found, messages = known_directive(name, language, document)
    return found or Content, messages


def role(name, language, lineno, reporter):
    found, messages = known_role(name, language, lineno, reporter)
    return found or text_role, messages


directives.directive, roles.role = directive, role
settings = {
    "report_level": 5,
    "halt_level": 6,
    "auto_id_prefix": "id",
    "doctitle_xform": False,
    "docinfo_xform": False,
    "file_insertion_enabled": False,
    "_disable_config": True,
}
for path in sys.stdin.read().splitlines():
    with open(path, encoding="utf-8", errors="replace") as file:
        tree = docutils.core.publish_doctree(file.read(), settings_overrides=settings)
    for section in tree.findall(nodes.section):
        print(path, " ".join(section["ids"]), sep="\t")
