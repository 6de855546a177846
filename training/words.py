"""Makes words/english.tsv (how common words are in news) and words/stopwords.tsv.

Counts come from corpora that may be shipped: English Wikinews 2019-2020 and GUM's news, and from Wikigold.
"""

import argparse
import collections
import csv
import json
import pathlib
import re

from tables import write_table

LANGUAGES = ["de", "en", "es", "fr", "it", "lt", "ru"]
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+|[.!?\n]|\S")
# The list has nouns, and forms too rare to matter, that are good keywords in news.
NOT_STOPWORDS = {
    "en": "bill system world work works working face fact facts member members state states group groups room rooms "
          "number numbers case cases interest interests problem problems opening opened order orders war men man "
          "youth money computer test research "
          "government home homepage information page pages site website text com net org gov edu mil microsoft "
          "netscape browser million billion trillion".split(),
}


def wikinews(folder):
    for path in sorted(folder.glob("wikinews_*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                yield row["text"]


def conllu(folder):
    for path in sorted(folder.glob("*.conllu")):
        yield "\n".join(line[9:].strip() for line in path.read_text(encoding="utf-8").splitlines()
                        if line.startswith("# text = "))


def wikigold(path):
    for document in path.read_text(encoding="utf-8").split("-DOCSTART-"):
        words = (line.split(" ")[0] if line.strip() else "\n" for line in document.splitlines()[1:])
        yield " ".join(words)


def count(texts):
    """Per lower-cased word: texts that have it, occurrences in lower case, and capitalised inside a sentence."""
    documents, lower, capital = (collections.Counter() for _ in range(3))
    total = 0
    for text in texts:
        total += 1
        seen, start = set(), True
        for match in WORD.finditer(text):
            word = match.group().replace("’", "'")
            if word.lower().endswith("'s"):
                word = word[:-2]
            if word[:1].isalpha():
                key = word.lower()
                seen.add(key)
                if word[0].islower():
                    lower[key] += 1
                elif not start:
                    capital[key] += 1
                start = False
            elif word in ".!?\n":
                start = True
        documents.update(seen)
    return total, documents, lower, capital


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wikinews", type=pathlib.Path, required=True, help="folder with wikinews_*.csv")
    parser.add_argument("--gum-news", type=pathlib.Path, required=True, help="folder with GUM's news *.conllu")
    parser.add_argument("--wikigold", type=pathlib.Path, required=True, help="wikigold.conll.txt")
    parser.add_argument("--stopwords", type=pathlib.Path, required=True, help="stopwords-iso.json")
    parser.add_argument("resources", type=pathlib.Path, help="the folder to write words/ into")
    args = parser.parse_args()

    texts = [*wikinews(args.wikinews), *conllu(args.gum_news), *wikigold(args.wikigold)]
    total, documents, lower, capital = count(texts)
    rows = ((word, documents[word], lower[word], capital[word]) for word in sorted(documents)
            if documents[word] >= 2 and (lower[word] or documents[word] >= 5))
    write_table(args.resources / "words" / "english.tsv",
                [f"How common English words are in {total} texts: texts that have the word, occurrences in lower case,",
                 "and occurrences with a capital inside a sentence. Words of two texts and more.",
                 "Source: English Wikinews 2019-2020 (CC BY 2.5), GUM news (CC BY 4.0), Wikigold (CC BY 4.0).",
                 "Made by training/words.py."],
                ["word", "texts", "lower", "capitalised"], rows)

    stopwords = json.loads(args.stopwords.read_text(encoding="utf-8"))
    rows = ((language, word) for language in LANGUAGES for word in sorted(set(stopwords[language]))
            if word not in NOT_STOPWORDS.get(language, []) and word.strip() and "\t" not in word)
    write_table(args.resources / "words" / "stopwords.tsv",
                ["Words that carry no topic, by ISO 639-1 language.", "Source: stopwords-iso. Licence: MIT.",
                 "Made by training/words.py."], ["language", "word"], rows)


if __name__ == "__main__":
    main()
