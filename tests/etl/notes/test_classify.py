"""The shape of what the classifier gives, and that it is what the data files say."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from etl.notes import classify as notes
from etl.notes import lexicon
from etl.notes.features import LEXICON, features, languages, written
from etl.notes.fit import training_texts

SURE = "Thank you for the interview yesterday. I enjoyed our conversation and meeting the team."


def judge(*bodies: str | None, automatic: bool = False) -> pd.DataFrame:
    index = [10 * number for number in range(len(bodies))]
    messages = pd.DataFrame({"subject": None, "body": list(bodies)}, index=index)
    return notes.classify(messages.assign(automatic=automatic))


def test_the_index_is_kept_and_missing_text_is_no_note() -> None:
    judged = judge(SURE, None, "")
    assert judged.index.tolist() == [0, 10, 20]
    assert judged["is_note"].tolist() == [True, False, False]
    assert judged["probability"].between(0, 1).all()


def test_no_messages_give_no_judgements_of_the_same_types() -> None:
    empty, full = judge(), judge(SURE)
    assert empty.empty
    assert empty.dtypes.tolist() == full.dtypes.tolist()


def test_reasons_are_codes_with_words_the_weightiest_first() -> None:
    codes = judge(SURE)["reasons"][0].split(",")
    assert set(codes) <= notes.REASONS.keys()
    weights = [abs(notes.WEIGHTS[code]) for code in codes if code in notes.WEIGHTS]
    assert weights == sorted(weights, reverse=True)
    assert len({notes.LIKE_NOTES, notes.LIKE_OTHERS} & set(codes)) == 1
    assert {"thanks_for_interview", "glad_of_meeting"} <= set(codes)
    assert judge(SURE, automatic=True)["reasons"].tolist() == ["automatic"]


def test_a_message_is_judged_alone_or_among_others_alike() -> None:
    bodies = [
        SURE,
        "Any news about my application?",
        "Gracias por la entrevista de ayer.",
        SURE * 9,
    ]
    together = judge(*bodies)["probability"].to_numpy()
    alone = [judge(body)["probability"].iloc[0] for body in bodies]
    assert together.tolist() == alone


def test_text_in_several_arrow_chunks_is_read() -> None:
    one = pd.DataFrame({"subject": ["Hi"], "body": [SURE], "automatic": [False]}).astype(
        {"body": "str"}
    )
    assert notes.classify(pd.concat([one, one, one], ignore_index=True))["is_note"].all()


@pytest.mark.parametrize("code", notes.WEIGHTS)
def test_a_weight_never_turns_the_meaning_of_its_feature_round(code: str) -> None:
    assert notes.WEIGHTS[code] * LEXICON.features[code].direction >= 0


def test_the_version_names_the_data_files() -> None:
    assert notes.VERSION.endswith(lexicon.digest())


@pytest.mark.parametrize("language", lexicon.LANGUAGES)
def test_patterns_compile_and_none_matches_nothing(language: str) -> None:
    nothing = pa.array(["", " ", "x", "7"])
    for sign, patterns in LEXICON.signs[language].items():
        for pattern in patterns:
            assert not pc.any(pc.match_substring_regex(nothing, pattern)).as_py(), sign


@pytest.mark.parametrize(
    "subject",
    [
        "Automatic reply: Thank you",
        "Abwesenheitsnotiz: Danke",
        "自動応答：面接のお礼",
        "AUTO : thanks",
    ],
)
def test_what_a_mail_program_calls_an_automatic_reply_is_never_a_note(subject: str) -> None:
    told = pd.DataFrame({"subject": [subject], "body": [SURE], "automatic": [False]})
    judged = notes.classify(told)
    assert judged["reasons"].tolist() == ["automatic"] and not judged["is_note"][0]


def test_a_language_is_told_by_its_script_or_its_words() -> None:
    told = {
        "Thank you for the time you gave me": "en",
        "Gracias por el tiempo que me dedicaron": "es",
        "Merci pour le temps que vous m'avez consacré": "fr",
        "Vielen Dank für die Zeit, die Sie sich genommen haben": "de",
        "Obrigado pelo tempo que você me dedicou": "pt",
        "Grazie per il tempo che mi ha dedicato": "it",
        "Bedankt voor de tijd die u voor mij heeft genomen": "nl",
        "Dank voor het gesprek": "nl",
        "お時間をいただきありがとうございました": "ja",
        "感谢您抽出宝贵的时间": "zh",
        "시간 내주셔서 감사합니다": "ko",
        "Thank you for the meeting, 山田様": "en",
    }
    texts = written(pd.Series([""] * len(told)), pd.Series(list(told)))
    assert languages(texts).tolist() == list(told.values())


def test_training_texts_are_read_in_their_own_language() -> None:
    texts = training_texts()
    told = languages(written(texts["subject"], texts["body"]))
    # A few short ones are written in two languages, or in words that two have.
    assert (told != texts["lang"]).mean() <= 0.005


def test_sentences_survive_wrapped_lines_titles_and_dates() -> None:
    body = (
        "I should like to thank you, Mr. Brown, most warmly for the long and\n"
        "interesting interview on 3.4. in your office. Bye."
    )
    (text,) = written(pd.Series([""]), pd.Series([body])).to_pylist()
    assert "interesting interview on 3.4 in your office." in text
    assert features(pa.array([text]))["thanks_for_interview"].tolist() == [True]
