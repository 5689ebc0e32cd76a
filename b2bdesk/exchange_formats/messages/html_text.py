"""The text of an HTML mail. Nothing is run, nothing is loaded."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator

_MOST_HTML = 2_000_000  # characters; a mail of more is cut
_DROPPED = frozenset(
    ("script", "style", "head", "title", "template", "noscript", "object", "embed", "svg")
)
_PARAGRAPHS = ("p", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol", "blockquote", "pre")
_LINES = ("div", "tr", "li", "hr", "section", "article", "header", "footer", "dt", "dd", "center")
# Marks that no mail has, where a block begins and ends.
_LINE, _PARAGRAPH, _BREAK, _CELL = "\ue000", "\ue001", "\ue002", "\ue003"
_MARKS = dict.fromkeys(_PARAGRAPHS, _PARAGRAPH) | dict.fromkeys(_LINES, _LINE)
# A picture inside the text is a megabyte of letters in one attribute.
_PICTURE = re.compile(r"data:[a-z]+/[a-z0-9.+-]+;base64,[A-Za-z0-9+/=\s]+", re.IGNORECASE)


def text_of_html(html: str) -> str:
    """What a reader would see of it, each block on lines of its own; links by their words only."""
    text = re.sub(r"\s+", " ", "".join(_pieces(_PICTURE.sub("", html)[:_MOST_HTML])))
    # Blocks that begin and end at one place break the line once.
    space = f"[ {_LINE}{_PARAGRAPH}]*"
    text = re.sub(f"[ {_LINE}]*{_PARAGRAPH}{space}", "\n\n", text)
    text = re.sub(f" *{_LINE}[ {_LINE}]*", "\n", text).replace(_BREAK, "\n")
    lines = (line.strip(f" {_CELL}") for line in text.split("\n"))
    return "\n".join(line.replace(_CELL, "\t") for line in lines)


def _pieces(html: str) -> Iterator[str]:
    """Texts and marks in their order. One walk that changes nothing: changing the tree is slow
    where a mail nests or repeats its tags by the thousand."""
    from bs4 import BeautifulSoup
    from bs4.element import NavigableString, Tag

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of texts that look like a file name or like XML
        soup = BeautifulSoup(html, "html.parser")
    inside: list[Tag] = [soup]
    dropped = kept = 0  # how many tags around are left out, or keep their lines
    for node in soup.descendants:
        while inside[-1] is not node.parent:
            closed = inside.pop().name
            yield _MARKS.get(closed, "")
            dropped -= closed in _DROPPED
            kept -= closed == "pre"
        if isinstance(node, Tag):
            inside.append(node)
            dropped += node.name in _DROPPED
            kept += node.name == "pre"
            yield _MARKS.get(node.name, "")
            if node.name == "br":
                yield _BREAK
            elif node.name in ("td", "th"):
                yield _CELL
        elif type(node) is NavigableString and not dropped:  # no comments, no declarations
            yield node.replace("\n", _BREAK) if kept else str(node)
