"""What is a thank-you note, told by the text alone: one that thanks for an interview that took place."""

from __future__ import annotations

import pandas as pd
import pytest

from etl.notes.classify import classify

NOTE, OTHER = True, False

# why, subject, body, whether it is a note
RULES = [
    ("thanks for the interview", "", "Thank you for the interview yesterday. Regards, Sam", NOTE),
    (
        "thanks for time, and recalls",
        "",
        "I appreciate your time today and your question on risk.",
        NOTE,
    ),
    ("glad of the meeting", "", "It was a pleasure to meet you and the team this morning.", NOTE),
    ("two lines", "", "thx for seeing me today, loved the shop! kay", NOTE),
    (
        "a note that also asks about the timeline",
        "Thank you",
        "Thank you for the interview on Monday, I enjoyed it. When do you expect to decide?",
        NOTE,
    ),
    (
        "what it answers is not looked at",
        "Re: Interview",
        "Thank you for today, I enjoyed meeting you both.\n\n"
        "On Mon, 3 Mar 2025, Pat wrote:\n> Could you confirm Thursday at 10?\n> We offer parking.",
        NOTE,
    ),
    (
        "HTML alone",
        "",
        "<div>Thank&nbsp;you for the <b>interview</b> yesterday.<br>I enjoyed our talk.</div>",
        NOTE,
    ),
    (
        "an interview still to come",
        "",
        "Thank you for the invitation. I will attend on Friday.",
        OTHER,
    ),
    ("asks to move it", "", "Thank you, but could we reschedule the interview to Monday?", OTHER),
    (
        "withdraws, however warmly",
        "",
        "Thank you for the interview yesterday, I enjoyed it. I have decided to withdraw.",
        OTHER,
    ),
    (
        "answers a rejection",
        "",
        "Thank you for letting me know. I am disappointed, but I enjoyed the interview.",
        OTHER,
    ),
    (
        "accepts an offer",
        "",
        "I am delighted to accept the offer. Thank you for the interview and your trust.",
        OTHER,
    ),
    (
        "declines an offer",
        "",
        "Thank you for the offer and the interviews. I have decided not to accept it.",
        OTHER,
    ),
    (
        "negotiates pay",
        "",
        "Thank you for the offer. Could the salary be raised to £40,000?",
        OTHER,
    ),
    (
        "only asks for the decision",
        "",
        "I was interviewed three weeks ago and have not heard back. Any news? Thank you.",
        OTHER,
    ),
    (
        "applies",
        "",
        "I wish to apply for the post. My CV is attached. Thank you for your time.",
        OTHER,
    ),
    (
        "thanks for advice",
        "",
        "Thank you for the coffee yesterday and for your advice on a career in nursing.",
        OTHER,
    ),
    (
        "recommends somebody else",
        "",
        "Thanks for the interview last month. My friend Jo is looking, can I give her your email?",
        OTHER,
    ),
    (
        "a rehearsal",
        "",
        "Thanks for the mock interview yesterday, I feel ready for tomorrow.",
        OTHER,
    ),
    (
        "an automatic reply",
        "Automatic reply: Thank you for the interview",
        "I am out of the office until Monday.",
        OTHER,
    ),
    (
        "a newsletter",
        "",
        "How to say thank you after an interview. Unsubscribe | View in browser",
        OTHER,
    ),
    (
        "a note that is only quoted",
        "Re: Interview",
        "Any news yet? I have not heard back.\n\n> Thank you for the interview. I enjoyed it.",
        OTHER,
    ),
    (
        "a disclaimer that thanks",
        "",
        "Documents attached as requested.\n\n"
        "This e-mail is confidential and intended solely for the addressee. Thank you for your time.",
        OTHER,
    ),
    ("nothing said", "", "", OTHER),
]

LANGUAGES = [
    ("es", "Gracias por la entrevista de ayer, me gustó mucho hablar con usted.", NOTE),
    ("es", "Gracias por la invitación. Confirmo mi asistencia a la entrevista del jueves.", OTHER),
    ("fr", "Merci pour l'entretien d'hier, j'ai été ravie de vous rencontrer.", NOTE),
    (
        "fr",
        "Merci de votre accueil. Je retire ma candidature, ayant accepté un autre poste.",
        OTHER,
    ),
    ("de", "Vielen Dank für das nette Gespräch gestern, es hat mir gut gefallen.", NOTE),
    ("de", "Vielen Dank für das Gespräch. Leider ziehe ich meine Bewerbung zurück.", OTHER),
    ("pt", "Obrigada pela entrevista de ontem, adorei conhecer a equipe.", NOTE),
    ("pt", "Obrigado pelo retorno. Que pena não ter sido selecionado.", OTHER),
    ("it", "Grazie per il colloquio di ieri, è stato un piacere conoscervi.", NOTE),
    ("it", "Grazie per la proposta, che accetto con piacere. Allego il contratto firmato.", OTHER),
    ("nl", "Bedankt voor het fijne gesprek van gisteren, het was leuk jullie te ontmoeten.", NOTE),
    ("nl", "Bedankt voor de uitnodiging, dinsdag schikt mij prima.", OTHER),
    (
        "ja",
        "昨日は面接のお時間をいただき、ありがとうございました。お話を伺えて嬉しかったです。",
        NOTE,
    ),
    ("ja", "面接ではありがとうございました。誠に勝手ながら選考を辞退させていただきます。", OTHER),
    ("zh", "感谢您昨天抽出时间面试我，与您交流很愉快。", NOTE),
    ("zh", "感谢贵公司的面试邀请，我确认周三准时参加。", OTHER),
    ("ko", "어제 면접 시간 내주셔서 감사합니다. 뵙게 되어 반가웠습니다.", NOTE),
    ("ko", "결과 알려 주셔서 감사합니다. 아쉽지만 다음 기회에 지원하겠습니다.", OTHER),
]


@pytest.mark.parametrize(
    ("why", "subject", "body", "expected"), RULES, ids=[row[0] for row in RULES]
)
def test_a_note_thanks_for_an_interview_that_took_place(
    why: str, subject: str, body: str, expected: bool
) -> None:
    assert judged(subject, body) == expected, why


@pytest.mark.parametrize(("language", "body", "expected"), LANGUAGES)
def test_in_ten_languages(language: str, body: str, expected: bool) -> None:
    assert judged("", body) == expected, language


PLAIN = [
    "Thank you for the interview.",
    "Thanks for the interview.",
    "Thank you for interviewing me.",
    "Thank you for meeting with me.",
    "Gracias por la entrevista.",
    "Merci pour l'entretien.",
    "Vielen Dank für das Gespräch.",
    "Obrigado pela entrevista.",
    "Grazie per il colloquio.",
    "Bedankt voor het gesprek.",
    "面接ありがとうございました。",
    "谢谢您的面试。",
    "면접 감사합니다.",
]
NEXT_TO_NOTHING = [
    "x", "ok", "Thanks!", "Thank you.", "Gracias", "Merci !", "谢谢", "감사합니다", "See you on Monday.",
    "Thank you for the invitation.", "Merci pour l'invitation.", "Vielen Dank für die Einladung.",
]  # fmt: skip


@pytest.mark.parametrize("body", PLAIN)
def test_the_plainest_thanks_are_a_note(body: str) -> None:
    assert judged("", body)


@pytest.mark.parametrize("body", NEXT_TO_NOTHING)
def test_what_says_next_to_nothing_is_none(body: str) -> None:
    assert not judged("", body)


def test_what_a_machine_sent_is_never_a_note() -> None:
    sure = "Thank you for the interview yesterday. I enjoyed meeting you."
    assert judged("", sure)
    assert not judged("", sure, automatic=True)


def judged(subject: str, body: str, *, automatic: bool = False) -> bool:
    message = pd.DataFrame({"subject": [subject], "body": [body], "automatic": [automatic]})
    return bool(classify(message)["is_note"][0])
