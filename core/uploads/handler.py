"""Uploads stay in memory: what people send touches no disk before it is encrypted."""

from io import BytesIO

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

from core.uploads import sizes


def max_upload_size(size: int):
    """For a view that takes a file of up to ``size`` bytes, where any other takes `sizes.FILE_BYTES`."""

    def decorate(view):
        view.largest_file = size
        return view

    return decorate


class MemoryOnlyHandler(FileUploadHandler):
    """Keeps each file in memory up to the limit of one file and of one request; the view may say `max_upload_size`.

    A file beyond either arrives empty and with ``too_large`` set, so that the page can say so beside its name; a
    request that goes on and on is cut off.
    """

    total = 0

    def __init__(self, request=None):
        super().__init__(request)
        match = getattr(request, "resolver_match", None)
        self.most = getattr(match and match.func, "largest_file", sizes.FILE_BYTES)

    def new_file(self, *args):
        """Begin with an empty buffer."""
        super().new_file(*args)
        self.buffer, self.size = BytesIO(), 0

    def receive_data_chunk(self, raw_data, start):
        """Keep the piece while there is room for it."""
        self.size += len(raw_data)
        self.total += len(raw_data)
        if self.total > sizes.REQUEST_BYTES_HARD:
            raise StopUpload(connection_reset=True)
        if self._is_too_large():
            self.buffer = BytesIO()
        else:
            self.buffer.write(raw_data)

    def _is_too_large(self) -> bool:
        return self.size > self.most or self.total > sizes.REQUEST_BYTES

    def file_complete(self, file_size):
        """The file, or an empty one that says it was too large."""
        too_large = self._is_too_large()
        self.buffer.seek(0)
        file = InMemoryUploadedFile(
            self.buffer,
            self.field_name,
            self.file_name,
            self.content_type,
            0 if too_large else self.size,
            self.charset,
            self.content_type_extra,
        )
        file.too_large = too_large
        return file
