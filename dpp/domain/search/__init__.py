"""Searching everything that this registry knows by one box: numbers and names, with typing mistakes.

subjects   what can be found, by which texts, and who may know of it
models     by which texts a model is found
folding    the form in which texts are compared
grams      the groups of three characters that an index holds, and which of them to ask
mistakes   how many typing mistakes lie between two texts
matching   whether a text answers what was typed, how well, and why
"""

from dpp.domain.search.matching import How, Match, compare
from dpp.domain.search.subjects import EVERYBODY, Entry, Kind, Reader, Subject, What

__all__ = ["EVERYBODY", "Entry", "How", "Kind", "Match", "Reader", "Subject", "What", "compare"]
