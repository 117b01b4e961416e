"""Exact and near duplicates."""

from __future__ import annotations

import re

from ghirbal.text.fingerprint import distance, fingerprint, simhash
from ghirbal.text.fold import fold

LONG = "نتمنى من المسؤولين أن يهتموا بالطرق القروية لأن السكان يعانون كل شتاء من العزلة"


def test_a_fingerprint_is_sixteen_stable_hex_digits() -> None:
    assert fingerprint("مرحبا بكم") == "8c3c9276a7395236"
    assert re.fullmatch("[0-9a-f]{16}", fingerprint(""))


def test_marks_case_and_punctuation_do_not_change_it() -> None:
    assert fingerprint("مَرحباً، بكم!") == fingerprint("مرحبا بكم")
    assert fingerprint(fold("Bonjour")) == fingerprint("BONJOUR…")


def test_texts_without_words_keep_apart() -> None:
    assert fingerprint("👍👍") != fingerprint("❤️")


def test_one_changed_word_moves_few_bits() -> None:
    assert distance(simhash(LONG), simhash(LONG.replace("شتاء", "صيف"))) <= 16
    assert distance(simhash(LONG), simhash("مباراة الأمس كانت رائعة والجمهور في المستوى")) > 16
