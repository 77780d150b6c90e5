"""Count an owners' vote again from its published file: `python recount.py FILE [SHA256]`.

Needs Python 3 and nothing else. Areas are whole hundredths of a square metre, shares are exact fractions.
Compares every figure the file claims with what its own lines come to, and every choice with the commitment
that the owner's receipt shows. Exit code 0: all agrees; 1: something differs; 2: the file cannot be read.
"""

import hashlib
import sys
from fractions import Fraction
from pathlib import Path


def leader(sums):
    ahead = [c for c, (a, h) in sums.items() if all(a > x and h > y for d, (x, y) in sums.items() if d != c)]
    return ahead[0] if ahead else "0"


def count(heads, place, silence):
    sums, quiet = {}, [0, 0]
    for area, told, letters in heads:
        row = sums.setdefault(letters[place], [0, 0]) if letters else quiet if told else [0, 0]
        row[0], row[1] = row[0] + area, row[1] + 1
    if silence != "absent" and quiet[1]:
        row = sums.setdefault(leader(sums) if silence == "majority" else "0", [0, 0])
        row[0], row[1] = row[0] + quiet[0], row[1] + quiet[1]
    return sums, [sum(row[i] for row in sums.values()) for i in (0, 1)]


def agreed(sums, part, whole, share, rule):
    majority, more, yes = rule
    if not part[1] or any(part[i] < share * whole[i] for i in (0, 1)):
        return "-"
    fits = [
        c
        for c in sorted(yes)
        if c in sums and all(part[i] and sums[c][i] >= majority * part[i] for i in (0, 1))
    ]
    return "".join(c for c in fits if not more or all(sums[c][i] > majority * part[i] for i in (0, 1))) or "-"


def main(name, wanted=""):
    data = Path(name).read_bytes()
    sha, rows = hashlib.sha256(data).hexdigest(), [line.split(",") for line in data.decode().splitlines()]
    if rows[0] != ["huiyin-vote", "1"]:
        raise ValueError("not the file of a vote")
    of = {kind: [row[1:] for row in rows if row[0] == kind] for kind in {row[0] for row in rows}}
    (code, _digest, area, number), (share, silence) = of["vote"][0], of["rule"][0]
    heads = [(int(a), told == "1", cast.strip("-")) for _name, a, told, cast, _salt, _seal in of["head"]]
    whole = [sum(a for a, _told, _cast in heads), len(heads)]
    wrong = [] if whole == [int(area), int(number)] else [f"roll: {whole} instead of {area}, {number}"]
    wrong += [f"sha256 is {sha}"] if wanted not in ("", sha) else []
    for alias, _a, _told, cast, salt, seal in of["head"]:
        if cast != "-" and hashlib.sha256(f"{salt}:{cast}".encode()).hexdigest() != seal:
            wrong.append(f"{alias}: the choice is not the one that was cast")
    rules = {no: (Fraction(of_part), how == "more", yes) for no, of_part, how, yes in of["question"]}
    missing = {(no, way) for no in rules for way in ["without", "with"][: 1 + (silence != "absent")]}
    for no, way, part_area, part_heads, cells, claim in of["claim"]:
        sums, part = count(heads, list(rules).index(no), silence if way == "with" else "absent")
        result = agreed(sums, part, whole, Fraction(share), rules[no])
        told = {c: [int(a), int(h)] for c, a, h in (cell.split(":") for cell in cells.split(";") if cell)}
        print(f"question {no}, {way} silence: {part} of {whole} take part; {sums}; agreed {result}")
        if (told, [int(part_area), int(part_heads)], claim) != (sums, part, result):
            wrong.append(
                f"question {no}, {way} silence: the file claims {cells} {part_area} {part_heads} {claim}"
            )
        missing.discard((no, way))
    wrong += [f"question {no}, {way} silence: no figure is claimed" for no, way in sorted(missing)]
    print(f"{code} {'DIFFERS' if wrong else 'agrees'}, sha256 {sha}", *wrong, sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    try:
        sys.exit(main(*sys.argv[1:3]))
    except (OSError, ValueError, LookupError, TypeError) as error:
        print(f"this file cannot be read: {error!r}")
        sys.exit(2)
