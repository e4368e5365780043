"""Rules that markdown-it and its plugins lack.

A rule for blocks emits nested tokens, or flat markers that nesting.py pairs.

| written | token | dialect | module |
|---|---|---|---|
| `::: name`, `::: {.name key=value}` | container_mark | Pandoc, Carpentries | containers |
| `:::name[Title]`, `:::{name} Title` | container_mark | Docusaurus, MyST | containers |
| `:::` | container_mark that closes | the same | containers |
| `:::image key="value":::` | container, template_tag | Microsoft Learn | containers |
| `/// name | Title` and `///` | container_mark | PyMdown | containers |
| `!!! name "Title"`, `??? name`, `=== "Tab"` and indented text | container | MkDocs | containers |
| `.. name:: argument` and indented text | container, or fence for code | reStructuredText | containers |
| `+---+---+` and rows between such lines | table | Pandoc, reStructuredText | grids |
| `<Name> ... </Name>`, `<Name />` | container, template_tag | MDX, Vue, mdBook | components |
| `{% tag %}`, `{{< tag >}}`, `{/* comment */}` | container, fence, template_tag | Liquid, Hugo, MDX | templates |
| `[source,ruby]` and lines between `----`, `[NOTE]` and lines between `====` | fence, container | AsciiDoc | asciidoc |
| `$n$`, ``$`n`$`` and `$$n$$` amid text | math_inline, math_inline_double | Pandoc, GitHub, GitLab | formulas |
| `\\begin{align}` and the like, to their end | math_block | MathJax | marks |
| `{: .name}`, `{key="value"}` alone on a line | attribute_list | kramdown, Writerside | marks |
| `(name)=`, `+++`, `\\newpage` alone on a line | definition, template_tag | MyST, Pandoc | marks |
| `% comment` | html_block | MyST, TeX | marks |
| `--8<-- "file"`, `<<< file`, `[!INCLUDE [a](file)]` | template_tag | PyMdown, VitePress, Learn | marks |
| `*[HTML]: words` | definition | Markdown Extra | marks |
| `![](a.png){.class key="value"}`, `` `<i>`{=html} `` | attribute_text | Pandoc, kramdown | targets |
| `[text]({{ variable }}/path)` | link or image | Liquid | targets |
| `[label]: {{ variable }}/path`, `[text](a file.md)` | definition, link | all | targets |
| `:::no-loc text="Words":::` amid text | template, image | Microsoft Learn | targets |
| `[text]` and `[label]` with a line break between | link | Markdown before CommonMark | targets |
| `[text][label]` without a definition | text | all | targets |
"""

from __future__ import annotations

from audiobook.markdown.asciidoc import asciidoc
from audiobook.markdown.components import component, component_tag
from audiobook.markdown.containers import fenced_div, indented_container, rst_directive, slashed_block
from audiobook.markdown.grids import grid_table
from audiobook.markdown.marks import (
    abbreviation,
    attribute_list,
    imported,
    math_environment,
    percent_comment,
    snippet,
    target,
)
from audiobook.markdown.targets import (
    attribute_text,
    colon_text,
    loose_definition,
    loose_reference,
    loose_target,
    templated_target,
    unknown_reference,
)
from audiobook.markdown.templates import template, template_text

BLOCK_RULES = (
    fenced_div,
    slashed_block,
    indented_container,
    rst_directive,
    attribute_list,
    abbreviation,
    template,
    component,
    imported,
    snippet,
    grid_table,
    math_environment,
    target,
    percent_comment,
    loose_definition,
    asciidoc,
)
INLINE_RULES = (
    template_text,
    attribute_text,
    component_tag,
    colon_text,
    templated_target,
    loose_target,
    loose_reference,
    unknown_reference,
)
