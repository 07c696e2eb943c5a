"""Both languages say the same, numbers and dates are written as readers know them, and Korean particles fit."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

import re
from datetime import UTC, date, datetime
from string import Formatter

import pytest

from kit.errors import KitError, NotFound
from kit.text import LANGUAGES, words
from kit.text.korean import with_particles

EN, KO = words("en"), words("ko")


def placeholders(text: str) -> set[str]:
    """Give the names in braces."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_both_languages_have_the_same_keys() -> None:
    """What is said in one language is said in the other; names of publishers fall back to what the source prints."""
    english, korean = ({key for key in say.entries if not key.startswith("publisher.")} for say in (EN, KO))

    assert english == korean


def test_both_languages_fill_in_the_same_values() -> None:
    """A sentence has the same placeholders in both languages."""
    both = set(EN.entries) & set(KO.entries)

    assert [] == [key for key in sorted(both) if placeholders(EN.entries[key]) != placeholders(KO.entries[key])]


def test_no_english_sentence_stands_among_the_korean_ones() -> None:
    """An English entry of several words has a Korean one with Hangul in it."""
    several = [key for key, text in EN.entries.items() if re.search("[a-z]+ [a-z]+", re.sub(r"{.*?}", "", text))]

    assert [] == [key for key in several if not re.search("[가-힣]", KO.entries[key])]


def test_no_particle_stands_in_english() -> None:
    """Hangul has no place among the English words."""
    assert [] == [key for key, text in EN.entries.items() if re.search("[가-힣]", text)]


def test_no_entry_is_empty() -> None:
    """A key without words would be a blank in a figure."""
    assert [] == [key for lang in LANGUAGES for key, text in words(lang).entries.items() if not text.strip()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("카카오은/는", "카카오는"),
        ("대한항공을/를", "대한항공을"),
        ("크라우드스트라이크이/가", "크라우드스트라이크가"),
        ("델타항공과/와 제주항공", "델타항공과 제주항공"),
        ("서울(으)로", "서울로"),
        ("부산(으)로", "부산으로"),
        ("델타(으)로", "델타로"),
        ("8(으)로", "8로"),
        ("10(으)로", "10으로"),
        ("1,000을/를", "1,000을"),
        ("2.5이/가", "2.5가"),
        ("34%이/가", "34%가"),
        ("AWS은/는", "AWS는"),
        ("HTML(으)로", "HTML로"),
        ("카카오톡(KakaoTalk)은/는", "카카오톡(KakaoTalk)은"),
        ("‘메시지’을/를", "‘메시지’를"),
        ("카카오은/는 서비스을/를 복구", "카카오는 서비스를 복구"),
        ("은과 는은 그대로", "은과 는은 그대로"),
    ],
)
def test_particles_fit_the_sound_before_them(text: str, expected: str) -> None:
    """A particle follows the final consonant of what is read before it; numbers and acronyms are read aloud, brackets are not."""
    assert expected == with_particles(text)


@pytest.mark.parametrize(
    ("value", "english", "korean"),
    [
        (759, "759", "759"),
        (6855, "6,855", "6,855"),
        (8.5e6, "8.5 million", "850만"),
        (5.4e9, "5.4 billion", "54억"),
        (1e12, "1 trillion", "1조"),
    ],
)
def test_large_numbers_are_written_as_newspapers_do(value: float, english: str, korean: str) -> None:
    """In full below a million, above it in millions and billions or in 만, 억 and 조."""
    assert (english, korean) == (EN.large(value), KO.large(value))


@pytest.mark.parametrize(
    ("share", "expected"),
    [(0.0061, "0.61%"), (0.0085, "0.85%"), (0.072, "7.2%"), (0.34, "34%"), (0.998, "99.8%"), (1, "100%")],
)
def test_shares_keep_two_digits_that_count(share: float, expected: str) -> None:
    """A share of 1 is written in percent with as many decimals as its size asks for."""
    assert expected == EN.percent(share) == KO.percent(share)


def test_money_is_written_as_newspapers_do() -> None:
    """The sign stands before the number in English, the word behind it in Korean."""
    assert ("$5.4 billion", "54억 달러") == (EN.money(5.4e9, "USD"), KO.money(5.4e9, "USD"))


@pytest.mark.parametrize(
    ("hours", "english", "korean"),
    [(0.5, "30 min", "30분"), (12.5, "12.5 h", "12.5시간"), (127.5, "5.3 days", "5.3일")],
)
def test_durations_take_the_unit_of_their_size(hours: float, english: str, korean: str) -> None:
    """Minutes below two hours, hours below three days, days above."""
    assert (english, korean) == (EN.hours(hours), KO.hours(hours))


def test_days_are_written_out() -> None:
    """A day has its month in words in English, its signs in Korean."""
    assert ("19 July 2024", "2024년 7월 19일") == (EN.day(date(2024, 7, 19)), KO.day(date(2024, 7, 19)))


def test_a_time_of_day_says_its_zone() -> None:
    """No time stands without the zone that it is of."""
    moment = datetime(2024, 7, 19, 4, 9, tzinfo=UTC)

    assert "19 July 2024, 04:09 UTC" == EN.moment(moment)
    assert "19 July 2024, 00:09 EDT" == EN.moment(moment, "America/New_York")


@pytest.mark.parametrize(
    ("low", "high", "english", "korean"),
    [
        ("1", "2", "1 to 2", "1~2"),
        ("1", "1", "1", "1"),
        (None, "2", "at most 2", "최대 2"),
        ("1", None, "at least 1", "최소 1"),
        (None, None, "not known", "알려지지 않음"),
    ],
)
def test_an_open_end_is_said(low: str | None, high: str | None, english: str, korean: str) -> None:
    """An interval is a range, one value, at least, at most, or not known: never a blank."""
    assert (english, korean) == (EN.span(low, high), KO.span(low, high))


def test_a_name_falls_back_to_english() -> None:
    """Where there is no Korean name the English one stands."""
    rows = [{"name": "Talk", "name_ko": "톡"}, {"name": "Talk", "name_ko": None}]

    assert [("Talk", "톡"), ("Talk", "Talk")] == [(EN.name(row, "name"), KO.name(row, "name")) for row in rows]


def test_words_that_are_missing_are_named() -> None:
    """A figure that asks for words that nobody wrote fails with where to write them."""
    with pytest.raises(KitError, match=r"kit/text/ko\.toml has no words for 'nothing\.here'"):
        KO("nothing.here")


def test_another_language_is_refused() -> None:
    """English and Korean are what the kit speaks."""
    with pytest.raises(NotFound, match="there is no language 'de'"):
        words("de")
