"""Whether a sentence tells somebody to do something, as the steps of a procedure do."""

from __future__ import annotations

import re

# Verbs that open instructions in technical writing, in their base form.
_VERB_LIST = """
accept access activate add adjust allow analyze annotate answer append apply approve arrange ask assert
assign attach authenticate avoid back begin bind boot bootstrap branch break browse build bump bundle call
cancel capture change check choose clean clear click clone close collect combine come commit compare compile
complete compute configure confirm connect consider construct consult continue convert copy count cover
create customize cut debug decide declare decode define delete deploy describe design destroy detect
determine develop disable discard disconnect discuss display divide do document don't double download drag
draw drop edit eject embed enable encode encrypt end ensure enter establish estimate evaluate examine
execute exit expand experiment explain explore export expose extend extract fetch fill filter find finish
fix flip focus follow force fork format forward gather generate get give go grant group guard handle help
hide highlight hit hold hover identify ignore implement import improve include increase index indicate
initialize inject insert inspect install integrate introduce invoke iterate join jump keep kill label launch
learn leave let link list listen load locate lock log look loop maintain make manage map mark match measure
meet merge migrate minimize mock modify monitor mount move multiply name navigate never normalize note
notice notify observe obtain omit open optimize order organize override package parse pass paste patch pause
perform pick pin ping place plan play point populate post power practice prefer prepare press prevent
preview print proceed process profile promote prompt protect provide provision publish pull push put query
queue quit raise reach read rebase reboot rebuild recall receive record redirect reduce refactor refer
reference refresh register reload remember remove rename render repeat replace reply report request require
rerun research reset resize resolve restart restore restrict retrieve retry return reuse revert review
revoke rewrite roll rotate round run save scale scan schedule scroll search secure seed select send separate
serve set share ship shorten show shut sign simplify skip sort specify spin split squash stage start stash
state stay step stop store stream study submit subscribe subtract swap switch sync tag take tell terminate
test think tie toggle trace track train transfer transform translate treat trigger trim try tune turn type
undo uninstall unlock unpack unzip update upgrade upload use validate verify view visit wait walk wash watch
wire work wrap write zip
"""
_VERBS = frozenset(_VERB_LIST.split())
_FIRST_WORD = re.compile(
    r"\W*(?:(?:first|then|next|now|finally|optionally|please|also|and|always),?\s+)*([A-Za-z']+)",
    re.IGNORECASE,
)


def is_imperative(text: str) -> bool:
    """Whether `text` (inline Markdown) opens with a verb of instruction."""
    match = _FIRST_WORD.match(text)
    return bool(match and match[1].lower() in _VERBS)
