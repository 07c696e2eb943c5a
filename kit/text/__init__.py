"""Words, numbers and dates in the language of the reader.

Every word that a figure or page shows stands in `en.toml` and `ko.toml` under the same key; numbers, dates and units are
written by Babel, except the few forms of newspapers that it does not have (54억 달러, $5.4 billion).
"""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import format_compact_decimal, format_decimal, format_percent, get_currency_symbol

from kit.errors import KitError, NotFound
from kit.text.korean import korean_number, with_particles

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

LANGUAGES = ("en", "ko")
_IN_FULL_BELOW, _MAN = 1_000_000, 10_000


@cache
def words(lang: str) -> Words:
    """Give the words of a language, `en` or `ko`. Raises NotFound for another."""
    if lang not in LANGUAGES:
        what = "language"
        raise NotFound(what, lang, LANGUAGES)
    text = resources.files("kit.text").joinpath(f"{lang}.toml").read_text(encoding="utf-8")
    return Words(lang, _flat(tomllib.loads(text)))


def _flat(table: dict[str, Any], prefix: str = "") -> dict[str, str]:
    flat: dict[str, str] = {}
    for key, value in table.items():
        flat |= _flat(value, f"{prefix}{key}.") if isinstance(value, dict) else {f"{prefix}{key}": value}
    return flat


@dataclass(frozen=True)
class Words:
    """The words of one language, and its way of writing numbers, dates and ranges."""

    lang: str
    entries: dict[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """Give the words under a key, with values filled in and Korean particles fitted to what stands before them."""
        if key not in self.entries:
            msg = f"kit/text/{self.lang}.toml has no words for {key!r}; add them there and in the other language"
            raise KitError(msg)
        text = self.entries[key].format(**values)
        return with_particles(text) if self.lang == "ko" else text

    def has(self, key: str) -> bool:
        """Tell whether there are words under a key."""
        return key in self.entries

    def name(self, row: Mapping[str, Any], column: str) -> str:
        """Give a name of a row in this language: `<column>_ko` in Korean where it is filled, else `<column>`."""
        korean = row.get(f"{column}_ko") if self.lang == "ko" else None
        return str(korean or row[column] or "")

    def country(self, code: str) -> str:
        """Give the name of a country by its ISO 3166-1 alpha-2 code."""
        return str(Locale(self.lang).territories.get(code, code))

    def number(self, value: float, digits: int = 0) -> str:
        """Write a number with the separators of the language, with at most so many decimals."""
        return format_decimal(value, "#,##0." + "#" * digits if digits else "#,##0", locale=self.lang)

    def large(self, value: float) -> str:
        """Write a number in full below a million (in Korean ten thousand), above it as newspapers do: 5.4 billion, 3만2000, 1억2500만."""
        if abs(value) < (_MAN if self.lang == "ko" else _IN_FULL_BELOW):
            return self.number(value, 0 if value == int(value) else 1)
        if self.lang == "ko":
            return korean_number(value)
        text: str = format_compact_decimal(value, format_type="long", locale=self.lang, fraction_digits=2)
        return text

    def percent(self, share: float) -> str:
        """Write a share (a fraction of 1) in percent, with two significant digits below ten percent."""
        percent = abs(share) * 100
        digits = (
            0
            if percent >= 10 and round(percent, 1) == round(percent)
            else 1
            if percent >= 1
            else _digits_of_two(percent)
        )
        return format_percent(share, "0." + "#" * digits + "%" if digits else "0%", locale=self.lang)

    def money(self, value: float, currency: str) -> str:
        """Write an amount of money as newspapers do: $5.4 billion, 54억 달러."""
        if self.lang == "ko":
            return f"{self.large(value)} {self.entries.get(f'currency.{currency}', currency)}"
        return f"{get_currency_symbol(currency, locale=self.lang)}{self.large(value)}"

    def hours(self, hours: float) -> str:
        """Write a duration given in hours: minutes below two hours, hours below three days, else days."""
        if hours < 2:
            return self("unit.minutes", n=self.number(round(hours * 60)))
        if hours < 72:
            return self("unit.hours", n=self.number(hours, 1))
        return self("unit.days", n=self.number(hours / 24, 1))

    def day(self, moment: date) -> str:
        """Write a day: 19 July 2024, 2024년 7월 19일."""
        return format_date(moment, "y년 M월 d일" if self.lang == "ko" else "d MMMM y", locale=self.lang)

    def month(self, moment: date) -> str:
        """Write a month: July 2024, 2024년 7월."""
        return format_date(moment, "y년 M월" if self.lang == "ko" else "MMMM y", locale=self.lang)

    def short_month(self, moment: date) -> str:
        """Write a month for an axis: Jul 2024, 2024년 7월."""
        return format_date(moment, "y년 M월" if self.lang == "ko" else "MMM y", locale=self.lang)

    def year(self, moment: date) -> str:
        """Write a year: 2024, 2024년."""
        return format_date(moment, "y년" if self.lang == "ko" else "y", locale=self.lang)

    def short_day(self, moment: date) -> str:
        """Write a day without its year: 19 July, 7월 19일."""
        return format_date(moment, "M월 d일" if self.lang == "ko" else "d MMMM", locale=self.lang)

    def moment(self, moment: datetime, zone: str = "UTC") -> str:
        """Write a time of day with its zone: 19 July 2024, 04:09 UTC."""
        pattern = "y년 M월 d일 HH:mm" if self.lang == "ko" else "d MMMM y, HH:mm"
        local = moment.astimezone(ZoneInfo(zone))
        return f"{format_datetime(local, pattern, locale=self.lang)} {local.tzname()}"

    def span(self, low: str | None, high: str | None) -> str:
        """Write an interval of two written values: one value, a range, at least, at most, or not known."""
        if low is None and high is None:
            return self("span.unknown")
        if low is None or high is None:
            return self("span.at_most" if low is None else "span.at_least", value=high or low)
        return low if low == high else self("span.between", low=low, high=high)


def _digits_of_two(percent: float) -> int:
    """Give the decimals that two significant digits of a number below one take."""
    return 1 - math.floor(math.log10(percent)) if percent else 0
