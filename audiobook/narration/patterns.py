"""What Markdown dialects, and the web, leave in running text."""

from __future__ import annotations

import re

SPACE = re.compile(r"[ \t\r\n\f\v\u00a0\u2000-\u200a\u202f\u3000]+")
# Joiners between letters are part of their spelling, in Persian and in the scripts of India.
INVISIBLE = re.compile(
    r"[\u200c\u200d](?![^\W\d_])|[\u00ad\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u2064\ufeff]"
)
SUSPICIOUS = re.compile(r"[:{\[=^~@+%\\\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]")
BADGE = re.compile(
    r"shields\.io|badge|travis-ci|circleci\.com|codecov\.io|coveralls\.io|/workflows/.*\.svg|/actions/.*\.svg",
    re.I,
)
FILE_NAME = re.compile(
    r"[\w()%./\\-]+\.(?:png|jpe?g|gif|svg|webp|avif|bmp|tiff?|pdf)$|(?:IMG|DSC|image|screenshot)[-_ ]?\d+$",
    re.I,
)
# What other dialects add to text, in one pass; the named group that matched decides.
DIALECTS = re.compile(
    r"""(?P<attributes>\{:[ \t]*(?:[.#][\w-]+|[\w-]+=(?:"[^"{}]*"|'[^'{}]*'))[^{}]*\}
        | \{(?:[ \t]*(?:[.#][A-Za-z][\w:-]*(?=[ \t}])|[\w:@-]+=(?:"[^"{}]*"|'[^'{}]*')))+[ \t]*\})
      | (?P<comment>%%[^%]*%%)
      | (?P<reference>
          (?P<noun>\b(?:[Ff]ig(?:ure|\.)|[Tt]able|[Ee]quation|[Ss]ection|[Cc]hapter|[Ll]isting|[Ee]xample)s?[ ~])?
          (?:\\?@ref\((?P<book>[\w:.-]+)\) | \\(?:eq|auto|c)?ref\{(?P<tex>[^{}]+)\}
            | \[?-?@(?P<quarto>
                (?:[Ff]ig|[Tt]bl|[Ee]q|[Ss]ec|[Ll]st|[Tt]hm|[Ee]xr|[Ee]xm|[Ll]em|[Dd]ef)[-:][\w-]*\w)\]?))
      | (?P<command>\\(?:index|label|cite[a-z]*|pagebreak|newpage|clearpage|vspace|hspace|noindent)\b\*?
          (?:\{[^{}]*\}|\[[^\[\]]*\])*)
      | \\(?:text(?:bf|it|tt|sc|rm|sf)|emph|underline)\{(?P<styled>[^{}]*)\}
      | (?P<numbered>\(@[\w-]*\))
      | (?P<gap>\{(?:"[ ]+"|'[ ]+')\})
      | (?<![\w@./[;-])@(?P<author>[a-z]{3,})(?:19|20)\d\d[a-z]?\b
      | (?P<smile>(?<!\S):-?[)(DPp](?=[\s.,!?]|$))
      | (?P<block_id>(?:^|[ ])\^[a-z0-9]+(?:-[a-z0-9]+)*$)
      | (?P<embed>!\[\[[^\[\]]+\]\])
      | \[\[(?P<wiki>[^\[\]|]+)(?:\|(?P<label>[^\[\]|]+))?\]\]
      | (?P<citation>[ ]?\[-?@(?!(?:[Ff]ig|[Tt]bl|[Ee]q|[Ss]ec|[Ll]st|[Tt]hm)[-:])[\w:.#$%&+?<>~/-]+(?:[,;][^\[\]]*)?\])
      | (?P<unknown_note>\[\^[^\[\]\s]+\])
      | (?<!\+)\+\+(?P<key>\w+(?:[+-]\w+)*)\+\+(?!\+)
      | (?P<emoji>(?<![\w:])(?::[a-z][a-z0-9]*(?:[_+-][a-z0-9]+)*)+:(?![\w:]))
      | (?<![\w=])==(?P<highlight>[^\s=](?:[^=]*[^\s=])?)==(?![\w=])
      | (?<=\w)~(?P<sub>\w{1,12})~(?!~)
      | (?<=[\w)])\^(?P<sup>[+-]?\w{1,12}[+-]?)\^""",
    re.VERBOSE,
)
JOINING_END = re.compile(r"(?:^|,\s*|(?<=\s))(?:and|or)\s*$|,\s*$", re.IGNORECASE)
JOINING_START = re.compile(r"\s*(?P<word>(?:and|or)(?=\s|$)|,)", re.IGNORECASE)
CLAUSE_END = re.compile(r"\s*[.,;:!?)]")
CLOCK = re.compile(r"clock|timer|hourglass|stopwatch")
MINUTES = re.compile(r"\s*(\d{1,3})m\b")
EMOJI = re.compile("[\u2600-\u27bf\u2b00-\u2bff\U0001f300-\U0001faff]")
HIGHLIGHTED = re.compile(r"[mtce]:(?=[A-Z][\w.]*[.\w/!?#-]*$)|(?:#!|:::)[a-z][\w+-]*\s+(?=\S)")
ROLE = re.compile(
    r"(?:\{(?P<myst>[a-z][\w:+-]*)\}|(?<![\w:]):(?P<sphinx>[a-z][\w+.-]*(?::[a-z][\w+.-]*)*):)$"
)
MENU_SIGN = re.compile(r"(?<=\S) (?P<sign>>|›|»|▸|→|-{1,2}>) (?P<after>(?=[A-Z][a-z]{2}))?")
MENU_CUE = re.compile(
    r"\b(?:open|select|choose|click|go to|navigate|menu|tap|under|via|settings|preferences|file|edit|view|tools|help"
    r"|options|properties|from the)\b",
    re.IGNORECASE,
)
