"""Languages without a grammar of their own, brought close enough to one that the shared outline can read them.

Each is a list of patterns with replacements, applied in order. What does not come out as clean code of the other
language is not told from its tree: see `nearly`.
"""

from __future__ import annotations

Dialect = tuple[tuple[str, str], ...]

PHP: Dialect = (
    (r"<\?(?:php|=)?|\?>", ""),
    (r"(?m)^declare\(.*\);$", ""),
    (r"(?m)^(\s*)#(?!\[)", r"\1//"),
    (r"(?m)^\s*#\[.*\]\s*$", ""),
    (r"\"([^\"\n`]*\$[A-Za-z_{][^\"\n`]*)\"", r"`\1`"),
    (r"\{\$([\w>-]+)\}", r"${\1}"),
    (r"(?m)^namespace .*;$", ""),
    (r"(?m)^\s*use [\w\\, {}]+;$", ""),
    (r"([(,]\s*)([a-z]\w*): (?=\S)", r"\1\2 = "),
    (r"\\?(?:\b[A-Z]\w*\\)+(\w+)", r"\1"),
    (r"\\(?=[A-Z])", ""),
    (r"foreach \((.+?) as (?:\[?\$(\w+)\]?) => \$(\w+)\)", r"for (const [\2, \3] of \1)"),
    (r"foreach \((.+?) as \$(\w+)\)", r"for (const \2 of \1)"),
    (r"catch \([\w| ]+ \$(\w+)\)", r"catch (\1)"),
    (r"\)\s*use\s*\([^)]*\)", ")"),
    (r"\b((?:public|protected|private)(?: static| readonly)*) (?:\??[\w|]+ )?\$(\w+)", r"\1 \2"),
    (r"(?m)^(\s+)(?:(?:public|private|protected) )?const (?:\w+ )?(\w+) =", r"\1static \2 ="),
    (
        r"(?<![\w>$])(?!as |of |return |echo |new |clone |instanceof |and |or |yield |throw |print |static |case )"
        r"\??([A-Za-z_][\w|]*) &?(?:\.\.\.)?\$(\w+)(?=\s*[,)=])",
        r"\2: \1",
    ),
    (r"\)\s*:\s*\?(\w+)", r"): \1 | null"),
    (r"(?:abstract |final )*\b((?:public|protected|private)(?: static)?) function &?(\w+)", r"\1 \2"),
    (r"\b(?:static )?fn\s*\(", "("),
    (r"\bstatic function\s*\(", "function ("),
    (r"\b(?:final |abstract |readonly )+class\b|\btrait\b", "class"),
    (r"\belseif\b", "else if"),
    (r"(?m)^(\s*)echo (.+);$", r"\1echo(\2);"),
    (r"(?m)^(\s*)case (\w+)(?: = ([^;:]+))?;$", r"\1\2 = \3,"),
    (r"\((?:int|string|bool|array|float|object)\)\s*", ""),
    (r"\?->|->", "."),
    (r"::class\b", ""),
    (r"::", "."),
    (r"\$(?!\{)(?=\w)", ""),
    (r"\[((?:[^\[\]]|\[[^\[\]]*\])*=>(?:[^\[\]]|\[[^\[\]]*\])*)\]", r"{\1}"),
    (r"\[((?:[^\[\]]|\[[^\[\]]*\])*=>(?:[^\[\]]|\[[^\[\]]*\])*)\]", r"{\1}"),
    (r"\[((?:[^\[\]]|\[[^\[\]]*\])*=>(?:[^\[\]]|\[[^\[\]]*\])*)\]", r"{\1}"),
    (r"('[^'\n]*'|\"[^\"\n]*\"|(?<![\w)])\d+)\s*=>", r"\1:"),
    (r"(?<![\w).])([A-Za-z_][\w.]*)\s*=>(?!\s*\{)", r"[\1]:"),
    (r"(?<=['\")\]\w]) \. (?=['\"(\w`])", " + "),
    (r"\.=(?!=)", "+="),
)

CSHARP: Dialect = (
    (r"(?m)^(?:global )?using (?:static )?([\w.]+);$", r"import \1;"),
    (r"(?m)^namespace [\w.]+;$", ""),
    (r"(?m)^(\s*)using (?=var |[A-Z]\w* \w+ =)", r"\1"),
    (r"(?m)^\s*#(?:nullable|region|endregion|pragma|if|endif).*$", ""),
    (r"(?m)^(\s*)\[([A-Z]\w*)((?:\([^\]\n]*\))?)\]\s*$", r"\1@\2\3"),
    (r"\[(?:From\w+|Required|FromServices)\]\s*", ""),
    (r"\{\s*get;[^{}]*\}(?:\s*=\s*[^;\n]+;)?", ";"),
    (r"(?m)^(\s*[\w<>\[\], ?]+ \w+(?:<\w+>)?\([^()\n]*\))\s*=>\s*([^;]+);", r"\1 { return \2; }"),
    (
        r"(?m)^(\s*(?:public|private|protected|internal|static)[\w<>\[\], ]* \w+)\s*=>\s*([^;]+);",
        r"\1() { return \2; }",
    ),
    (r"\b(?:async|virtual|override|sealed|partial|internal|readonly|required|unsafe) ", ""),
    (r"\bawait (?:foreach)?", ""),
    (r"foreach \((\w+(?:<[^>]*>)?) (\w+) in (.+)\)", r"for (\1 \2 : \3)"),
    (r"[$@]+\"", '"'),
    (r"(?<=\w)\?(?= \w|\[|\.)", ""),
    (r"(?<=[\w)])!(?=[.;,)])", ""),
    (r"\)\s*:\s*(?:base|this)\([^)]*\)", ")"),
    (
        r"\b(class|record|struct|interface) (\w+(?:<[^>]*>)?(?:\([^)]*\))?)\s*:\s*(\w+(?:<[^{]*?>)?)"
        r"(?:, [\w<>, ]+)?(?=\s*[{\n])",
        r"\1 \2 extends \3",
    ),
    (r"\bstruct\b", "class"),
    (r"\brecord (?:class |struct )?(\w+(?:<[^>]*>)?\([^)]*\)(?: extends \w+)?);", r"record \1 {}"),
    (r"=>", "->"),
    (r"\bstring\b", "String"),
    (r"\bbool\b", "boolean"),
    (r"\bconst ", "final "),
    (r"\bis (?:not )?null\b", "!= null"),
)

KOTLIN: Dialect = (
    (r"(?m)^package .*$", ""),
    (r"(?m)^import ([\w.]+?)(\w+)(?: as \w+)?;?$", r'import "\2";'),
    (r"(?m)^\s*@\w+(?:\([^)\n]*\))?\s*$", ""),
    (r"@\w+(?::\w+)?(?:\([^)\n]*\))? (?=\w)", ""),
    (r"\"\"\"[\s\S]*?\"\"\"", '"text"'),
    (r"\"([^\"\n`]*\$[A-Za-z{][^\"\n`]*)\"", r"`\1`"),
    (r"(`[^`\n]*)\$(\w+)", r"\1${\2}"),
    (
        r"\b(?:suspend |inline |private |public |internal |protected |override |"
        r"open |operator |infix |tailrec |external )+"
        r"(?=fun|val|var|class|interface|object|abstract|data)",
        "",
    ),
    (r"\b(?:data |sealed |open |abstract |inner |value |annotation )+class\b", "class"),
    (
        r"\bclass (\w+)(?:<[^>]*>)?\(([^()]*)\)(?:\s*:\s*(\w+)(?:\([^)]*\))?)?[^\S\n]*\{",
        r"class \1 { constructor(\2) {}",
    ),
    (
        r"(?m)\bclass (\w+)(?:<[^>]*>)?\(([^()]*)\)(?:\s*:\s*\w+(?:\([^)]*\))?)?[^\S\n]*$",
        r"class \1 { constructor(\2) {} }",
    ),
    (
        r"(?m)^(\s*fun (?:<[^>]*> )?(?:\w+\.)?\w+\([^()]*\))\s*(:\s*[\w<>, ]+)?\??\s*=\s*([^{\n]+)$",
        r"\1\2 { return \3 }",
    ),
    (r"(?m)^([^\S\n]+)fun (?:<[^>]*> )?(\w+)\(", r"\1\2("),
    (r"\bfun (?:<[^>]*> )?(?:\w+(?:<[^>]*>)?\.)?(\w+)\(", r"function \1("),
    (r"(?<=[(,]) ?(?:val|var|private val) (?=\w+:)", " "),
    (r"\bval (\w+)", r"const \1"),
    (r"\bvar (\w+)", r"let \1"),
    (r"\bfor \(\(?(\w+)(?:, (\w+)\))? in (.+?)\) ?\{", r"for (const \1 of \3) {"),
    (r"(\w+)\?(?=[,)=\s])", r"\1"),
    (r"\?\.|!!\.", "."),
    (r"!!", ""),
    (r"\?:", "??"),
    (r"\.(\w+) ?\{ it ([^{}\n]*)\}", r".\1(it => it \2)"),
    (r"\.(\w+) ?\{ it(\.[^{}\n]*)\}", r".\1(it => it\2)"),
    (r"\.(\w+) ?\{ ?(\w+) -> ([^{}\n]*)\}", r".\1(\2 => \3)"),
    (r"\b(\d+)\.\.(\w+)\b", r"range(\1, \2)"),
    (r"\b(\w+) until (\w+)\b", r"range(\1, \2)"),
)

SWIFT: Dialect = (
    (r"(?m)^import (\w+)$", r'import "\1";'),
    (r"(?m)^\s*@\w+(?:\([^)\n]*\))?\s*$", ""),
    (r"@\w+(?:\([^)\n]*\))? (?=\w)", ""),
    (r"([(,]\s*)(\w+): (?!inout |any |some |\[[A-Z]|\w+ in\b)(?=[\"\d\[.(a-z$-])", r"\1\2 = "),
    (r"\"([^\"\n`]*)\\\(([^()\n]*(?:\([^()\n]*\))?[^()\n]*)\)([^\"\n`]*)\"", r"`\1${\2}\3`"),
    (r"(`[^`\n]*)\\\(([^()\n]*)\)", r"\1${\2}"),
    (r"(`[^`\n]*)\\\(([^()\n]*)\)", r"\1${\2}"),
    (
        r"\b(?:private |public |internal |open |final |override |mutating |"
        r"fileprivate |lazy |weak |required |convenience )+"
        r"(?=func|let|var|class|struct|init|static|enum|protocol)",
        "",
    ),
    (r"\bstruct\b|\bactor\b", "class"),
    (r"\bprotocol (\w+)(?:\s*:\s*[\w, ]+)?", r"interface \1"),
    (r"\bclass (\w+)(?:<[^>]*>)?\s*:\s*(\w+)(?:, [\w, ]+)?", r"class \1 extends \2"),
    (r"\bextension (\w+)(?:\s*:\s*[\w, ]+)?(?: where .*)?(?= \{)", r"class \1"),
    (r"\bfunc (\w+)(?:<[^>]*>)?\(", r"function \1("),
    (r"(?<=[(,])\s*(?:\w+ )?(\w+): (?:inout )?(\[?[\w.]+\]?)(?:\.\.\.)?\??(?=\s*[,)=])", r" \1: \2"),
    (r"\)\s*(?:async )?(?:throws )?->\s*\[([\w.]+)\]", r"): \1[]"),
    (r"\)\s*(?:async )?(?:throws )?->\s*([\w.<>, ]+?)\??(?=\s*\{|\n|$)", r"): \1"),
    (r"\)\s*(?:async )?throws(?=\s*\{)", ")"),
    (r"\binit\??\(", "constructor("),
    (r"(?m)^(\s*)(?:guard|if) let (\w+) = ([^{\n,]+?) else \{", r"\1if (!(\2 == \3)) {"),
    (r"(?m)^(\s*(?:\} else )?)if (?!\()([^{\n]+?) \{", r"\1if (\2) {"),
    (r"(?m)^(\s*)while (?!\()([^{\n]+?) \{", r"\1while (\2) {"),
    (r"(?m)^(\s*)for (?:\((\w+), (\w+)\)|(\w+)) in (.+?) \{", r"\1for (const \2\4 of \5) {"),
    (r"\b([\w.]+)\.\.[.<]([\w.]+)", r"range(\1, \2)"),
    (r"(?m)^(    )(?:let|var) (\w+): ([\w\[\]<>., :]+)$", r"\1\2: \3;"),
    (r"(?m)^(\s*)switch (?!\()([^{\n]+?) \{", r"\1switch (\2) {"),
    (r"(?m)^(\s*)case \.(\w+)(?:\([^)\n]*\))?:", r'\1case "\2":'),
    (r"(?m)^(enum \w+)\s*:\s*\w+", r"\1"),
    (r"(?m)^(\s*)case ([\w, ]+)$", r"\1\2,"),
    (r"(?m)^(\s*)case (\w+) = ([^:\n]+)$", r"\1\2 = \3,"),
    (r"\blet (\w+)", r"const \1"),
    (r"\bvar (\w+)", r"let \1"),
    (r":\s*\[(\w+)\](?=\s*[=\n{]|$)", r": \1[]"),
    (r"\bself\b", "this"),
    (r"\bnil\b", "null"),
    (r"(\w)\?(?=[\s,)=])", r"\1"),
    (r"!(?=[.\n)]|$)", ""),
    (r"\btry[?!]? ", ""),
    (r"\.(\w+) ?\{ \$0 ([^{}\n]*)\}", r".\1(it => it \2)"),
    (r"\.(\w+) ?\{ \$0(\.[^{}\n]*)\}", r".\1(it => it\2)"),
)
