"""A file that was kept, as a source of rows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from dpp.domain.errors import InvalidInput
from dpp.domain.imports.columns import Mapper
from dpp.domain.imports.fields import Field
from dpp.domain.imports.rows import ImportRow
from dpp.domain.imports.run import Run
from dpp.domain.message import message
from dpp.service.imports.ports import FileReader


@dataclass(frozen=True)
class FileSource:
    """`RowSource` over the open file of a run; a table is read through the run's column map."""

    run: Run
    file: BinaryIO
    reader: FileReader
    fields: Mapping[str, Field]

    @property
    def name(self) -> str:
        return self.run.name

    @property
    def fingerprint(self) -> str:
        return self.run.fingerprint

    def rows(self) -> Iterator[ImportRow]:
        """InvalidInput where the file is no table, or the map does not fit it."""
        if not self.run.format.is_table:
            return self.reader.objects(self.file, self.run.format)
        table = self.reader.table(self.file, self.run.format)
        if self.run.column_map is None:
            raise InvalidInput(
                message("Nobody said what the columns of this file mean."), remedy=message("Choose a column map.")
            )
        mapper = Mapper(self.run.column_map, self.fields, table.headings)
        return (mapper.row(record) for record in table.records)

    def count(self) -> int:
        """How many rows there are; InvalidInput as `rows`."""
        return sum(1 for _ in self.rows())
