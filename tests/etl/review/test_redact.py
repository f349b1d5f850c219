"""No name that is known beforehand survives, and few of the others do."""

from __future__ import annotations

import json
import re
import time

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.extract.newest import newest_part
from etl.notes import lexicon
from etl.notes.lexicon import fold
from etl.review.redact import NAME, redacted

CASES = [
    ("en", "Dear Pat,\nThank you.\nBest,\nZoë Li", "Dear [name],\nThank you.\nBest,\n[name]"),
    ("en", "Hi Pat and Kim, lovely to meet Ms. Okafor.", "Hi [name], lovely to meet Ms. [name]."),
    ("en", "hi fiona, thanks x\nkayleigh", "hi [name], thanks x\n[name]"),
    ("en", "Thanks all. I said I would. Odile", "Thanks all. I said I would. [name]"),
    ("en", "We met at Tallow Finch on Tuesday.", "We met at [name] on Tuesday."),
    ("en", "Call 0171 496 0123 or see www.a.example/x", "Call [number] or see [link]"),
    ("en", "Write to p.o@a.example please.", "Write to [address] please."),
    ("en", "My name is Ana Ruiz. I enjoyed it.", "My name is [name]. I enjoyed it."),
    ("en", "Find me as @priya_k or on github.com/priyak today.", "Find me as [name] or on [link] today."),
    ("en", "I sent my CV as a PDF and spoke with PRIYA of HR.", "I sent my CV as a PDF and spoke with [name] of HR."),
    ("en", "PRIYA was kind to me and to all of us.", "[name] was kind to me and to all of us."),
    ("en", "THANK YOU so much for your time, it was kind.", "THANK YOU so much for your time, it was kind."),
    ("de", "Sehr geehrte Frau Ebert, danke für das Gespräch. Gruß, Werner",
     "Sehr geehrte Frau [name], danke für das Gespräch. Gruß, [name]"),
    ("es", "Gracias por la entrevista. Mucha suerte, Carlota", "Gracias por la entrevista. Mucha suerte, [name]"),
    ("fr", "Bonjour Madame Le Goff, merci pour hier. Corentin", "Bonjour Madame [name], merci pour hier. [name]"),
    ("pt", "Prezada Dra. Lima, obrigado pela entrevista.\nAbraços,\nCaio", "Prezada Dra. [name], obrigado pela entrevista.\nAbraços,\n[name]"),
    ("it", "Gentile dott. Conti, grazie per il colloquio. Saluti, Luca", "Gentile dott. [name], grazie per il colloquio. Saluti, [name]"),
    ("nl", "Beste heer Smit, dank voor het gesprek. Groeten, Bert", "Beste heer [name], dank voor het gesprek. Groeten, [name]"),
    ("ja", "瀬能様\n根津と申します。面接のお礼を申し上げます。\n根津 葵", "[name]様\n[name]と申します。面接のお礼を申し上げます。\n[name]"),
    ("zh", "王总，谢谢您的面试。 赵凯", "[name]总，谢谢您的面试。[name]"),
    ("ko", "원장님, 어제 면접 감사합니다. 정유진", "[name]님, 어제 면접 감사합니다.[name]"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "body", "shown"), CASES, ids=lambda value: value[:12])
def test_names_go_and_words_stay(language: str, body: str, shown: str) -> None:
    assert redacted(f"Re: hello\n\n{body}", "", "") == f"Re: hello\n\n{shown}"


def test_a_subject_with_capitals_keeps_its_words() -> None:
    assert redacted("Thank You For Your Time Kim\n\nx", "", "").startswith(
        "Thank You For Your Time [name]"
    )


LETTERS = st.sampled_from("abdefgklmnoprstuvzéñöçłžшжя")
PERSON = st.text(LETTERS, min_size=4, max_size=9).map(str.title)
FILLER = st.sampled_from(
    ["thank you for", "the interview", "\n", "merci", ", ", "danke. ", "x ", "'s "]
)


@given(st.lists(PERSON, min_size=1, max_size=4), st.lists(FILLER, max_size=12), st.data())
def test_no_word_of_a_display_name_survives(names: list[str], rest: list[str], data) -> None:  # type: ignore[no-untyped-def]
    parts = data.draw(
        st.permutations([*rest, *names, *(name.lower() for name in names), *map(str.upper, names)])
    )
    shown = redacted(" ".join(parts), " ".join(names), "")
    left = {fold(word) for word in re.findall(r"[^\W\d_]+", shown)}
    assert not left & {fold(name) for name in names} - {"name", "link"}


@given(PERSON, PERSON)
def test_no_word_of_an_address_survives(first: str, last: str) -> None:
    address = f"{first}.{last}7@example.com".lower()
    shown = redacted(f"Hello\n\nthanks from {first} of the {last} family", "", address)
    assert not {fold(first), fold(last)} & {fold(word) for word in re.findall(r"[^\W\d_]+", shown)}


def test_names_in_scripts_without_spaces_go() -> None:
    assert "葵" not in redacted("面接\n\n遠藤葵は本日面接を受けました。", "遠藤 葵", "")


@pytest.mark.parametrize("particles", ["Ana de la Cruz", "HR Team", "The Hiring Manager"])
def test_words_that_name_nobody_stay(particles: str) -> None:
    said = "thanks to the team for a day of work, de la verdad"
    assert redacted(f"Re\n\n{said}", particles, "") == f"Re\n\n{said}"


def test_hardly_any_signature_survives() -> None:
    """Of the training texts that end in a capitalised word or a short CJK one: the sender's name."""
    signed = survived = 0
    lines = (lexicon.HERE / "training.jsonl").read_text(encoding="utf-8").splitlines()
    # A quarter of them by default; all of them take half a minute.
    step = 1 if settings.get_current_profile_name() == "slow" else 4
    messages = [json.loads(line) for line in lines[::step]]
    bodies = newest_part(pa.array([message["body"] for message in messages])).to_pylist()
    for message, body in zip(messages, bodies, strict=True):
        last = re.findall(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*", body)[-1:]
        if not last or body[-1] in ".!?。！？…":
            continue
        if last[0][0].isupper() or (message["lang"] in ("ja", "zh", "ko") and len(last[0]) < 7):
            shown = redacted(f"{message['subject'] or ''}\n\n{body}", "", "")
            signed += 1
            survived += shown.endswith(last[0]) and last[0] not in ("드림", "올림", "敬上")
    assert signed > 600 / step
    assert survived / signed < 0.01


@pytest.mark.parametrize(
    "text", ["Best,\n" + "a b c " * 600, "Anna " * 800, "Hi a & " * 500, "1 " * 2000, "李" * 4000]
)
def test_no_text_takes_long(text: str) -> None:
    begun = time.perf_counter()
    assert NAME not in redacted("", "", "")
    redacted(f"x\n\n{text}", "Anna Lee", "a@example.com")
    assert time.perf_counter() - begun < 2
