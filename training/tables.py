"""The one way in which the recipes write a resource: tab-separated text under a comment that says where it is from."""

import pathlib


def write_table(path, comment, columns, rows):
    """Writes `rows` (sequences of values without tabs) below `comment` (lines) and the names of the columns."""
    path = pathlib.Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="\n") as out:
        for line in comment:
            out.write(f"# {line}\n")
        out.write("# columns: " + ", ".join(columns) + "\n")
        count = 0
        for row in rows:
            values = [str(value) for value in row]
            assert len(values) == len(columns) and not any("\t" in v or "\n" in v for v in values), values
            out.write("\t".join(values) + "\n")
            count += 1
    print(f"{path}: {count} rows, {path.stat().st_size} bytes")
