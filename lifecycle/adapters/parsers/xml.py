"""XML from strangers: no entities, no document type, a bounded depth and number of elements."""

from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from dpp.domain.errors import InvalidInput
from dpp.domain.message import message
from lifecycle.domain.evidence.limits import MAX_DEPTH

MAX_ELEMENTS = 100_000


def parse_xml(text: str) -> Element:
    """The root element; InvalidInput for what is broken or breaks a limit."""
    parser = DefusedXMLParser(target=_Bounded(), forbid_dtd=True)
    try:
        parser.feed(text)
        root: Element = parser.close()
    except ParseError as error:
        line, column = error.position
        raise InvalidInput(
            message("The file is not XML: line {line}, column {column}.", line=line, column=column),
            remedy=message("Send the file as the tool wrote it, whole and unchanged."),
        ) from error
    except (DefusedXmlException, ValueError) as error:
        raise InvalidInput(
            message("The XML declares a document type or entities, which are not read."),
            remedy=message("Send the file as the tool wrote it."),
        ) from error
    return root


def local_name(tag: str) -> str:
    """The name of an element without its namespace."""
    return tag.rpartition("}")[2]


class _Bounded(TreeBuilder):
    """Builds the tree, and stops where it grows too deep or too large."""

    depth = 0
    count = 0

    def start(self, tag: str, attrs: dict[str, str]) -> Element:
        self.depth, self.count = self.depth + 1, self.count + 1
        if self.depth > MAX_DEPTH:
            raise InvalidInput(
                message("The file nests more than {limit} levels deep.", limit=MAX_DEPTH),
                remedy=message("Send the file as the tool wrote it."),
            )
        if self.count > MAX_ELEMENTS:
            raise InvalidInput(
                message("The XML has more than {limit} elements.", limit=MAX_ELEMENTS),
                remedy=message("Send one report per file."),
            )
        return super().start(tag, attrs)

    def end(self, tag: str) -> Element:
        self.depth -= 1
        return super().end(tag)
