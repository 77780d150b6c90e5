"""The sheet of paper on the door: `poster.poster_pdf` lays it out, `codes.place_code` draws its code."""
