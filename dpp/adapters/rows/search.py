"""What models are found and put in order by, filled from public elements when the public part of a model is put."""

from sqlalchemy import Column, ForeignKeyConstraint, Index, Text
from sqlmodel import Field

from dpp.adapters.database import Row


class ModelSearchRow(Row, table=True):
    """The words of one model, in small letters (`dpp.domain.comparison`), and the status of its passport."""

    __tablename__ = "model_search"
    __table_args__ = (
        ForeignKeyConstraint(["model_id"], ["model_part.model_id"]),
        Index(None, "brand", "name", "model_id"),
    )

    model_id: str = Field(primary_key=True)
    status: str
    group: str
    brand: str
    name: str
    words: str = Field(sa_column=Column(Text, nullable=False))


class ModelFacetRow(Row, table=True):
    """One number of one model, by which it is filtered and put in order."""

    __tablename__ = "model_facet"
    __table_args__ = (
        ForeignKeyConstraint(["model_id"], ["model_part.model_id"]),
        Index(None, "facet", "number"),
    )

    model_id: str = Field(primary_key=True)
    facet: str = Field(primary_key=True)
    number: float
