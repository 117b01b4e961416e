"""XML as a stream of finished elements, each forgotten once it was looked at; entities are refused."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import IO, Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from ghirbal_tools.importing.decoding import opened_text
from ghirbal_tools.importing.formats import Source
from ghirbal_tools.importing.record import ImportProblem

Mend = Callable[[str], str]
_LONGEST = 65_536


def elements(source: Source, wanted: Collection[str], mend: Mend = str) -> Iterator[Element]:
    """Every element whose local name is wanted, whole, in the order of their ends; its children are gone afterwards.

    `mend` gets each line of the file first, for what a system is known to write otherwise than XML wants it.
    Raises ImportProblem with line and column where the file is no well-formed XML, or where it holds entities.
    """
    with opened_text(source.path, source.encoding) as text:
        try:
            yield from _finished(iterparse(_Lines(text, mend), events=("start", "end")), wanted)
        except ParseError as error:
            line, column = error.position
            raise ImportProblem(
                f"{source.path}: line {line}, column {column + 1}: {str(error.msg).partition(':')[0]}; nothing was "
                "imported: mend the file there (a damaged download is the usual cause) and import it again"
            ) from None
        except DefusedXmlException as error:
            raise ImportProblem(
                f"{source.path}: entities are refused ({type(error).__name__}); export it anew"
            ) from None


def _finished(events: Any, wanted: Collection[str]) -> Iterator[Element]:
    open_: list[Element] = []
    keeping = 0
    for event, element in events:
        hit = local(element) in wanted
        if event == "start":
            open_.append(element)
            keeping += hit
            continue
        open_.pop()
        keeping -= hit
        if hit:
            yield element
        if not keeping and open_:
            # Nobody waits for it: without this the root would hold the whole file.
            open_[-1].remove(element)


class _Lines:
    """The text by lines, from its first tag on: exports that went through a mail bring a sign or two before it."""

    def __init__(self, text: IO[str], mend: Mend) -> None:
        self._text, self._mend, self._begun = text, mend, False

    def read(self, _: int = -1) -> str:
        line = self._text.readline(_LONGEST)
        if not self._begun and line:
            self._begun = True
            line = line[max(0, line.find("<")) :] or " "
        return self._mend(line)


def local(element: Element) -> str:
    """An element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def child(element: Element, name: str) -> Element | None:
    """The first child of this local name."""
    return next((one for one in element if local(one) == name), None)


def said(element: Element | None, *names: str) -> str:
    """The text at the end of a way of local names, "" where it ends before."""
    for name in names:
        element = child(element, name) if element is not None else None
    return ("".join(element.itertext()) if element is not None else "").strip()


def attribute(element: Element | None, name: str) -> str:
    """An attribute by its local name, "" where it is missing."""
    if element is None:
        return ""
    return next(
        (value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), ""
    ).strip()
