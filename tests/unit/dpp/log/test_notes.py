"""Signed notes, verifier keys and checkpoints, with the example of Go's package of signed notes."""

from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpp.adapters.log.keys import SigningKey, verify
from dpp.domain.log.checkpoint import (
    Checkpoint,
    SignedCheckpoint,
    check_cosignature,
    cosignature,
    cosigned_message,
    read_size,
)
from dpp.domain.log.notes import KeyKind, Note, Signature, VerifierKey
from dpp.domain.log.tree import EMPTY_ROOT

KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PRIVATE = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
LINE = (
    "\N{EM DASH} PeterNeumann "
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
CHECKPOINT = Checkpoint("example.nl/log", 3, EMPTY_ROOT)
WITNESS = SigningKey.new("witness.example/w1", KeyKind.COSIGNATURE)
LOG = SigningKey.new("example.nl/log", KeyKind.ED25519)


def signed(*keys: SigningKey, text: str = CHECKPOINT.text) -> Note:
    lines = (Signature(each.verifier.name, each.verifier.key_id, each.sign(text.encode())) for each in keys)
    return Note(text, tuple(lines))


def test_the_known_example_is_read_written_and_believed() -> None:
    key, note = VerifierKey.parse(KEY), Note.parse(f"{TEXT}\n{LINE}")
    assert note.signed_by([key], verify) == (key,)
    assert (key.text, note.content) == (KEY, f"{TEXT}\n{LINE}")


def test_a_private_key_of_that_example_makes_the_same_signature() -> None:
    key = SigningKey.parse(PRIVATE)
    assert signed(key, text=TEXT).content == f"{TEXT}\n{LINE}"
    assert (key.verifier.text, key.line) == (KEY, PRIVATE)


def test_a_signature_of_an_unknown_key_is_passed_over() -> None:
    assert signed(LOG).signed_by([VerifierKey.parse(KEY)], verify) == ()


def test_a_signature_of_a_known_key_that_does_not_fit_spoils_the_note() -> None:
    other = Note(CHECKPOINT.text.replace("3", "4"), signed(LOG).signatures)
    with pytest.raises(ValueError, match="does not fit"):
        other.signed_by([LOG.verifier], verify)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "text\n",
        f"text\n{LINE}",
        f"text\n\n{LINE.strip()}",
        "text\n\nno dash\n",
        f"tab\there\n\n{LINE}",
        f"text\n\n{LINE}{LINE.replace('PeterNeumann', 'two words')}",
        f"text\n\n{LINE.replace('PeterNeumann', 'plus+plus')}",
        "text\n\n\N{EM DASH} name ????\n",
        f"text\n\n\N{EM DASH} name {b64encode(b'four').decode()}\n",
        f"text\n\n{LINE * 101}",
    ],
)
def test_what_is_no_note_is_refused(content: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        Note.parse(content)


@pytest.mark.parametrize(
    "text", ["", "a+b", KEY.replace("c74f20a3", "c74f20a4"), KEY[:-4], KEY.replace("ARpc", "AhpC"), "a b+c+d"]
)
def test_what_is_no_verifier_key_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        VerifierKey.parse(text)


@given(st.text(max_size=200))
def test_any_text_is_a_note_or_refused(text: str) -> None:
    try:
        note = Note.parse(text)
    except ValueError:
        return
    assert Note.parse(note.content) == note


def test_a_checkpoint_is_written_as_the_standard_does() -> None:
    assert CHECKPOINT.text == f"example.nl/log\n3\n{b64encode(EMPTY_ROOT).decode()}\n"
    assert Checkpoint.parse(CHECKPOINT.text) == CHECKPOINT
    assert Checkpoint.parse(f"{CHECKPOINT.text}an extension\n") == CHECKPOINT


@pytest.mark.parametrize(
    "text",
    [
        "example.nl/log\n3\n",
        f"\n3\n{b64encode(EMPTY_ROOT).decode()}\n",
        f"log\n03\n{b64encode(EMPTY_ROOT).decode()}\n",
        f"log\n-3\n{b64encode(EMPTY_ROOT).decode()}\n",
        f"log\n\N{SUPERSCRIPT TWO}\n{b64encode(EMPTY_ROOT).decode()}\n",
        "log\n3\nc2hvcnQ=\n",
        "log\n3\n????\n",
        f"log\n3\n{b64encode(EMPTY_ROOT).decode()}\n\nbehind an empty line\n",
    ],
)
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        Checkpoint.parse(text)


def test_a_size_has_no_leading_zeroes() -> None:
    assert [read_size("0"), read_size("120")] == [0, 120]


def test_a_cosignature_signs_the_time_and_the_whole_text() -> None:
    time = 1_679_315_147
    message = cosigned_message(CHECKPOINT.text, time)
    assert message == f"cosignature/v1\ntime {time}\n{CHECKPOINT.text}".encode()
    line = cosignature(WITNESS.verifier, time, WITNESS.sign(message))
    note = SignedCheckpoint.parse(signed(LOG).with_signature(line).content)
    (found,) = note.cosigned_by([WITNESS.verifier], verify)
    assert (found.key, found.time) == (WITNESS.verifier, time)
    assert note.signed_by([LOG.verifier], verify) == (LOG.verifier,)
    assert note.cosigned_by([LOG.verifier], verify) == ()


@pytest.mark.parametrize("wrong", ["time", "text", "key", "short"])
def test_a_cosignature_of_anything_else_does_not_fit(wrong: str) -> None:
    other = SigningKey.new("witness.example/w1", KeyKind.COSIGNATURE)
    line = cosignature(WITNESS.verifier, 5, WITNESS.sign(cosigned_message(CHECKPOINT.text, 5)))
    if wrong == "time":
        line = Signature(line.name, line.key_id, b"\x00" * 7 + b"\x06" + line.content[8:])
    if wrong == "short":
        line = Signature(line.name, line.key_id, line.content[:9])
    text = "other\n" if wrong == "text" else CHECKPOINT.text
    key = other.verifier if wrong == "key" else WITNESS.verifier
    with pytest.raises(ValueError, match="does not fit"):
        check_cosignature(text, line, key, verify)


def test_one_key_has_another_id_for_another_use() -> None:
    """So that a cosignature is never taken for the log's own signature."""
    as_log = VerifierKey("name", KeyKind.ED25519, b"k" * 32)
    as_witness = VerifierKey("name", KeyKind.COSIGNATURE, b"k" * 32)
    assert as_log.key_id != as_witness.key_id
