#!/usr/bin/env python3
"""Reads corpora of names and writes them as one: texts with spans of CoNLL's four types.

  corpora.py NER_DIR > names.jsonl

NER_DIR has the corpora in folders: wikigold, wnut17, crossner, re-docred, gum-news, gum-by. Each line of the output
is a document: {"corpus", "id", "text", "spans": [[begin, end, type], …]}, with offsets in bytes of UTF-8. Tokens are
put together again as they would stand in print. The same input gives the same bytes.
"""

import json
import pathlib
import re
import subprocess
import sys

import conll_types

NO_SPACE_BEFORE = re.compile(r"^([.,;:!?)\]}%…”’»]|'s|'S|n't|'re|'ve|'ll|'d|'m|’s|n’t|'')$")
NO_SPACE_AFTER = {"(", "[", "{", "$", "£", "€", "“", "‘", "«", "``", "#"}


class Text:
    """A document that grows token by token."""

    def __init__(self, corpus, identifier):
        self.corpus = corpus
        self.identifier = identifier
        self.text = b""
        self.spans = []
        self.quoted = False
        self.glue = True

    def add(self, token, space=None):
        """Appends a token, with white space before it as `space` says, or as print would; gives its span."""
        if token == '"':
            before, after = (self.quoted, not self.quoted)
            self.quoted = not self.quoted
        else:
            before, after = bool(NO_SPACE_BEFORE.match(token)), token in NO_SPACE_AFTER
        if space is not None:
            before = not space
        if not self.glue and not before:
            self.text += b" "
        begin = len(self.text)
        self.text += token.encode()
        self.glue = after if space is None else False
        return begin, len(self.text)

    def new_sentence(self, mark=b"\n"):
        if self.text and not self.text.endswith(b"\n"):
            self.text += mark
        self.glue = True
        self.quoted = False

    def names(self):
        """The spans as CoNLL has them: without an article, and MISC only with a capital or a digit in it."""
        for begin, end, kind in self.spans:
            name = self.text[begin:end]
            at_start = begin == 0 or self.text[begin - 2 : begin].strip()[-1:] in (b".", b"\n", b"")
            if re.match(rb"the \w", name) or (at_start and re.match(rb"The \w", name)):
                begin += 4
            if kind != "MISC" or re.search(r"[A-Z0-9]|[^\x00-\x7f]", name.decode()):
                yield [begin, end, kind]

    def write(self):
        if self.text.strip():
            spans = list(self.names())
            document = {"corpus": self.corpus, "id": self.identifier, "text": self.text.decode(), "spans": spans}
            print(json.dumps(document, ensure_ascii=False))


def read(path):
    if path.suffix == ".zst":
        return subprocess.run(["zstd", "-dc", path], check=True, capture_output=True).stdout.decode()
    return path.read_text()


def sentences(text):
    """Sentences of (token, tag) from CoNLL's columns."""
    sentence = []
    for line in text.splitlines() + [""]:
        columns = re.split(r"[\t ]+", line.strip())
        if len(columns) < 2:
            if sentence:
                yield sentence
            sentence = []
        else:
            sentence.append((columns[0], columns[-1]))


def add_sentence(document, sentence, types):
    """Adds a sentence with tags of IOB1, IOB2 or IO, and notes its names."""
    open_type, begin, end = None, 0, 0
    for token, tag in sentence + [("", "O")]:
        kind = types.get(tag[2:]) if len(tag) > 2 else None
        if open_type and (kind is None or tag.startswith("B-") or tag[2:] != open_type):
            document.spans.append([begin, end, types[open_type]])
            open_type = None
        if not token:
            break
        span = document.add(token)
        if kind and open_type is None:
            open_type, begin = tag[2:], span[0]
        end = span[1]


def columns(corpus, path, types, sentences_a_document):
    document, count = Text(corpus, f"{path.stem}-0"), 0
    for number, sentence in enumerate(sentences(read(path))):
        starts = sentence[0][0] == "-DOCSTART-"
        if starts or count == sentences_a_document:
            document.write()
            document, count = Text(corpus, f"{path.stem}-{number}"), 0
        if starts:
            continue
        document.new_sentence()
        add_sentence(document, sentence, types)
        count += 1
    document.write()


def re_docred(path):
    for entry in json.loads(read(path)):
        document, where = Text("re-docred", entry["title"]), []
        for sentence in entry["sents"]:
            where.append([document.add(token) for token in sentence])
        taken = {}
        for vertex in entry["vertexSet"]:
            for mention in vertex:
                kind = conll_types.RE_DOCRED.get(mention["type"])
                if kind is None:
                    continue
                tokens = where[mention["sent_id"]][mention["pos"][0] : mention["pos"][1]]
                text = document.text[tokens[0][0] : tokens[-1][1]].decode()
                if kind in ("LOC", "ORG") and text in DEMONYMS:  # "German" is a place there, and none in CoNLL.
                    kind = "MISC"
                taken[(tokens[0][0], tokens[-1][1])] = kind
        end = 0
        for (begin, stop), kind in sorted(taken.items(), key=lambda item: (item[0][0], -item[0][1])):
            if begin >= end:
                document.spans.append([begin, stop, kind])
                end = stop
        document.write()


def gum_names(tokens, mentions):
    """The proper nouns around each mention's head, outermost mention first."""
    used, names = set(), []
    for begin, end, kind in sorted(mentions, key=lambda mention: mention[0] - mention[1]):
        heads = [i for i in range(begin, end) if not (begin <= tokens[i]["head"] < end)]
        if not heads or not tokens[heads[0]]["proper"]:
            continue
        head = heads[0]
        links = PERSON_LINKS if kind == "PER" else NAME_LINKS

        def is_link(i):
            form = tokens[i]["form"].lower()
            return form in links and (form not in ("and", "&") or i < head)

        def is_part(i):
            if not begin <= i < end or i in used:
                return False
            adjective = tokens[i]["xpos"] == "JJ" and tokens[i]["form"][0].isupper() and i > 0
            return tokens[i]["proper"] or adjective

        def step(i, way):
            """The next token of the name beyond `i`, or `i` when it ends there."""
            for beyond in (i + way, i + 2 * way, i + 3 * way):
                between = range(min(i, beyond) + 1, max(i, beyond))
                if is_part(beyond) and all(begin <= j < end and is_link(j) for j in between):
                    return beyond
            return i

        first = last = head
        while step(first, -1) != first:
            first = step(first, -1)
        while step(last, 1) != last:
            last = step(last, 1)
        # A title before a person is no part of the name.
        while kind == "PER" and first < last and tokens[first]["form"].rstrip(".").lower() in TITLES:
            first += 1
        only_title = first == last and tokens[first]["form"].lower() in TITLES
        if only_title or any(i in used for i in range(first, last + 1)):
            continue
        form = " ".join(token["form"] for token in tokens[first : last + 1])
        if kind == "PER" and tokens[last]["xpos"] == "NNPS":  # "Bangladeshis".
            kind = "MISC"
        if kind == "ORG" and form in COUNTRIES:  # Teams and governments are called by their country.
            kind = "LOC"
        used.update(range(first, last + 1))
        names.append((first, last + 1, kind))
    return names, used


def column(table, number):
    rows = (pathlib.Path(__file__).parents[2] / "resources/places" / table).read_text().splitlines()
    return {row.split("\t")[number] for row in rows if not row.startswith("#")}


DEMONYMS = column("demonyms.tsv", 0)
PERSON_LINKS = {"de", "von", "van", "der", "la", "al", "-", "bin", "da", "dos"}
NAME_LINKS = {"of", "the", "and", "for", "on", "de", "&", "-", "in"}
COUNTRIES = column("countries.tsv", 2) | {"US", "U.S.", "UK", "U.K.", "USA", "England", "Scotland", "Wales", "Korea"}
TITLES = set(
    "president minister prime chancellor secretary senator sen rep governor gov mayor mr mrs ms miss dr prof professor sir "
    "lord lady king queen prince princess pope general gen colonel col captain capt lieutenant lt sergeant sgt judge "
    "justice chief director coach commissioner officer detective inspector ambassador representative congressman "
    "congresswoman premier deputy vice chairman chairwoman attorney archbishop bishop cardinal rev reverend father sheikh".split()
)


def gum(corpus, path):
    document, tokens, open_mentions, mentions, identifier = None, [], [], [], ""

    def flush():
        if not tokens:
            return
        document.new_sentence()
        spans, space = [], True
        for token in tokens:
            spans.append(document.add(token["form"], space))
            space = token["space"]
        names, used = gum_names(tokens, mentions)
        for i, token in enumerate(tokens):
            if i not in used and token["xpos"] == "JJ" and token["form"][0].isupper() and i > 0 and token["degree"]:
                names.append((i, i + 1, "MISC"))
        for first, end, kind in sorted(names):
            document.spans.append([spans[first][0], spans[end - 1][1], kind])

    for line in read(path).splitlines():
        if line.startswith("# newdoc"):
            flush()
            tokens, mentions = [], []
            if document:
                document.write()
            identifier = line.split("=")[1].strip()
            document, open_mentions = Text(corpus, identifier), []
        elif not line.strip():
            flush()
            tokens, mentions = [], []
        elif line[0].isdigit() and "-" not in line.split("\t")[0] and "." not in line.split("\t")[0]:
            fields = line.split("\t")
            i = len(tokens)
            misc = dict(part.split("=", 1) for part in fields[9].split("|") if "=" in part)
            tokens.append({
                "form": fields[1], "proper": fields[4].startswith("NNP"), "xpos": fields[4], "head": int(fields[6]) - 1,
                "degree": "Degree=Pos" in fields[5] or fields[5] == "_", "space": misc.get("SpaceAfter") != "No",
            })
            for mark in re.findall(r"\([^()]+\)|\([^()]+|[^()]+\)", misc.get("Entity", "")):
                name = mark.strip("()").split("-")
                if mark.startswith("("):
                    kind = name[1] if len(name) > 1 else ""
                    if mark.endswith(")"):
                        mentions.append((i, i + 1, conll_types.GUM.get(kind)))
                    else:
                        open_mentions.append((name[0], i, kind))
                else:
                    for k in range(len(open_mentions) - 1, -1, -1):
                        if open_mentions[k][0] == name[0]:
                            _, begin, kind = open_mentions.pop(k)
                            mentions.append((begin, i + 1, conll_types.GUM.get(kind)))
                            break
            mentions = [m for m in mentions if m[2]]
    flush()
    if document:
        document.write()


def main():
    ner = pathlib.Path(sys.argv[1])
    columns("wikigold", ner / "wikigold/wikigold.conll.txt", conll_types.WIKIGOLD, 10_000)
    columns("wnut17", ner / "wnut17/emerging.test.annotated", conll_types.WNUT17, 1)
    for domain in sorted((ner / "crossner").iterdir()):
        for part in ("train", "dev", "test"):
            columns(f"crossner-{domain.name}", domain / f"{part}.txt", conll_types.CROSSNER, 1)
    for part in ("dev", "test"):
        re_docred(ner / f"re-docred/{part}_revised.json.zst")
    for path in sorted((ner / "gum-news").glob("*.conllu")):
        gum("gum-news", path)
    for path in sorted((ner / "gum-by").glob("*.zst")):
        gum("gum-by", path)


if __name__ == "__main__":
    main()
