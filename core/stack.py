"""Room on the interpreter's stack for a whole request.

Python keeps the frames of its calls in pieces of 16 KB, and takes a piece from the system, and gives it back, each time
a call crosses the edge of one. A page that draws its lines right at an edge crosses it for every variable of a line:
two thousand times on Min dag, a quarter of the page's time. The size of a piece follows the first call that does not
fit, so one call that asks for much room gets a piece in which everything it calls has its place.
"""

# A little more than half of 256 KB, in values of eight bytes: the piece is 256 KB, and the other half is for the calls.
# Memory that nobody touches is never taken.
ROOM = 17_000


def with_room(call, argument):
    """What ``call(argument)`` answers, with room for all that it calls."""
    return call(argument)


with_room.__code__ = with_room.__code__.replace(co_stacksize=ROOM)


class StackRoomMiddleware:
    """Gives a request its room; comes first, so that everything else has it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return with_room(self.get_response, request)
