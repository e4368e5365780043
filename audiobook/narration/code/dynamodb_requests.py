"""What DynamoDB is asked and what it answers: one reading for command line calls, JSON requests and their replies."""

from __future__ import annotations

from collections.abc import Mapping

from audiobook.narration.code.budget import Say, say
from audiobook.narration.code.dynamodb import (
    attributes,
    dynamo_value,
    index_words,
    is_dynamo_item,
    key_schema,
    types_of,
)
from audiobook.narration.code.expressions import condition, update
from audiobook.narration.code.scalars import VAGUE, Value, scalar_words
from audiobook.narration.code.steps import upto
from audiobook.narration.code.values import Doc, as_items, as_map
from audiobook.narration.code.words import IT, code, codes, count, listing, number, some

_VERBS = {
    "CreateTable": "creates the DynamoDB table", "DeleteTable": "deletes the DynamoDB table",
    "DescribeTable": "describes the DynamoDB table", "UpdateTable": "changes the DynamoDB table",
    "PutItem": "puts an item into the DynamoDB table", "GetItem": "gets an item from the DynamoDB table",
    "DeleteItem": "deletes an item from the DynamoDB table",
    "UpdateItem": "updates an item in the DynamoDB table", "Query": "queries the DynamoDB table",
    "Scan": "scans the DynamoDB table",
    "DescribeTimeToLive": "asks for the time to live of the DynamoDB table",
    "UpdateTimeToLive": "sets the time to live of the DynamoDB table",
}  # fmt: skip


def operation_of(doc: Doc) -> str:
    """Which operation a JSON request is for, by its keys; empty when it is none."""
    if "TransactItems" in doc:
        return "TransactWriteItems"
    if isinstance(doc.get("RequestItems"), Mapping):
        return "BatchWriteItem"
    if "TableName" not in doc:
        return ""
    for key, operation in (
        ("KeyConditionExpression", "Query"), ("UpdateExpression", "UpdateItem"), ("Item", "PutItem"),
        ("FilterExpression", "Scan"),
    ):  # fmt: skip
        if key in doc:
            return operation
    return "GetItem" if "Key" in doc and "ProjectionExpression" in doc else ""


def _names(doc: Doc) -> dict[str, str]:
    return {key: str(name) for key, name in as_map(doc.get("ExpressionAttributeNames")).items()}


def _values(doc: Doc) -> dict[str, str]:
    held = as_map(doc.get("ExpressionAttributeValues"))
    told = {key: dynamo_value(value) for key, value in held.items()}
    # The name of a placeholder says more than "a long number".
    return {key: value for key, value in told.items() if value not in VAGUE}


def request_words(operation: str, doc: Doc) -> str:
    """A request as a verb phrase; empty when the operation has no words of its own here."""
    if operation in {"TransactWriteItems", "TransactGetItems"}:
        return _transaction(doc)
    if operation in {"BatchWriteItem", "BatchGetItem"}:
        return _batch(doc)
    if operation in {"ExecuteStatement"}:
        return _statement(doc)
    if operation not in _VERBS:
        return ""
    table = code(str(doc.get("TableName", ""))) if isinstance(doc.get("TableName"), str) else ""
    facts = _facts(operation, doc)
    return f"{_VERBS[operation]} {table}".rstrip() + "".join(f", {fact}" for fact in facts)


def _facts(operation: str, doc: Doc) -> list[str]:
    """What a request says besides its table, in the order in which it is understood best."""
    names, values = _names(doc), _values(doc)
    facts: list[str] = []
    if doc.get("KeySchema"):
        facts.append(f"where {key_schema(doc.get('KeySchema'), types_of(doc))}")
    if item := _item(doc, 6):
        facts.append(item)
    if key := as_map(doc.get("Key")):
        facts.append(
            f"{'the one ' if operation != 'PutItem' else ''}whose {attributes(key)}".replace(
                "; and ", " and "
            )
        )
    if isinstance(index := doc.get("IndexName"), str):
        facts.append(f"through the index {code(index)}")
    for name, lead in (
        ("KeyConditionExpression", "for the items where"),
        ("FilterExpression", "keeping those where"),
    ):
        if isinstance(expression := doc.get(name), str):
            facts.append(f"{lead} {condition(expression, names, values)}")
    if isinstance(expression := doc.get("UpdateExpression"), str) and (
        acts := update(expression, names, values)
    ):
        facts.append(f"and {listing(acts)}")
    if isinstance(expression := doc.get("ConditionExpression"), str):
        facts.append(f"only if {condition(expression, names, values)}")
    return [*facts, *_index_facts(doc), *_small_facts(doc, names)]


def _item(doc: Doc, most: int) -> str:
    """What is put: its attributes, or the name of what holds them."""
    held = doc.get("Item")
    if isinstance(held, str) and held:
        return f"which is {code(held)}"
    return f"in which {attributes(as_map(held), most)}" if held else ""


def _index_facts(doc: Doc) -> list[str]:
    facts = []
    types = types_of(doc)
    for key, word in (("GlobalSecondaryIndexes", "global"), ("LocalSecondaryIndexes", "local")):
        indexes = [as_map(one) for one in as_items(doc.get(key)) if as_map(one)]
        if len(indexes) == 1:
            facts.append(f"with a {word} secondary index, {index_words(indexes[0], types)}")
        elif indexes:
            facts.append(
                f"with {count(len(indexes), f'{word} secondary index')}, "
                + listing([code(str(one.get("IndexName", ""))) for one in indexes])
            )
    for change in as_items(doc.get("GlobalSecondaryIndexUpdates")):
        for verb, held in as_map(change).items():
            link = {"Create": "adding", "Delete": "removing", "Update": "changing"}.get(verb, "changing")
            facts.append(f"{link} the index {index_words(as_map(held), types)}")
    return facts


def _small_facts(doc: Doc, names: Mapping[str, str]) -> list[str]:
    facts = []
    if isinstance(mode := doc.get("BillingMode"), str):
        facts.append(f"with the billing mode {mode.lower().replace('_', ' ')}")
    units = as_map(doc.get("ProvisionedThroughput"))
    if units.get("ReadCapacityUnits"):
        facts.append(
            f"with {scalar_words(units['ReadCapacityUnits'])} read and "
            f"{scalar_words(units.get('WriteCapacityUnits'))} write capacity units"
        )
    if isinstance(wanted := doc.get("ProjectionExpression"), str):
        fields = [names.get(one.strip(), one.strip().lstrip("#")) for one in wanted.split(",")]
        facts.append(f"getting only {some(codes(fields), 4)}")
    if doc.get("ConsistentRead") in {True, "true"}:
        facts.append("with a consistent read")
    if doc.get("Select") == "COUNT":
        facts.append("only counting them")
    if doc.get("ScanIndexForward") in {False, "false"}:
        facts.append("from the last down")
    if isinstance(most := doc.get("Limit") or doc.get("MaxItems"), int | str):
        facts.append(f"at most {most}")
    if isinstance(given := doc.get("ReturnValues"), str) and given != "NONE":
        told = {
            "ALL_NEW": "the new item",
            "ALL_OLD": "the old item",
            "UPDATED_NEW": "the new values",
            "UPDATED_OLD": "the old values",
        }
        facts.append(f"and returns {told.get(given, 'values')}")
    stream = as_map(doc.get("StreamSpecification"))
    if stream:
        views = {
            "NEW_IMAGE": "of new images",
            "OLD_IMAGE": "of old images",
            "NEW_AND_OLD_IMAGES": "of old and new images",
            "KEYS_ONLY": "of keys",
        }
        off = str(stream.get("StreamEnabled")).lower() == "false"
        facts.append(
            "without a stream"
            if off
            else f"with a stream {views.get(str(stream.get('StreamViewType')), '')}".rstrip()
        )
    if isinstance(segments := doc.get("TotalSegments"), int | str):
        facts.append(f"segment {doc.get('Segment')} of {segments}")
    return facts


def _transaction(doc: Doc) -> str:
    """`TransactItems`: each of its acts, in order."""
    acts = []
    for one in as_items(doc.get("TransactItems")):
        for verb, held in as_map(one).items():
            acts.append(_act_in_transaction(verb, as_map(held)))
    acts = [act for act in acts if act]
    if not acts:
        return "writes in one DynamoDB transaction"
    return f"in one DynamoDB transaction, {IT} {listing(acts)}"


def _act_in_transaction(verb: str, held: Doc) -> str:
    names, values = _names(held), _values(held)
    table = code(str(held.get("TableName", "")))
    only = held.get("ConditionExpression")
    test = f", only if {condition(only, names, values)}" if isinstance(only, str) else ""
    key = as_map(held.get("Key"))
    which = f"the item whose {attributes(key)}".replace("; and ", " and ") if key else "an item"
    if verb == "Put":
        item = _item(held, 4)
        return f"puts an item into {table}{f', {item}' if item else ''}{test}"
    if verb == "Update":
        expression = held.get("UpdateExpression")
        acts = update(expression, names, values) if isinstance(expression, str) else []
        which = which.replace("the item", f"the item of {table}", 1)
        return f"updates {which}{f', and {listing(acts)}' if acts else ''}{test}"
    if verb == "ConditionCheck":
        return f"checks {which} in {table}{test.replace('only if', 'that', 1)}"
    return f"{'deletes' if verb == 'Delete' else 'gets'} {which} from {table}{test}"


def _batch(doc: Doc) -> str:
    """`RequestItems`: how many items are written, deleted or read in each table."""
    acts = []
    for table, held in as_map(doc.get("RequestItems")).items():
        if isinstance(held, Mapping):
            acts.append(f"gets {count(len(as_items(held.get('Keys'))), 'item')} from {code(table)}")
            continue
        verbs = [next(iter(as_map(one)), "") for one in as_items(held)]
        puts, deletes = verbs.count("PutRequest"), verbs.count("DeleteRequest")
        acts += [f"puts {count(puts, 'item')} into {code(table)}"] if puts else []
        acts += [f"deletes {count(deletes, 'item')} from {code(table)}"] if deletes else []
    return f"in one batch, {IT} {listing(acts)} in DynamoDB" if acts else "sends a batch to DynamoDB"


def _statement(doc: Doc) -> str:
    """A statement in PartiQL, which is told as the SQL it looks like."""
    from audiobook.narration.code.describers import acts_of
    from audiobook.narration.code.languages import BY_NAME

    source = doc.get("Statement")
    acts = acts_of(str(source), BY_NAME["sql"]) if isinstance(source, str) else []
    return f"in DynamoDB, {IT} {listing(acts[:2])}" if acts else "runs a statement in DynamoDB"


def request(doc: Doc) -> list[Say]:
    """A JSON request: what it asks for."""
    said = request_words(operation_of(doc), doc).replace(IT, "it").replace("one DynamoDB ", "one ")
    said = said.removesuffix(" in DynamoDB")
    brief = upto(said, ", ")
    lead = "a DynamoDB request, which" if not said.startswith("in ") else "a DynamoDB request:"
    return [say(f"{lead} {said}".replace("DynamoDB table", "table"), f"{lead} {brief}", rank=0)]


def is_reply(doc: Doc) -> bool:
    """Whether the document is what a query, a scan or an update answers."""
    items = _items(doc)
    if items and all(is_dynamo_item(as_map(item)) for item in items):
        return True
    return is_dynamo_item(as_map(doc.get("Attributes"))) or ("ScannedCount" in doc and "Count" in doc)


def _items(doc: Doc) -> list[Value]:
    """The items of an answer: under `Items`, or each in an answer of a transaction, or by table in those of a batch."""
    responses = doc.get("Responses")
    if isinstance(responses, Mapping):
        return [item for held in responses.values() for item in as_items(held)]
    if isinstance(responses, list):
        return [as_map(one).get("Item") for one in responses]
    return as_items(doc.get("Items"))


def found_words(doc: Doc) -> str:
    """How many items an answer has: "two items", "25 items, two of which are shown"."""
    items = _items(doc)
    told = doc.get("Count")
    total = told if isinstance(told, int) and items else len(items)
    if total <= len(items):
        return count(len(items), "item")
    return f"{count(total, 'item')}, {number(len(items))} of which {'is' if len(items) == 1 else 'are'} shown"


def reply(doc: Doc) -> list[Say]:
    """The items that were found, the first as a sample, and what was counted."""
    items = [as_map(item) for item in _items(doc)]
    held = as_map(doc.get("Attributes"))
    if held:
        return [say(f"a DynamoDB answer with {count(len(held), 'attribute')}: {attributes(held)}", rank=0)]
    lead = f"a DynamoDB answer with {found_words(doc)}" if items else "a DynamoDB answer"
    says = [say(lead, rank=0)]
    if items:
        where = "in the item" if len(items) == 1 else "in the first"
        says.append(say(f"{where}, {attributes(items[0])}", f"{where}, {attributes(items[0], 3)}", rank=1))
    found, seen = doc.get("Count"), doc.get("ScannedCount")
    if isinstance(found, int) and isinstance(seen, int) and (found != seen or not items):
        says.append(
            say(
                f"it counts {found} of {seen} scanned items"
                if found != seen
                else f"it counts {count(found, 'item')}",
                rank=2,
            )
        )
    if "LastEvaluatedKey" in doc:
        says.append(say("there is more: it ends with the key from which to go on", rank=2))
    return says
