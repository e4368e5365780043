"""Names of operators, typographic symbols, Greek letters and emoji. Data and look-ups only."""

from __future__ import annotations

# Operators of programming languages: (said alone, said between operands).
OPERATORS: dict[str, tuple[str, str]] = {
    "|>": ("pipe", "pipe"), "<|>": ("alternative", "or"), "<|": ("reverse pipe", "reverse pipe"), "->": ("arrow", "arrow"), "=>": ("fat arrow", "arrow"),
    "<-": ("left arrow", "from"), "->>": ("double arrow", "double arrow"), "-->": ("long arrow", "arrow"), "~>": ("squiggly arrow", "squiggly arrow"),
    "~~>": ("squiggly arrow", "squiggly arrow"), "<~": ("left squiggly arrow", "left squiggly arrow"), "==>": ("double arrow", "double arrow"),
    "==": ("double equals", "equals"), "===": ("triple equals", "triple equals"), "!=": ("not equal", "is not equal to"),
    "!==": ("strictly not equal", "is strictly not equal to"), "<>": ("not equal", "not equal to"), "=~": ("matches", "matches"), "!~": ("does not match", "does not match"),
    ">=": ("greater than or equal to", "is greater than or equal to"), "<=": ("less than or equal to", "is less than or equal to"),
    "<=>": ("spaceship", "spaceship"), ">": ("greater than", "is greater than"), "<": ("less than", "is less than"), "=": ("equals", "equals"),
    "&&": ("and", "and"), "||": ("or", "or"), "!": ("not", "not"), "!!": ("double bang", "double bang"), "&&&": ("bitwise and", "bitwise and"),
    "|||": ("bitwise or", "bitwise or"), "^^^": ("bitwise X or", "bitwise X or"), "??": ("double question mark", "double question mark"), "?.": ("question mark dot", "question mark dot"),
    "?:": ("question mark colon", "question mark colon"), "?": ("question mark", "question mark"), "::": ("double colon", "double colon"), ":=": ("colon equals", "colon equals"),
    "++": ("plus plus", "plus plus"), "--": ("minus minus", "minus minus"), "+=": ("plus equals", "plus equals"), "-=": ("minus equals", "minus equals"),
    "*=": ("times equals", "times equals"), "/=": ("divide equals", "divide equals"), "%=": ("percent equals", "percent equals"), "||=": ("or equals", "or equals"),
    "&&=": ("and equals", "and equals"), "??=": ("double question mark equals", "double question mark equals"), "|=": ("pipe equals", "pipe equals"), "&=": ("ampersand equals", "ampersand equals"),
    "^=": ("caret equals", "caret equals"), "**": ("star star", "to the power of"), "//": ("double slash", "double slash"), "<<": ("left shift", "left shift"), ">>": ("right shift", "right shift"),
    "<<<": ("triple less than", "triple less than"), ">>>": ("triple greater than", "triple greater than"), "<<>>": ("empty binary", "empty binary"), "..": ("dot dot", "dot dot"),
    "...": ("dot dot dot", "dot dot dot"), "..<": ("dot dot less than", "up to"), "@>": ("contains", "contains"), "<@": ("is contained by", "is contained by"), "#>>": ("hash double arrow", "hash double arrow"),
    "+": ("plus", "plus"), "-": ("minus", "minus"), "*": ("star", "times"), "/": ("slash", "divided by"), "%": ("percent", "mod"), "&": ("ampersand", "ampersand"),
    "|": ("pipe", "or"), "^": ("caret", "caret"), "~": ("tilde", "tilde"), "@": ("at", "at"), "#": ("hash", "hash"), "$": ("dollar", "dollar"), "_": ("underscore", "underscore"),
    "\\": ("backslash", "backslash"), "\\\\": ("double backslash", "defaults to"), ".": ("dot", "dot"), ",": ("comma", ""), ":": ("colon", ""), ";": ("semicolon", ""),
    "()": ("parentheses", ""), "[]": ("square brackets", ""), "{}": ("curly braces", ""), "%{}": ("empty map", "empty map"), "(": ("open parenthesis", ""), ")": ("close parenthesis", ""),
    "[": ("open bracket", ""), "]": ("close bracket", ""), "{": ("open brace", ""), "}": ("close brace", ""), "`": ("backtick", ""), "```": ("triple backtick", ""), '"': ("double quote", ""),
    "'": ("single quote", ""), '"""': ("triple quote", ""), "---": ("three dashes", "three dashes"), "#{}": ("hash braces", "hash braces"), "&1": ("ampersand one", "ampersand one"), "#!": ("shebang", "shebang"),
    "$$": ("double dollar", "double dollar"), "##": ("double hash", "double hash"), "<>=": ("not equal", "not equal"), "===>": ("arrow", "arrow"), "%%": ("double percent", "double percent"), "~=": ("tilde equals", "tilde equals"),
    "</>": ("closing tag", "closing tag"), "<!---->": ("comment", "comment"), "/>": ("slash greater than", ""), "/**": ("slash star star", "slash star star"), "/*": ("slash star", "slash star"), "*/": ("star slash", "star slash"),
}  # fmt: skip

ESCAPES = {
    "n": "newline", "t": "tab", "r": "carriage return", "0": "null", "\\": "backslash", '"': "quote", "'": "quote", "f": "form feed", "v": "vertical tab", "a": "bell", "e": "escape",
    "r\\n": "carriage return newline", " ": "space",
}  # fmt: skip

GREEK = dict(
    zip(
        "αβγδεζηθικλμνξοπρσςτυφχψω",
        (
            "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma sigma tau upsilon phi chi psi omega"
        ).split(),
        strict=True,
    )
) | {"ϵ": "epsilon", "ϕ": "phi", "ϑ": "theta"}
GREEK |= {letter.upper(): name for letter, name in GREEK.items() if letter.upper() != letter}

# Symbols of mathematics and typography in running text. An empty value is silent.
SYMBOLS: dict[str, str] = {
    "×": "times", "÷": "divided by", "±": "plus or minus", "∓": "minus or plus", "≈": "approximately", "≠": "is not equal to", "≤": "is less than or equal to", "≥": "is greater than or equal to",
    "≡": "is equivalent to", "∝": "is proportional to", "∞": "infinity", "√": "square root of", "∛": "cube root of", "∑": "sum of", "∏": "product of", "∫": "integral of", "∂": "partial", "∇": "nabla",
    "∈": "in", "∉": "not in", "∋": "contains", "⊂": "is a subset of", "⊆": "is a subset of", "⊃": "is a superset of", "⊇": "is a superset of", "∪": "union", "∩": "intersection", "∅": "the empty set",
    "∀": "for all", "∃": "there exists", "∄": "there does not exist", "¬": "not", "∧": "and", "∨": "or", "⊕": "X or", "∴": "therefore", "∵": "because", "⊥": "bottom", "⊢": "proves", "⊨": "models",
    "→": "to", "←": "from", "↔": "to and from", "⇒": "implies", "⇐": "is implied by", "⇔": "if and only if", "↑": "up", "↓": "down", "↦": "maps to", "⟶": "to", "⇄": "to and from", "➜": "to", "➔": "to", "➡": "to", "↗": "up", "↘": "down", "⟹": "implies",
    "°": "degrees", "′": "prime", "″": "double prime", "‰": "per mille", "§": "section", "¶": "paragraph", "©": "copyright", "®": "", "™": "", "℠": "", "†": "", "‡": "", "•": "", "·": "", "№": "number",
    "¢": "cents", "£": "pounds", "€": "euros", "¥": "yen", "₹": "rupees", "¼": "one quarter", "½": "one half", "¾": "three quarters", "⅓": "one third", "⅔": "two thirds", "⅛": "one eighth", "⅜": "three eighths", "⅝": "five eighths", "⅞": "seven eighths",
    "⅕": "one fifth", "⅖": "two fifths", "⅗": "three fifths", "⅘": "four fifths", "⅙": "one sixth", "⅚": "five sixths", "℃": "degrees Celsius", "℉": "degrees Fahrenheit", "Ω": "ohms", "µ": "micro", "⋅": "times", "∘": "of", "∗": "times", "−": "minus", "∣": "divides",
    "ℝ": "the real numbers", "ℕ": "the natural numbers", "ℤ": "the integers", "ℚ": "the rationals", "ℂ": "the complex numbers", "ℵ": "aleph", "ℓ": "L", "ℏ": "H bar", "∥": "parallel to", "∠": "angle", "≅": "is congruent to", "∼": "is similar to", "≪": "is much less than", "≫": "is much greater than",
    "⌘": "command", "⌥": "option", "⇧": "shift", "⌃": "control", "⏎": "return", "↩": "return", "⎋": "escape", "⌫": "backspace", "⌦": "delete", "⇥": "tab", "␣": "space", "⇪": "caps lock", "♯": "sharp", "♭": "flat", "¿": "", "¡": "", "☑": "checked", "☐": "unchecked",
}  # fmt: skip
VULGAR = {"¼": ("1", "4"), "½": ("1", "2"), "¾": ("3", "4"), "⅓": ("1", "3"), "⅔": ("2", "3"), "⅛": ("1", "8"), "⅜": ("3", "8"), "⅝": ("5", "8"), "⅞": ("7", "8"), "⅕": ("1", "5"), "⅖": ("2", "5"), "⅗": ("3", "5"), "⅘": ("4", "5"), "⅙": ("1", "6"), "⅚": ("5", "6")}  # fmt: skip

SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ", "0123456789+-=()ni")
SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₒₓₕₖₗₘₙₚₛₜᵢⱼ", "0123456789+-=()aeoxhklmnpstij")

# Emoji that carry meaning inside a sentence; every other one is silent unless it stands alone.
MEANINGFUL_EMOJI = {
    "❤": "heart", "✅": "check mark", "✔": "check mark", "✓": "check mark", "☑": "check mark", "❌": "cross mark", "✖": "cross mark", "✗": "cross mark", "✘": "cross mark", "❎": "cross mark", "⚠": "warning", "👍": "thumbs up", "👎": "thumbs down",
    "❗": "important", "❓": "question", "⛔": "no entry", "🚫": "prohibited", "➡": "to", "⬅": "from", "⬆": "up", "⬇": "down", "💯": "one hundred", "🔴": "red", "🟢": "green", "🟡": "yellow", "🟠": "orange", "🔵": "blue", "⚪": "white", "⚫": "black", "🆕": "new", "🆗": "okay", "🔟": "ten",
}  # fmt: skip
EMOJI_NAMES = {
    "👋": "waving hand", "💡": "light bulb", "❤": "heart", "⭐": "star", "🔥": "fire", "🎉": "party popper", "🚀": "rocket", "😀": "grinning face", "😂": "face with tears of joy", "🙂": "smiling face", "😊": "smiling face", "😍": "smiling face with heart eyes",
    "👏": "clapping hands", "🙏": "folded hands", "🤔": "thinking face", "📝": "memo", "ℹ": "information", "✨": "sparkles", "🐛": "bug", "💀": "skull", "👀": "eyes", "🎯": "bullseye", "😉": "winking face", "😢": "crying face", "😎": "smiling face with sunglasses", "🤖": "robot", "💻": "laptop", "📦": "package", "🔒": "locked", "🔑": "key", "⚡": "high voltage", "👌": "okay hand", "💪": "flexed biceps", "🌍": "globe", "📚": "books", "🏆": "trophy", "☕": "coffee", "🍕": "pizza", "🐍": "snake", "🐳": "whale",
}  # fmt: skip


def emoji_name(char: str) -> str:
    """What an emoji shows, in words: from the table, else its Unicode name."""
    if char in MEANINGFUL_EMOJI:
        return MEANINGFUL_EMOJI[char]
    if char in EMOJI_NAMES:
        return EMOJI_NAMES[char]
    import unicodedata

    if "\U0001f1e6" <= char <= "\U0001f1ff":
        return "flag"
    name = unicodedata.name(char, "").lower().replace("-", " ")
    return name.removesuffix(" sign").removesuffix(" symbol")
