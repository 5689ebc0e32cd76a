"""The text of an HTML mail. Nothing is run, nothing is loaded."""

from __future__ import annotations

import re
import warnings

_MOST_HTML = 2_000_000  # characters; a mail of more is cut
_DROPPED = ("script", "style", "head", "title", "template", "noscript", "object", "embed", "svg")
_PARAGRAPHS = ("p", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol", "blockquote", "pre")
_LINES = ("div", "tr", "li", "hr", "section", "article", "header", "footer", "dt", "dd", "center")
_NEW_LINE, _NEW_PARAGRAPH = "\ue000", "\ue001"
# A picture inside the text is a megabyte of letters in one attribute.
_PICTURE = re.compile(r"data:[a-z]+/[a-z0-9.+-]+;base64,[A-Za-z0-9+/=\s]+", re.IGNORECASE)


def text_of_html(html: str) -> str:
    """What a reader would see of it, each block on lines of its own; links by their words only."""
    from bs4 import BeautifulSoup
    from bs4.element import NavigableString, PreformattedString

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of texts that look like a file name or like XML
        soup = BeautifulSoup(_PICTURE.sub("", html)[:_MOST_HTML], "html.parser")
    for tag in soup.find_all(_DROPPED):
        tag.decompose()
    keeps_lines = soup.find("pre") is not None
    for piece in soup.find_all(string=True):
        if isinstance(piece, PreformattedString):  # comments, declarations
            piece.extract()
        elif not (keeps_lines and piece.find_parent("pre")):
            piece.replace_with(NavigableString(re.sub(r"\s+", " ", piece)))
    for names, mark in ((_PARAGRAPHS, _NEW_PARAGRAPH), (_LINES, _NEW_LINE)):
        for tag in soup.find_all(names):
            tag.insert_before(mark)
            tag.insert_after(mark)
    for tag in soup.find_all("br"):
        tag.insert_after("\n")
    for tag in soup.find_all(("td", "th")):
        tag.insert_after("\t")
    # Blocks that begin and end at one place break the line once.
    text = re.sub(rf"[\s{_NEW_LINE}]*{_NEW_PARAGRAPH}[\s{_NEW_LINE}{_NEW_PARAGRAPH}]*", "\n\n",
                  soup.get_text())  # fmt: skip
    text = re.sub(rf"[ \t]*{_NEW_LINE}[ \t{_NEW_LINE}]*", "\n", text)
    return "\n".join(line.strip() for line in text.split("\n"))
