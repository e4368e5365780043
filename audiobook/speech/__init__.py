"""Speech: spoken text in, clips of mono PCM out, through engines that each live in a process of their own.

engine      what an engine is, how it is named and found
pyttsx3     the default engine
checks      what is refused, trimmed and verified
host        the child process that owns one open engine
client      the parent's side of it: time limits, retries, no orphans
synthesize  texts through the store and an executor
"""
