"""The words a closed vocabulary is written with in cells, in every language and loosely."""

from __future__ import annotations

from functools import lru_cache

from b2bdesk.core.i18n import in_every_language
from b2bdesk.exchange_formats.kinds import ChoiceSet
from b2bdesk.exchange_formats.words import words_of
from b2bdesk.models.enums import WORDS

_SYNONYMS = {
    "customer": "end_customer", "reseller": "partner", "distributor": "partner", "lead": "prospect",
    "economic buyer": "budget_holder", "decision maker": "decider", "purchaser": "buyer",
    "skeptic": "sceptic", "detractor": "opponent", "advocate": "champion", "out": "outbound",
    "in": "inbound", "phone": "call", "telephone": "call", "meeting": "visit", "e mail": "email",
    "mail": "email", "video call": "video", "chat": "message", "customer sustaining": "customer",
    "batch": "order", "time driven": "time_driven", "we": "us", "they": "them", "it": "technical",
    "procurement": "purchasing", "accounting": "finance", "management": "decision_maker",
    "partnership": "collaborative", "collaborative exchange": "collaborative",
    "advisor": "adviser", "consultant": "adviser", "press": "media", "early adopter": "visionary",
    "early majority": "pragmatist", "late majority": "conservative",
    "order lines": "order_lines", "lines": "order_lines", "in progress": "in_talks",
}  # fmt: skip


@lru_cache(maxsize=100)
def choice_words(choices: ChoiceSet) -> tuple[tuple[str, str], ...]:
    """Every word a closed vocabulary's members are written with, and the member's key."""
    members = {member.value: member for member in choices}
    found = {words_of(key): key for key in members}
    for key, member in members.items():
        for word in in_every_language(WORDS[member]) if member in WORDS else ():
            found.setdefault(words_of(word), key)
    for word, key in _SYNONYMS.items():
        if key in members:
            found.setdefault(words_of(word), key)
    return tuple(found.items())
