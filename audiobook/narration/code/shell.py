def tell(s):
    from audiobook.narration.code import outline
    return outline.tell(s)
