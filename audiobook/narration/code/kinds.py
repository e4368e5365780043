"""What the node types of the tree-sitter grammars mean, for the languages that share one outline."""

from __future__ import annotations

STRINGS = frozenset(
    [
        "string",
        "string_literal",
        "interpreted_string_literal",
        "raw_string_literal",
        "template_string",
        "char_literal",
        "character_literal",
        "rune_literal",
        "string_array",
        "heredoc_beginning",
        "concatenated_string",
        "text_block",
    ]
)
NUMBERS = frozenset(
    [
        "integer",
        "float",
        "number",
        "int_literal",
        "float_literal",
        "number_literal",
        "integer_literal",
        "decimal_integer_literal",
        "decimal_floating_point_literal",
    ]
)
CALLS = frozenset(["call", "call_expression", "method_invocation", "macro_invocation", "command_call"])
FUNCTIONS = frozenset(
    [
        "function_definition",
        "function_declaration",
        "method_definition",
        "method_declaration",
        "function_item",
        "method",
        "singleton_method",
        "constructor_declaration",
        "generator_function_declaration",
        "function_signature_item",
        "method_signature",
        "function_signature",
    ]
)
LAMBDAS = frozenset(
    [
        "lambda",
        "arrow_function",
        "function_expression",
        "function",
        "func_literal",
        "closure_expression",
        "lambda_expression",
        "generator_function",
        "async_block",
        "do_block",
        "block_argument",
    ]
)
CLASSES = {
    "class_definition": "class",
    "class_declaration": "class",
    "abstract_class_declaration": "class",
    "class": "class",
    "module": "module",
    "interface_declaration": "interface",
    "struct_item": "struct",
    "struct_specifier": "struct",
    "enum_item": "enum",
    "enum_declaration": "enum",
    "enum_specifier": "enum",
    "trait_item": "trait",
    "impl_item": "implementation",
    "record_declaration": "record",
    "union_specifier": "union",
    "mod_item": "module",
    "internal_module": "namespace",
    "annotation_type_declaration": "annotation",
}
IMPORTS = frozenset(
    [
        "import_statement",
        "import_from_statement",
        "import_declaration",
        "use_declaration",
        "preproc_include",
        "package_clause",
        "package_declaration",
        "future_import_statement",
    ]
)
LOOPS = frozenset(["for_statement", "for_in_statement", "for_expression", "enhanced_for_statement", "for"])
WHILES = frozenset(
    [
        "while_statement",
        "while_expression",
        "do_statement",
        "loop_expression",
        "while",
        "until",
        "while_modifier",
    ]
)
BRANCHES = frozenset(["if_statement", "if_expression", "if", "unless", "if_modifier", "unless_modifier"])
SWITCHES = frozenset(
    [
        "match_statement",
        "switch_statement",
        "switch_expression",
        "match_expression",
        "expression_switch_statement",
        "type_switch_statement",
        "case",
        "case_match",
        "select_statement",
    ]
)
RETURNS = frozenset(["return_statement", "return_expression", "return"])
RAISES = frozenset(["raise_statement", "throw_statement"])
WRAPPERS = frozenset(
    [
        "expression_statement",
        "parenthesized_expression",
        "await_expression",
        "await",
        "export_statement",
        "ambient_declaration",
        "decorated_definition",
        "type_declaration",
        "expression_list",
        "argument",
        "parenthesized_statements",
        "non_null_expression",
        "satisfies_expression",
        "try_expression",
        "condition_clause",
        "else_clause",
    ]
)
DECLARATIONS = frozenset(
    [
        "assignment",
        "assignment_expression",
        "lexical_declaration",
        "variable_declaration",
        "local_variable_declaration",
        "short_var_declaration",
        "assignment_statement",
        "let_declaration",
        "declaration",
        "var_declaration",
        "const_declaration",
        "field_declaration",
        "const_item",
        "static_item",
        "public_field_definition",
        "variable_declarator",
        "init_declarator",
        "const_spec",
        "var_spec",
    ]
)
BLOCKS = frozenset(
    [
        "block",
        "statement_block",
        "compound_statement",
        "statement_list",
        "body_statement",
        "class_body",
        "declaration_list",
        "constructor_body",
        "then",
        "else",
        "field_declaration_list",
        "interface_body",
        "object_type",
    ]
)
LISTS = frozenset(
    [
        "list",
        "array",
        "tuple",
        "set",
        "array_expression",
        "array_initializer",
        "initializer_list",
        "tuple_expression",
    ]
)
MAPS = frozenset(["dictionary", "object", "hash", "struct_expression"])
