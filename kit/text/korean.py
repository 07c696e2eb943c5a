"""Korean particles that fit the sound before them: 은/는, 이/가, 을/를, 과/와, (으)로."""

from __future__ import annotations

import math
import re

_FINALS = 28  # a Hangul syllable block is (initial * 21 + medial) * 28 + final
_RIEUL = 8
_NONE, _OTHER = 0, 1
_DIGITS = {
    "0": _OTHER,
    "1": _RIEUL,
    "2": _NONE,
    "3": _OTHER,
    "4": _NONE,
    "5": _NONE,
    "6": _OTHER,
    "7": _RIEUL,
    "8": _RIEUL,
    "9": _NONE,
}
_LETTERS = {"L": _RIEUL, "R": _RIEUL, "M": _OTHER, "N": _OTHER}
_RIEUL_ENDINGS = ("l", "le")  # 구글, 애플
_CLOSED_ENDINGS = ("m", "n", "ng", "p", "ck", "ook", "net", "ab")  # 줌, 아마존, 앱, 슬랙, 페이스북, 깃랩
_SIGNS = {"%": _NONE, "$": _NONE, "℃": _NONE}
_PAIRS = {
    "은/는": ("은", "는"),
    "이/가": ("이", "가"),
    "을/를": ("을", "를"),
    "과/와": ("과", "와"),
    "이나/나": ("이나", "나"),
}
_PARTICLE = re.compile(r"(은/는|이/가|을/를|과/와|이나/나|\(으\)로)")


_UNITS = ((10**12, "조"), (10**8, "억"), (10**4, "만"))
_SIGNIFICANT = 4
_IN_FULL_BELOW = 1_000_000


def korean_number(value: float) -> str:
    """Write a number from ten thousand on as newspapers do, from a million on with four significant digits: 3만2156, 850만, 5억4000만."""
    digits = math.floor(math.log10(abs(value))) + 1
    step = 1 if abs(value) < _IN_FULL_BELOW else 10 ** max(0, digits - _SIGNIFICANT)
    left, parts = round(abs(value) / step) * step, []
    for size, unit in _UNITS:
        count, left = divmod(left, size)
        parts += [f"{count}{unit}"] if count else []
    parts += [str(left)] if left else []
    return ("-" if value < 0 else "") + "".join(parts)


def with_particles(text: str) -> str:
    """Replace each pair of particles in a text by the one that fits the sound before it."""
    parts = _PARTICLE.split(text)
    fitted = parts[0]
    for particle, rest in zip(parts[1::2], parts[2::2], strict=True):
        fitted += _fit(particle, final_sound(fitted)) + rest
    return fitted


def final_sound(text: str) -> int:
    """Tell the final consonant of a text as it is read: 0 none, 8 rieul, another number any other."""
    spoken = re.sub(r"\([^()]*\)$", "", re.sub(r"<[^>]*>", "", text)).rstrip(" \"'’”)]」』")
    if not spoken:
        return _NONE
    last = spoken[-1]
    if "가" <= last <= "힣":
        return (ord(last) - ord("가")) % _FINALS
    if last.isdigit():
        return _number_sound(re.findall(r"[\d,.]+$", spoken)[0])
    return _SIGNS.get(last, _letter_sound(spoken))


def _number_sound(digits: str) -> int:
    """Tell the final sound of a number: its last digit read alone, or 십, 백, 천, 만, 억 where it ends in zeros."""
    plain = digits.replace(",", "")
    if "." in plain or plain[-1] != "0":
        return _DIGITS[plain.rstrip(".")[-1]]
    return _OTHER  # 십, 백, 천, 만, 억 and 영 all end in a consonant that is no rieul


def _letter_sound(spoken: str) -> int:
    """Tell the final sound of a Latin word: letters of an acronym by their names, a word by how Korean writes its ending."""
    word = re.findall(r"[A-Za-z]+$", spoken)
    if not word:
        return _NONE
    if word[0].isupper():
        return _LETTERS.get(word[0][-1], _NONE)
    word_in_small = word[0].lower()
    if word_in_small.endswith(_RIEUL_ENDINGS):
        return _RIEUL
    return _OTHER if word_in_small.endswith(_CLOSED_ENDINGS) else _NONE


def _fit(particle: str, sound: int) -> str:
    if particle == "(으)로":
        return "로" if sound in (_NONE, _RIEUL) else "으로"
    with_final, without = _PAIRS[particle]
    return with_final if sound else without
