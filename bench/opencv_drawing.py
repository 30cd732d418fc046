"""The overlay of the comparison, drawn with OpenCV."""

import cv2
import numpy as np

# Hershey Simplex at scale 0.8 is about as large as a font of 24 px.
SCALE_PER_PX = 0.8 / 24


def draw_steps(frame, steps):
    for step in steps:
        DRAW[step["kind"]](frame, step)


def draw_fill(frame, step):
    (left, top), (right, bottom) = corners(step)
    part = frame[top:bottom, left:right]
    color = np.full_like(part, bgr(step["color"]))
    part[:] = cv2.addWeighted(part, 1 - step["alpha"], color, step["alpha"], 0)


def draw_stroke(frame, step):
    thickness = round(step["thicknessPx"])
    cv2.rectangle(frame, *corners(step), bgr(step["color"]), thickness)


def draw_text(frame, step):
    strokes = [(step["color"], 1)]
    if step["outline"]:
        strokes.insert(0, (step["outline"]["color"], round(step["outline"]["thicknessPx"])))
    at = (round(step["x"]), round(step["y"]))
    scale = step["sizePx"] * SCALE_PER_PX
    for color, thickness in strokes:
        font = cv2.FONT_HERSHEY_SIMPLEX
        cv2.putText(frame, step["text"], at, font, scale, bgr(color), thickness, cv2.LINE_AA)


def corners(step):
    left, top = round(step["x"]), round(step["y"])
    return (left, top), (left + round(step["width"]), top + round(step["height"]))


def bgr(color):
    """The colour #rrggbb in OpenCV's order: blue, green, red."""
    return tuple(int(color[at : at + 2], 16) for at in (5, 3, 1))


DRAW = {"fill": draw_fill, "stroke": draw_stroke, "text": draw_text}
