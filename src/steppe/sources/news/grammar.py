"""Small words and classes of words on which the grammar of a sentence rests."""

from __future__ import annotations

from steppe.sources.news.word_sets import word_set

BE = word_set("be")
HAVE = word_set("have")
MODALS = word_set("modals")
NEGATIONS = word_set("negations")
PREPOSITIONS = word_set("prepositions")
MARKS = frozenset(';:—–()"“”„«»')
OPENERS = word_set("openers")
BARE_OPENERS = word_set("bare_openers")
PRONOUNS = word_set("pronouns")
SMALL = word_set("small_words")
BEFORE_BASE = word_set("before_base")
TELLS = word_set("tells")
OF_PLACES = word_set("of_places")
ADVERBS = word_set("adverbs")
