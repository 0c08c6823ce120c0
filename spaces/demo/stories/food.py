"""Food security in the Galilee: somebody is thinking of a space, and asks a few others."""


def tell(s):
    yield 8, "09:22"
    s.open()
    yield 8, "09:48"
    s.invite("nirit", s.words["first_note"])
    yield 8, "14:06"
    s.accept("nirit")
    s.lead("nirit")
    yield 9, "10:02"
    s.invite("maher shmulik inbal", s.words["note"])
    yield from s.each(s.accept, "maher shmulik", 9, "12:31", gap=158)
    yield 10, "10:24"
    s.draft("rachel")
    s.draft("dror")
    yield 10, "15:55"
    s.invite("hussein", s.words["note"])
