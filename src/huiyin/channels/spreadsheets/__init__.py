"""Tables as offices make them, in and out.

In: `table.read_table` (bytes -> Sheet) → `mapping.guess_mapping` (whose column is what) →
`cases.rows_to_cases` (rows -> cases or reasons) → `writing.returned_sheet` (the sheet back, with
reasons).
Out: `writing.write_table`, `writing.write_csv`, both safe against formulas.

The package itself imports nothing, because the confined child imports `reader` through it.
"""
