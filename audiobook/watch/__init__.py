"""Working on a course with its player open: what is saved is heard at once.

    files    what has been saved
    preview  a course as it would sound, made of clips and held in memory: nothing is encoded
    site     what is on show now, and who waits for news of it
    server   the site over HTTP, for this machine alone
    session  the loop that joins them

A preview reads the published edition only for the ids of its lessons and writes nothing beside the store. Clips go
into the store, where the next build finds them.
"""
