"""How many typing mistakes lie between two texts.

A mistake is one character that is wrong, missing or too many, or two neighbours that changed places: the optimal string
alignment distance (after Damerau, "A technique for computer detection and correction of spelling errors", 1964).
"""

MOST = 2


def mistakes(typed: str, there: str, most: int = MOST) -> int | None:
    """The number of mistakes; None where there are more than `most`."""
    if abs(len(typed) - len(there)) > most:
        return None
    typed, there = _without_common(typed, there)
    if not typed or not there:
        return len(typed) + len(there)  # at most `most`, by their lengths
    if len(typed) == len(there) == 1 or (len(typed) == 2 and typed == there[::-1]):
        return 1 if most else None
    if most < MOST:
        return None  # one mistake leaves nothing else between the same beginning and the same end
    found = _aligned(typed, there, most)
    return found if found <= most else None


def _without_common(first: str, second: str) -> tuple[str, str]:
    """What is left between the same beginning and the same end: after one mistake two characters at most."""
    shortest = min(len(first), len(second))
    start = next((place for place in range(shortest) if first[place] != second[place]), shortest)
    first, second = first[start:], second[start:]
    shortest = min(len(first), len(second))
    end = next((place for place in range(shortest) if first[-1 - place] != second[-1 - place]), shortest)
    return first[: len(first) - end], second[: len(second) - end]


def _aligned(first: str, second: str, most: int) -> int:
    before: list[int] = []
    row = list(range(len(second) + 1))
    for place, letter in enumerate(first, 1):
        above, row = row, [place]
        for other, there in enumerate(second, 1):
            cost = min(above[other] + 1, row[other - 1] + 1, above[other - 1] + (letter != there))
            if place > 1 and other > 1 and letter == second[other - 2] and first[place - 2] == there:
                cost = min(cost, before[other - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
        before = above
    return row[-1]
