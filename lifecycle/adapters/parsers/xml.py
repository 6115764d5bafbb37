"""XML from strangers: no entities, no document type, a bounded depth and number of elements."""

from typing import Any

from dpp.domain.errors import InvalidInput
from dpp.domain.message import message
from lifecycle.domain.evidence.limits import MAX_DEPTH

MAX_ELEMENTS = 100_000


def parse_xml(text: str) -> Any:
    """The root element (`xml.etree.ElementTree.Element`); InvalidInput for what is broken or breaks a limit."""
    from xml.etree.ElementTree import ParseError  # noqa: PLC0415 - a start need not wait; only the error's name

    from defusedxml.common import DefusedXmlException  # noqa: PLC0415 - the same
    from defusedxml.ElementTree import DefusedXMLParser  # noqa: PLC0415 - the same

    parser = DefusedXMLParser(target=_bounded_builder(), forbid_dtd=True)
    try:
        parser.feed(text)
        return parser.close()
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


def local_name(tag: str) -> str:
    """The name of an element without its namespace."""
    return tag.rpartition("}")[2]


def _bounded_builder() -> Any:
    from xml.etree.ElementTree import TreeBuilder  # noqa: PLC0415 - it builds what the safe parser above read

    class Bounded(TreeBuilder):
        depth = 0
        count = 0

        def start(self, tag: Any, attrs: Any) -> Any:
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

        def end(self, tag: Any) -> Any:
            self.depth -= 1
            return super().end(tag)

    return Bounded()
