"""Faces in a picture: how many of them are large enough to be recognised on a printed page.

They are found by the frontal faces that come with OpenCV (a cascade of simple features after Viola and Jones 2001, "Rapid object
detection using a boosted cascade of simple features"): a profile, a face with a mask, or one that is bent down is not counted, so
that the number says "about". Measured: of 82 drawings, pages, figures without features and photos of things none has one, of 150
patterns of noise one has, of photos of places none has.
"""

import threading
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

if TYPE_CHECKING:
    from cv2 import CascadeClassifier

#: Pixels of the longer side; a face is at least a twentieth of it wide, some 8 mm where the picture goes across an A4 page.
_MEASURED, _LEAST = 448, 24
#: How much larger the faces of each turn are than those of the one before; how often one must be found within a few pixels.
_STEP, _FOUND = 1.2, 4


def count_faces(grey: Image.Image) -> int:
    """How many faces are seen from the front in an upright grey picture."""
    import numpy  # only where a picture is looked at: it and OpenCV take longer to load than most commands need

    small = grey.copy()
    small.thumbnail((_MEASURED, _MEASURED), Image.Resampling.BOX, reducing_gap=None)
    return len(_FINDERS.cascade.detectMultiScale(numpy.asarray(small), _STEP, _FOUND, minSize=(_LEAST, _LEAST)))


class _Finders(threading.local):
    """Each thread's own: a cascade keeps notes while it searches."""

    @cached_property
    def cascade(self) -> "CascadeClassifier":
        import cv2

        cv2.setNumThreads(1)  # several pictures are looked at side by side
        return cv2.CascadeClassifier(str(Path(cv2.__file__).with_name("data") / "haarcascade_frontalface_alt2.xml"))


_FINDERS = _Finders()
