"""Build the serif of official letters: Tinos, which has the measures of Times New Roman, whole from its npm pieces.

npm serves it cut by script for browsers; Typst wants one file a style. Called by scripts/assets.py; writes build/fonts.
"""

import shutil
from pathlib import Path

PACKAGE = "node_modules/@fontsource/tinos"
PIECES = ("latin", "latin-ext", "vietnamese")
STYLES = ("400-normal", "700-normal", "400-italic", "700-italic")
# Instructions for screens: each piece has its own, and on paper none is used.
HINTING = ["fpgm", "prep", "cvt ", "gasp"]


def build_letter_fonts(npm: Path, fonts: Path) -> None:
    """Make the four styles in `fonts` out of what npm installed in `npm`, all or none."""
    from fontTools.merge import Merger, Options
    from fontTools.ttLib import TTFont

    draft = fonts.with_name(f"{fonts.name}.new")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    for style in STYLES:
        parts = []
        for piece in PIECES:
            font = TTFont(npm / PACKAGE / f"files/tinos-{piece}-{style}.woff2")
            font.flavor = None
            parts.append(str(draft / f"{piece}.part"))
            font.save(parts[-1])
        Merger(Options(drop_tables=HINTING)).merge(parts).save(draft / f"Tinos-{style}.ttf")
        for part in parts:
            Path(part).unlink()
    shutil.copyfile(npm / PACKAGE / "LICENSE", draft / "LICENSE")
    shutil.rmtree(fonts, ignore_errors=True)
    draft.rename(fonts)
