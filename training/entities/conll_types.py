"""What the types of each corpus are in CoNLL 2003's four: PER, ORG, LOC, MISC. What is not here is no name."""

WIKIGOLD = {"PER": "PER", "ORG": "ORG", "LOC": "LOC", "MISC": "MISC"}

WNUT17 = {
    "person": "PER",
    "location": "LOC",
    "corporation": "ORG",
    "group": "ORG",
    "creative-work": "MISC",
    "product": "MISC",
}

RE_DOCRED = {"PER": "PER", "ORG": "ORG", "LOC": "LOC", "MISC": "MISC"}

# Only names, which GUM marks by no type of their own: see corpora.py.
GUM = {"person": "PER", "organization": "ORG", "place": "LOC", "event": "MISC", "object": "MISC", "abstract": "MISC"}

CROSSNER = {
    "person": "PER",
    "politician": "PER",
    "scientist": "PER",
    "researcher": "PER",
    "writer": "PER",
    "musicalartist": "PER",
    "organisation": "ORG",
    "politicalparty": "ORG",
    "university": "ORG",
    "band": "ORG",
    "academicjournal": "ORG",
    "magazine": "ORG",
    "location": "LOC",
    "country": "LOC",
    "astronomicalobject": "LOC",
    "misc": "MISC",
    "event": "MISC",
    "election": "MISC",
    "award": "MISC",
    "book": "MISC",
    "poem": "MISC",
    "album": "MISC",
    "song": "MISC",
    "conference": "MISC",
    "product": "MISC",
    "programlang": "MISC",
}
