"""Write the file of drawn formulas anew."""

from tests.app.golden import FILE, formulas, page

FILE.write_text(page(), "utf-8")
print(f"{len(formulas())} formulas in {FILE}")
