"""Where the moderators' room shows a site, or one of its comments."""

from __future__ import annotations


def console_url(base: str, site: str, comment: str = "") -> str:
    """The address of a site in the console at `base`, or of one comment there; "" where no console is known.

    >>> console_url("https://desk.example/", "akhbar", "abc")
    'https://desk.example/?site=akhbar#ghirbal-abc'
    >>> console_url("https://desk.example/", "akhbar"), console_url("", "akhbar")
    ('https://desk.example/?site=akhbar', '')
    """
    if not base:
        return ""
    return f"{base}?site={site}" + (f"#ghirbal-{comment}" if comment else "")
