"""The plane of a page: matrices and boxes, in points, y upwards (ISO 32000-1 §8.3)."""

from math import hypot

#: a, b, c, d, e, f: x' = a·x + c·y + e, y' = b·x + d·y + f.
Matrix = tuple[float, float, float, float, float, float]
#: left, bottom, right, top.
Box = tuple[float, float, float, float]
Point = tuple[float, float]

UNMOVED: Matrix = (1, 0, 0, 1, 0, 0)
UNIT: Box = (0, 0, 1, 1)


def times(first: Matrix, then: Matrix) -> Matrix:
    """One matrix after the other."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def point(matrix: Matrix, x: float, y: float) -> Point:
    """Where a matrix puts a point."""
    a, b, c, d, e, f = matrix
    return (a * x + c * y + e, b * x + d * y + f)


def spread(matrix: Matrix, box: Box) -> Box:
    """The smallest box round a box that a matrix has moved, turned or slanted."""
    left, bottom, right, top = box
    return around([point(matrix, x, y) for x in (left, right) for y in (bottom, top)])


def around(points: list[Point]) -> Box:
    """The smallest box round points, of which there is one at least."""
    xs, ys = [x for x, _y in points], [y for _x, y in points]
    return (min(xs), min(ys), max(xs), max(ys))


def common(one: Box, other: Box) -> Box | None:
    """What two boxes share, None where they do not meet. A line has a box without an area, and shares it."""
    left, bottom, right, top = max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])
    return (left, bottom, right, top) if left <= right and bottom <= top else None


def joined(one: Box, other: Box) -> Box:
    """The smallest box round two boxes."""
    return (min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3]))


def grown(box: Box, by: float) -> Box:
    """A box with its sides moved outwards; inwards where `by` is negative."""
    return (box[0] - by, box[1] - by, box[2] + by, box[3] + by)


def inside(inner: Box, outer: Box, give: float = 0.01) -> bool:
    """Whether a box lies within another, give or take."""
    wide = grown(outer, give)
    return inner[0] >= wide[0] and inner[1] >= wide[1] and inner[2] <= wide[2] and inner[3] <= wide[3]


def lengths(matrix: Matrix) -> tuple[float, float]:
    """How long one unit across and one unit upwards become."""
    return hypot(matrix[0], matrix[1]), hypot(matrix[2], matrix[3])


def area(box: Box) -> float:
    """Square points."""
    return (box[2] - box[0]) * (box[3] - box[1])
