"""Hate against groups and threats: what the grammar finds, and what takes it back."""

from __future__ import annotations

from pathlib import Path

import pytest

from ghirbal.domain.languages import LANGUAGES
from ghirbal.domain.verdict import Action
from ghirbal.moderation import DATA, shipped_document, shipped_policy
from ghirbal.moderation.explain import AUDIENCES, explain
from ghirbal.moderation.grammar.grammar import Grammar, shipped_grammar
from ghirbal.moderation.grammar.rules import parse_rule, read_rules
from ghirbal.moderation.grammar.verbs import HarmVerbs, read_verbs
from ghirbal.moderation.grammar.words import LabelledWords, read_words
from ghirbal.moderation.pipeline import Submission, judge
from ghirbal.text.fold import fold
from ghirbal.text.tokens import tokenize
from ghirbal.usecases.moderating.decide import REASONS

SYMBOLS = ("HATE_GROUP", "HATE_GROUP_SURE", "HATE_CITED", "THREAT", "THREAT_SURE", "CONTEMPT")


def action(text: str) -> Action:
    return judge(Submission(text), shipped_policy()).action


def names(text: str) -> set[str]:
    return {symbol.name for symbol in judge(Submission(text), shipped_policy()).symbols}


@pytest.mark.parametrize(
    "text",
    [
        "المهاجرين كلهم شفارة",
        "الأفارقة جايبين معاهم المرض",
        "السوريين مثل الجراد",
        "خاص هاد الأفارقة يرجعو لبلادهم",
        "les migrants sont des parasites",
        "dehors les Roms",
        "tous les Arabes sont des voleurs",
        "had l'afari9a machi bachar",
        "l3yalat na9isat 3a9l",
    ],
)
def test_contempt_for_a_group_waits_for_a_moderator(text: str) -> None:
    assert "HATE_GROUP" in names(text)
    assert action(text) is Action.HOLD


@pytest.mark.parametrize(
    "text",
    [
        "المصريين كلهم نصابة بالفطرة",
        "اليهود عمرهم ما يكونو مغاربة",
        "الأفارقة ما يصلحو غير للعتالة",
        "يرجعو للغابة ديالهم",
        "الأكراد لا أصل لهم",
        "كون غير غرقات الفلوكة",
        "lafari9a khashom yrej3o lghabathom",
        "dzayriyin men sghirhom l kbirhom",
        "les Noirs ne seront jamais des Marocains",
        "ces migrants pullulent comme des rats",
        "les Roms ne savent que voler",
        "on se croirait à Bamako",
        "les athées n'ont aucune morale",
        "qu'on laisse couler leur bateau",
    ],
)
def test_hate_by_nature_numbers_and_place_waits(text: str) -> None:
    assert action(text) is Action.HOLD


@pytest.mark.parametrize(
    "text",
    [
        "عمر المنتخب ما يكون بحال البرازيل",
        "غرقت فلوكة وماتو فيها عشرة، الله يرحمهم",
        "السوريين جاو للمغرب هربا من الحرب",
        "خاص الوزير يخرج من الحكومة",
        "lmra khassha t9ra w tkhdem",
        "les handicapés ne peuvent pas entrer dans cette gare",
        "on se croirait à Paris",
        "un bateau de migrants a coulé, quelle tristesse",
        "l'équipe a vendu le match cette année",
    ],
)
def test_facts_pity_and_rights_are_no_hate(text: str) -> None:
    assert not names(text) & set(SYMBOLS)


@pytest.mark.parametrize("text", ["خاصنا نحرقو المهاجرين", "il faut exterminer les Roms"])
def test_a_call_to_kill_a_group_is_refused(text: str) -> None:
    assert action(text) is Action.REJECT


@pytest.mark.parametrize(
    "text",
    [
        "عارفين فين ساكن",
        "واجد كفنك",
        "رصاصة فراسك",
        "je vais te frapper",
        "on sait où tu habites",
        "tes jours sont comptés",
        "ghadi n9tlek",
        "3arfin fin saken",
    ],
)
def test_a_threat_is_never_published(text: str) -> None:
    assert names(text) & {"THREAT", "THREAT_SURE"}
    assert action(text) is not Action.PUBLISH


@pytest.mark.parametrize(
    "text",
    [
        "تسناني قدام المحكمة الا كنتي راجل",
        "نلقاك واخا تخبيت فالصحرا",
        "بنتك كترجع بوحدها كل نهار، رد بالك",
        "غنخليك تمشي بلا سنان",
        "غتلقا راسك فالسبيطار",
        "القبر كيتسناك",
        "كنعرف المدرسة اللي كتقرا فيها بنتك",
        "من يكتب هذا الكلام يستحق الشنق",
        "خاص شي واحد يربي هاد الوزير",
        "تموت ان شاء الله",
        "لا تظن انك في امان",
        "khass chi wa7d yskkto",
        "tla9a m3aya ila nta rajel",
        "ghatl9a rasek f l9ber",
        "lmout katsnak",
        "attends-moi à la sortie du lycée, si t'es un homme",
        "tu vas finir dans le coffre d'une voiture",
        "une balle suffira pour ce juge",
        "ta femme sera veuve",
        "si tu remets les pieds ici tu ne ressortiras pas vivant",
        "il faut mettre le feu à leur siège",
        "tu repartiras sur une civière",
    ],
)
def test_a_threat_without_a_threatening_verb_waits(text: str) -> None:
    assert names(text) & {"THREAT", "THREAT_SURE"}
    assert action(text) is not Action.PUBLISH


@pytest.mark.parametrize(
    "text",
    [
        "تسناني قدام المحطة غادي نتعطل شوية",
        "ولادك كيقراو مع ولادي فالقسم",
        "غادي تندم إلا شريتي هاد التليفون",
        "نتمنى ليك الشفاء العاجل",
        "كلنا غادي نموتو نهار",
        "سأقاضيك أمام المحكمة",
        "wladi kay9raw f had lmadrasa",
        "ila chriti had tomobil ghadi tndem",
        "attends-moi devant le cinéma à 20h",
        "tes enfants jouent avec les miens au parc",
        "J'ai ton numéro, je t'appelle demain",
        "on va les écraser dimanche, 4-0 minimum",
        "La police a trouvé un couteau et des allumettes",
    ],
)
def test_appointments_warnings_and_sport_are_no_threats(text: str) -> None:
    assert not names(text) & set(SYMBOLS)


@pytest.mark.parametrize(
    "text",
    [
        "المهاجرين ماشي حشرات",
        "السود إخواننا",
        "les migrants ne sont pas des animaux",
        "هل يجب ترحيل المهاجرين؟",
        "Faut-il expulser les étrangers ?",
        "الحشرات غزات الدار هاد الصيف",
        "أعلنت الحكومة عودة اللاجئين إلى بلدانهم",
        "هاد الحكومة فاشلة وخاصها ترحل",
        "Ce gouvernement doit dégager",
        "غنقتلك بالضحك",
        "je vais te tuer de rire",
        "داء الكلب ينتشر في المدينة",
    ],
)
def test_what_is_denied_asked_meant_in_fun_or_said_of_things_is_nothing(text: str) -> None:
    assert not names(text) & set(SYMBOLS)


@pytest.mark.parametrize(
    "text",
    [
        "نتا مجرد بيدق",
        "عقلك قد حمصة",
        "حتى الدجاجة كتفهم كثر منك",
        "سير قرا عاد أجي تكلم",
        "هذا الكاتب لا يملك ذرة حياء",
        "هذه المذيعة دمية",
        "شحال عطاوك على هاد الكلام",
        "بلاصتك فالزريبة",
        "nta ghir karakoz",
        "lah la ysame7k",
        "a wa7ed blid a khwaf",
        "tu n'es qu'un pantin",
        "Quelle potiche cette présentatrice",
        "Lâche, tu te caches",
        "ton QI est celui d'une huître",
        "une chèvre écrirait mieux que toi",
        "va te faire soigner",
    ],
)
def test_contempt_for_a_person_waits(text: str) -> None:
    assert action(text) is Action.HOLD


@pytest.mark.parametrize(
    "text",
    [
        "نتا معلم كبير، برافو عليك",
        "هاد الكاتب ديما كيعجبني",
        "راه الوزير غير قال الحقيقة",
        "عقلك نظيف وقلبك كبير",
        "هذا الفيلم ممل",
        "أمثالك قليلون، بارك الله فيك",
        "nta rajel mezyan",
        "b7alek b7ali a khouya",
        "l'auteur de cet article est un excellent pédagogue",
        "mon chien est plus calme que le tien",
        "il va apprendre à lire",
        "ce ministre est un incapable",
        "on m'a dit : tu es un pantin",
        "انك مدرب محترم ولديك فريق",
    ],
)
def test_praise_things_opinion_and_reports_are_no_contempt(text: str) -> None:
    assert not names(text) & set(SYMBOLS)


def test_a_rule_may_ask_for_the_beginning_of_a_sentence_or_all_of_it() -> None:
    words = LabelledWords(lambda: [("low", "fr", "patin")])
    for flags, found in (("begins", [True, True, False]), ("whole", [True, False, False])):
        grammar = Grammar(words, HarmVerbs(list), [parse_rule("CONTEMPT", "low", flags)])
        texts = [fold(text) for text in ("Patin !", "Patin à glace", "mon patin")]
        assert [bool(list(grammar.find(tokenize(text), text.text))) for text in texts] == found


def test_hate_that_is_condemned_waits_and_is_not_refused() -> None:
    text = "اللي كيقول خاصنا نحرقو المهاجرين راه عنصري"
    assert "HATE_CITED" in names(text)
    assert action(text) is Action.HOLD


def test_a_pronoun_points_back_to_the_group_that_was_named() -> None:
    assert "HATE_GROUP" in names("شفت المهاجرين فالحومة. هادو حشرات.")
    assert "HATE_GROUP" not in names("شفت الزنقة. هادو حشرات.")


def test_a_group_named_three_sentences_ago_is_forgotten() -> None:
    assert "HATE_GROUP" not in names("شفت المهاجرين. الجو زوين. الشمس طالعة. مشيت لدار. هادو حشرات.")


def test_diacritics_tatweel_and_clitics_hide_nothing() -> None:
    assert "HATE_GROUP" in names("الـمـهـاجـريـن حَشَرَاتٌ")
    assert "HATE_GROUP" in names("والمهاجرين حشرات")


@pytest.mark.parametrize(
    ("word", "label"),
    [
        ("غنضربك", "harm.me>you"),
        ("سنضربكم", "harm.me>you"),
        ("نضربوهم", "harm.me>them"),
        ("اضربوهم", "harm.do>them"),
        ("يتضربو", "harm.suffers"),
        ("ndrbek", "harm.me>you"),
        ("frapperons", "frharm"),
    ],
)
def test_a_verb_says_who_does_it_to_whom(word: str, label: str) -> None:
    verbs = HarmVerbs(lambda: [("harm", "ar", "ضرب"), ("harm", "latn", "drb"), ("harm", "fr", "frap")])
    assert label in verbs.labels(fold(word).text)


@pytest.mark.parametrize("word", ["ضرب", "مضرب", "ضربني", "ماغنضربكش", "التضريب"])
def test_a_verb_that_threatens_nobody_says_nothing(word: str) -> None:
    assert not any(
        label.endswith(("me>you", "me>them"))
        for label in HarmVerbs(lambda: [("harm", "ar", "ضرب")]).labels(word)
    )


@pytest.mark.parametrize("symbol", SYMBOLS)
def test_every_symbol_is_scored_and_told_in_every_language(symbol: str) -> None:
    assert symbol in shipped_document()["symbols"]
    told = {explain(symbol, language, audience) for language in LANGUAGES for audience in AUDIENCES}
    assert len(told) == len(LANGUAGES) * len(AUDIENCES)
    assert symbol not in told


def test_a_moderator_can_give_each_as_a_reason() -> None:
    assert {"hate", "threat"} <= set(REASONS)


def test_every_label_of_a_rule_is_given_by_a_word_or_a_verb() -> None:
    words = [*read_words(DATA / "hate_words.tsv"), *read_words(DATA / "contempt_words.tsv")]
    rules = [*read_rules(DATA / "hate_rules.tsv"), *read_rules(DATA / "contempt_rules.tsv")]
    given = {part for label, _, _ in words for part in (label, label.split(".")[0])}
    asked = {label for rule in rules for part in rule.parts for label in part.labels}
    kinds = {kind for kind, _, _ in read_verbs(DATA / "hate_verbs.tsv")}
    verbal = {
        label
        for label in asked
        if label.split(".")[0] in kinds and (">" in label or label[-5:] in ("ffers", "uffer", ".bare"))
    }
    assert asked - verbal - {"frharm", "insult"} <= given


@pytest.mark.parametrize(
    ("symbol", "parts", "flags", "said"),
    [
        ("HATE", "group", "", "write one of CONTEMPT"),
        ("THREAT", "group ~x harm", "", "invalid literal"),
        ("THREAT", "group", "loud", "write of asked, back, begins, stands, whole"),
    ],
)
def test_a_wrong_rule_says_what_to_write(symbol: str, parts: str, flags: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        parse_rule(symbol, parts, flags)


def test_a_wrong_line_says_where_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "words.tsv"
    path.write_text("# head\ngroup\txx\tabc\n", "utf-8")
    with pytest.raises(ValueError, match=r"words.tsv:2: script 'xx'"):
        read_words(path)


def test_a_grammar_of_ones_own_needs_no_shipped_list() -> None:
    words = LabelledWords(lambda: [("group", "fr", "martiens"), ("vermin", "fr", "pousiere")])
    grammar = Grammar(words, HarmVerbs(list), [parse_rule("HATE_GROUP", "group ~1 vermin", "")])
    text = fold("les martiens, cette poussière")
    assert [said.symbol for said in grammar.find(tokenize(text), text.text)] == ["HATE_GROUP"]


def test_what_is_found_lies_inside_the_text() -> None:
    text = fold("les migrants sont des rats " * 30)
    tokens = tokenize(text)
    found = list(shipped_grammar().find(tokens, text.text))
    assert len(found) >= 30
    assert all(0 <= said.first <= said.last < len(tokens) for said in found)


def test_where_several_rules_hold_the_surest_is_told() -> None:
    words = LabelledWords(lambda: [("group", "fr", "martiens"), ("call", "fr", "chasons")])
    parts = ["call ~1 group", "call ~1 group"]
    rules = [
        parse_rule(symbol, part, "")
        for symbol, part in zip(("HATE_GROUP", "HATE_GROUP_SURE"), parts, strict=True)
    ]
    text = fold("chassons les martiens")
    for order in (rules, rules[::-1]):
        found = Grammar(words, HarmVerbs(list), order).find(tokenize(text), text.text)
        assert [said.symbol for said in found] == ["HATE_GROUP_SURE"]
