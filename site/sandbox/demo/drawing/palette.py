"""Colours of the portraits, by the names that the people's files use."""

INK = "#1c2a3a"
SKIN = {1: "#f3d3bd", 2: "#e8bd9c", 3: "#d9a47c", 4: "#b97f55", 5: "#8d5a3b", 6: "#64402c"}
HAIR = {
    "black": "#1f1b1d",
    "brown": "#5a3a26",
    "auburn": "#84402a",
    "red": "#b4552c",
    "blond": "#d9b15f",
    "grey": "#8c8f92",
    "white": "#e9e6df",
}
CLOTH = {
    "ink": "#20344d",
    "red": "#c2311e",
    "sea": "#2b6f7c",
    "mustard": "#d39a1f",
    "sage": "#55775c",
    "plum": "#6a4468",
}
GROUND = {
    "sea": "#a3c7cb",
    "mist": "#d3dde1",
    "sand": "#e9dcc3",
    "mustard": "#e8c469",
    "sage": "#b3c6ac",
    "blush": "#eabfae",
    "plum": "#c0a9be",
}
WHITE = "#fbf8f2"
