"""The phrases that point at a place on the page, as patterns, each with what says it otherwise (pointing.py)."""

from __future__ import annotations

import re

from audiobook.narration.pointing import (
    LIST,
    NOUN,
    PICTURE,
    SEEN,
    SIDE,
    TABLE,
    TOLD,
    Repair,
    alone,
    any_adjective,
    at_clause_end,
    at_start,
    bare_adjective,
    before,
    before_noun,
    beside_any,
    beside_noun,
    is_below,
    looked_at,
    numbered,
    same,
    seen,
    so_far,
    this_picture,
    told,
)
from audiobook.narration.surroundings import WRITTEN_LESSON


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


_MODIFIER = rf"(?:(?:that (?:is|are) |which (?:is|are) )?(?:{SEEN}) |just |right |directly |immediately )"
_POSSESSED = rf"(?:that|in|of|above|below|{SEEN})"

# "in the pictures folder": the noun is not the one meant.
_ENDS_THERE = r"(?=[.,:;!?)]|$| (?:and|or|but|you|we|it|they|is|are|was|were|shows?|that|which)\b)"

# What may come after a place on the page. After a measure ("below the limit", "above 20") comes what it measures.
_VERBS = (
    r"is|are|was|were|has|have|had|will|can|could|would|should|may|might|do|does|did|shows?|uses?|using|gives?|returns?|"
    r"works?|means?|assumes?|creates?|defines?|won't|doesn't|don't|isn't|aren't"
)
_GOES_ON = (
    rf"(?=[.,;:!?)]|$| (?:{_VERBS}|and|or|but|to|for|in|with|when|as|if|because|so|by|on|at|from|which|who|into|about|"
    r"only|also|then|you|we)\b)(?! (?:and|or) (?:above|below)\b)"
)
_NO_MEASURE = (
    r"(?! (?:the|an?|zero|it|them|this|that|these|those|its|our|your|their|his|her|my|each|every|any|some|all|both|"
    r"which|what|one|two|three|four|five|six|seven|eight|nine|ten|average|normal|ground|sea|freezing|par|expectations?|"
    r"threshold|limit|minimum|maximum|\d\S*)\b)(?! (?:and|or) (?:above|below)\b)"
)
_NOT_A_LEVEL = (
    r"(?<!\band )(?<!\bor )(?<!\bfrom )(?<!\bfar )(?<!\bwell )(?<!\bway )(?<!\bslightly )(?<!\beven )(?<!\bhigh )"
    r"(?<!\bdeep )(?<!\bis )(?<!\bare )(?<!\bstay )(?<!\bgo )(?<!\bgoes )(?<!\bfall )(?<!\bfalls )(?<!\bdrops )"
    r"(?<!\bdoes )(?<!\bdo )(?<!\bdid )(?<!\bstrictly )"
)
_NUMBER = r"(?:\d\S*|one|two|three|four|five|six|seven|eight|nine|ten|[A-Za-z])"
_PARTICIPLE = (
    r"\w{2,}ed|given|made|written|done|found|did|drawn|built|chosen|put|set|met|used|had|ran|run|got|saw|took|wrote|"
    r"gave|read|does"
)
_ALL_OF = "".join(
    rf"(?<!\b{word} of )" for word in ("all", "none", "any", "some", "most", "each", "one", "both")
)

# "None of the following mentions a table": after an article comes another noun than the one meant.
_NOT_AN_OBJECT = (
    r"(?!(?:an?|the|this|that|these|those|any|each|every|some|no|its|our|your|their|is|are|to|of|in)\b)"
)
# "the following example workflow": the noun belongs to the next one.
_MORE = (
    r"(?P<more> (?!(?:is|are|was|were|will|would|can|could|should|may|might|has|have|had|do|does|shows?|uses?|adds?|"
    r"and|or|but|nor|to|for|in|on|at|of|with|without|by|from|as|if|when|while|where|which|that|who|so|then|than|into|"
    r"using|you|we|it|they|he|she|I|the|an?|this|these|those|your|our|their|its|only|also|just|not|\w+s|\w+ed|\w+ing|"
    r"\w+ly)\b)[a-z]+)?"
)

HINT = re.compile(
    rf"\b(?:above|below|following|{SIDE}|fig(?:ure|\.)|table|listing|diagram|image|picture|screenshot|chart|graph|"
    r"illustration|plot)",
    re.IGNORECASE,
)

# The first pattern that fits a phrase counts; `at` is what is replaced.
REPAIRS: tuple[tuple[re.Pattern[str], Repair], ...] = (
    (
        _pattern(
            rf"\b(?P<noun>{NOUN}),? (?P<at>{_MODIFIER}*(?P<way>above|below))\b"
            r"(?! (?:the|an?|of|it|them|each|every|zero|\d+)\b)"
        ),
        beside_noun,
    ),
    (
        _pattern(
            rf"\b(?P<noun>{TABLE}|{PICTURE}|{LIST}|code|snippets?|examples?|listings?|panels?|columns?),? "
            rf"(?P<at>{_MODIFIER}*(?P<way>{SIDE}))\b(?! (?:the|an?|of|\d+)\b)"
        ),
        beside_noun,
    ),
    (
        _pattern(
            r"\b(?:the|this|these|our) "
            rf"(?P<at>(?P<way>above|below|following) "
            rf"(?P<words>(?:{_NOT_AN_OBJECT}[\w.-]+ ){{0,3}}?(?P<noun>{NOUN})))\b{_MORE}"
        ),
        before_noun,
    ),
    (
        _pattern(
            r"\b(?P<at>(?P<who>(?:we|you|I|they|as|can|will|shall|could|may|might|should|must|to|'ll) (?:also |now )?)?"
            r"(?P<verb>see|look|look at|refer to) (?:it )?(?P<way>above|below))\b(?! (?:the|an?|some|this|these)\b)"
        ),
        looked_at,
    ),
    (_pattern(rf"\b(?P<at>(?P<verb>{SEEN}) (?P<way>above|below))\b(?! (?:the|an?)\b)"), seen),
    (_pattern(rf"\b(?:{TOLD})(?: \w+ly)? (?P<at>above|below)\b(?! (?:the|an?)\b)"), told),
    (_pattern(r"\b(?P<at>as (?:above|below))\b"), same),
    (
        _pattern(
            r"^(?P<at>above|below)(?=,| (?:is|are|we|you|I|there|follows?|lists?|shows?|an? \w+ (?:of|that))\b)"
        ),
        at_start,
    ),
    (
        _pattern(
            r"\b(?:steps?|numbers?|items?|points?|rules?|notes?|lines?|cases?|options?|parts?|questions?|sections?|"
            rf"chapters?|examples?) {_NUMBER} (?P<at>above|below)\b{_GOES_ON}"
        ),
        told,
    ),
    (_pattern(r"\b(?P<at>(?P<verb>is|are) (?:right |just )?below)(?=[.:]|$| (?:to|for)\b)"), is_below),
    (
        _pattern(
            r"\b(?:the|this|these|our|my|your)(?: [\w'’/.()-]+){1,3} "
            rf"{_NOT_A_LEVEL}(?P<at>above|below)\b{_NO_MEASURE}"
        ),
        beside_any,
    ),
    (_pattern(rf"{_ALL_OF}\b(?P<at>the (?P<way>above|below))\b(?=[.,;:!?)]|$| (?:{_VERBS})\b)"), alone),
    (_pattern(rf"{_ALL_OF}\bthe (?P<at>above|below)\b(?=,? [a-z])"), any_adjective),
    (
        _pattern(
            rf"\b(?:to|in|from|with|of|by|as|use|using|run|like) (?P<at>(?P<way>above|below) (?P<words>{NOUN}))\b"
        ),
        bare_adjective,
    ),
    (_pattern(rf"\b(?:{_PARTICIPLE}) (?P<at>above|below)\b{_GOES_ON}"), told),
    (
        _pattern(
            r"\b(?:we|you|I)(?:'ll|'ve| will| have| can| shall)?(?: \w+ly)? (?!go\b|goes\b|fall\b|stay\b|are\b|move\b)"
            rf"\w+(?: it| this| that| them)? (?P<at>above|below)\b{_GOES_ON}"
        ),
        told,
    ),
    (_pattern(r"\b(?:everything|anything|what is|what was) (?P<at>above)\b"), so_far),
    (_pattern(r"\bfrom (?P<at>above)\b(?=[.,;:)]|$)"), told),
    (_pattern(r"\b(?:like|as) (?P<at>above)\b(?=[.,;:)]|$)"), before),
    (_pattern(rf"(?<=\w ){_NOT_A_LEVEL}(?<!one )(?P<at>above|below)(?=[.:,;)]?$)"), at_clause_end),
    (
        _pattern(
            r"\b(?P<at>(?P<noun>figure|fig\.|table|listing|diagram|image|chart|graph|screenshot) "
            rf"\d+(?:[.-]\d+)*[a-z]?)\b(?! {WRITTEN_LESSON})"
        ),
        numbered,
    ),
    (
        _pattern(
            rf"\b(?:see|in|look at|from) (?P<at>the (?P<noun>{PICTURE}|listing))\b(?! {_POSSESSED}\b){_ENDS_THERE}"
        ),
        numbered,
    ),
    (_pattern(rf"\b(?:see|look at|refer to) (?P<at>the (?P<noun>table))\b(?! {_POSSESSED}\b)"), numbered),
    (_pattern(rf"\b(?P<at>this (?P<noun>{PICTURE}))\b(?! of\b)"), this_picture),
)
