"""The pictures of the demo, drawn with Pillow: a canvas, what stands on it, and the scenes."""

from . import fronts, green, rooms, streets, tables, water
from .canvas import HEIGHT, PALETTE, SCENES, WIDTH, UnknownSceneError, draw_scene

# A module registers its scenes when it is imported.
SCENE_MODULES = (fronts, green, rooms, streets, tables, water)

__all__ = ["HEIGHT", "PALETTE", "SCENES", "SCENE_MODULES", "WIDTH", "UnknownSceneError", "draw_scene"]
