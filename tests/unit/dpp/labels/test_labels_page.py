"""docs/labels.md tells the sizes that there are."""

import re
from pathlib import Path

from dpp.domain.labels.symbols import qr_code
from tests.support.label_pictures import SIZES

PAGE = (Path(__file__).parents[4] / "docs" / "labels.md").read_text(encoding="utf-8")


def test_every_size_stands_in_the_table_with_its_millimetres_and_places() -> None:
    told = re.findall(r"^\| ([a-z]+-[a-z0-9-]+) \| ([\d.]+) x ([\d.]+)[^|]* \| (\d+) \|", PAGE, re.MULTILINE)
    sizes = [(size.name, f"{size.width:g}", f"{size.height:g}", str(size.places)) for size in SIZES.all()]
    assert told == sizes


def test_the_arithmetic_of_the_page_is_ours() -> None:
    told = re.findall(r"up to (\d+) characters.*?\((\d+) \+ 8\) x 0\.4 = ([\d.]+) mm", PAGE)
    assert len(told) == 3
    for characters, modules, side in told:
        longest, longer = (qr_code("x" * (int(characters) + more)).modules for more in (0, 1))
        assert str(longest) == modules
        assert longer > longest
        assert side == f"{(longest + 8) * 0.4:.1f}"
