"""The two themes: few colours, each with one meaning, on a quiet ground."""

from __future__ import annotations

from textual.theme import Theme

from app.drawing import meaning

DARK = Theme(
    name="dark",
    dark=True,
    primary="#7FB2E5",
    secondary="#8FA3B8",
    accent="#5CC8A4",
    foreground="#D7DCE3",
    background="#12151A",
    surface="#171B21",
    panel="#1E242C",
    success="#5CC8A4",
    warning="#E6A23C",
    error="#F08A80",
    variables={
        **meaning.variables(dark=True),
        "muted": "#8E98A6",
        "line": "#333B46",
        "block-cursor-background": "#26313D",
        "block-cursor-foreground": "#FFFFFF",
        "block-cursor-text-style": "bold",
        "block-cursor-blurred-background": "#1E242C",
        "block-cursor-blurred-text-style": "none",
        "footer-background": "#12151A",
        "footer-key-foreground": "#7FB2E5",
        "footer-description-foreground": "#8E98A6",
        "input-selection-background": "#35506B",
        "border": "#46525F",
        "border-blurred": "#333B46",
        "scrollbar": "#333B46",
        "scrollbar-background": "#12151A",
    },
)

LIGHT = Theme(
    name="light",
    dark=False,
    primary="#1F5F9E",
    secondary="#4A5A6A",
    accent="#00724E",
    foreground="#20262D",
    background="#FBFAF7",
    surface="#F4F2ED",
    panel="#EAE7E0",
    success="#00724E",
    warning="#8A5200",
    error="#A8321F",
    variables={
        **meaning.variables(dark=False),
        "muted": "#5D6772",
        "line": "#CFCBC2",
        "block-cursor-background": "#D9E6F2",
        "block-cursor-foreground": "#10161C",
        "block-cursor-text-style": "bold",
        "block-cursor-blurred-background": "#EAE7E0",
        "block-cursor-blurred-text-style": "none",
        "footer-background": "#FBFAF7",
        "footer-key-foreground": "#1F5F9E",
        "footer-description-foreground": "#5D6772",
        "input-selection-background": "#BFD7EE",
        "border": "#9AA3AD",
        "border-blurred": "#CFCBC2",
        "scrollbar": "#CFCBC2",
        "scrollbar-background": "#FBFAF7",
    },
)

THEMES = (DARK, LIGHT)
