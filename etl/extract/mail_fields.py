"""What is taken from a message's headers and body, and which messages did not reach the owner."""

from __future__ import annotations

from fast_mail_parser import PyMail

FIELDS = (
    "message_id",
    "sender",
    "recipients",
    "date",
    "subject",
    "body",
    "names",
    "automatic",
    "reply",
    "left_out",
)

# Gmail's own labels for what was not received, as Takeout spells them in the owner's language.
_NOT_RECEIVED = frozenset(
    {
        "Sent",
        "Drafts",
        "Draft",
        "Chat",
        "Chats",
        "Messages envoyés",
        "Brouillons",
        "Enviados",
        "Borradores",
        "Gesendet",
        "Entwürfe",
        "Rascunhos",
        "Inviati",
        "Posta inviata",
        "Bozze",
        "Verzonden",
        "Concepten",
        "送信済み",
        "送信済みメール",
        "下書き",
        "チャット",
        "已发送",
        "已发邮件",
        "草稿",
        "聊天",
        "寄件備份",
        "即時通訊",
        "보낸편지함",
        "임시보관함",
        "채팅",
    }
)
_BULK = frozenset({"bulk", "list", "junk", "auto_reply"})
_CALENDAR_METHODS = (b"METHOD:REPLY", b"METHOD:COUNTER", b"METHOD:REQUEST", b"METHOD:CANCEL")


def fields(mail: PyMail, owner: str) -> tuple[object, ...]:
    """Return a message's `FIELDS`. It runs once for each message: nothing here may be slow.

    Parameters
    ----------
    mail
        The parsed message.
    owner
        The address, in lower case, of the mailbox's owner.

    Returns
    -------
    tuple
        Text, but for the last three: whether a machine sent it, whether it answers another mail (RFC
        5322, In-Reply-To or References), and whether it is to be left out, as
        the owner wrote it or it is a draft or a chat. `recipients` are separated by spaces and
        hold the owner, who got it even as a blind copy.
    """
    heads = {name.lower(): values[0] for name, values in mail.headers.items()}
    sender = mail.from_.address.strip().lower() if mail.from_ else ""
    labels = heads.get("x-gmail-labels")
    bodies = mail.text_plain
    if not any(body and not body.isspace() for body in bodies):
        bodies = mail.text_html or bodies
    to = {address.address.strip().lower() for address in (*mail.to, *mail.cc)}
    to.add(owner)
    return (
        heads.get("message-id", "").strip() or None,
        sender,
        " ".join(sorted(to)),
        mail.date,
        mail.subject,
        "\n".join(bodies),
        " ".join(one.display_name or "" for one in (mail.from_, *mail.to, *mail.cc) if one),
        _is_automatic(heads, mail),
        "in-reply-to" in heads or "references" in heads,
        sender == owner
        or (labels is not None and not _NOT_RECEIVED.isdisjoint(map(str.strip, labels.split(","))))
        or (not sender and ("x-unsent" in heads or "x-mozilla-draft-info" in heads)),
    )


def _is_automatic(heads: dict[str, str], mail: PyMail) -> bool:
    """Tell whether a machine sent it: RFC 3834, and what mail systems did before it."""
    return (
        heads.get("auto-submitted", "no").strip().lower() != "no"
        or heads.get("precedence", "").strip().lower() in _BULK
        or "list-id" in heads
        or "x-autoreply" in heads
        or "x-autorespond" in heads
        or heads.get("return-path", "").strip() == "<>"
        or any(
            part.mimetype == "text/calendar"
            and any(method in part.content.upper() for method in _CALENDAR_METHODS)
            for part in mail.attachments
        )
    )
