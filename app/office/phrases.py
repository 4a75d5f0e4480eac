"""A passphrase drawn for somebody: asked on any page where a secret is chosen."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class SuggestPhrase:
    """Draw eight French words. Answered by ``PhraseSuggested``."""

    login: str
    label: str


@dataclass(frozen=True, slots=True)
class PhraseAsked:
    """Propose a passphrase for the account of ``login``, whose name is ``label``."""

    login: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class PhraseSuggested:
    """Eight words, shown until the page is left: they are written down, then typed."""

    phrase: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Secret:
    """A new secret as it was typed twice."""

    typed: str = field(repr=False)
    again: str = field(repr=False)

    @property
    def refusal(self) -> str:
        """Why it cannot be taken, "" when both are the same words."""
        if not self.typed:
            return "Tapez la nouvelle phrase de passe, deux fois."
        if self.typed != self.again:
            return "Les deux phrases de passe diffèrent. Tapez la même deux fois."
        return ""
