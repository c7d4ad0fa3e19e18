"""QR codes of version 4, level L, byte mode, mask 0: up to 78 octets, enough for a link (ISO/IEC 18004)."""
import struct, zlib

_SIZE, _DATA, _CHECK, _MASK = 33, 80, 20, 0
_ALIGNMENT = 26                         # the centre of the one alignment pattern

_exp, _log = [0] * 512, [0] * 256
_value = 1
for _i in range(255):
    _exp[_i], _log[_value] = _value, _i
    _value = _value << 1 ^ (0x11D if _value & 0x80 else 0)
for _i in range(255, 512):
    _exp[_i] = _exp[_i - 255]


def _times(a, b):
    return _exp[_log[a] + _log[b]] if a and b else 0


def _check_words(data):
    """The remainder of Reed and Solomon's division."""
    generator = [1]
    for i in range(_CHECK):
        generator = [a ^ _times(b, _exp[i]) for a, b in zip(generator + [0], [0] + generator)]
    rest = list(data) + [0] * _CHECK
    for i in range(len(data)):
        for j, g in enumerate(generator):
            rest[i + j] ^= _times(g, rest[i]) if j else 0
    return rest[len(data):]


def _code_words(octets):
    assert len(octets) <= _DATA - 2, "too long for this code: %r" % octets
    bits = "0100" + format(len(octets), "08b") + "".join(format(o, "08b") for o in octets) + "0000"
    data = [int(bits[i:i + 8], 2) for i in range(0, len(bits), 8)]
    data += [0xEC if i % 2 == 0 else 0x11 for i in range(_DATA - len(data))]
    return data + _check_words(data)


def _format_bits():
    """Level L and the mask, with ten check bits."""
    value = 0b01 << 3 | _MASK
    rest = value << 10
    for i in range(4, -1, -1):
        if rest >> (i + 10) & 1:
            rest ^= 0x537 << i
    return (value << 10 | rest) ^ 0x5412


def _fixed():
    """The patterns by which a reader finds its way: {(row, column): dark}."""
    cells = {}
    for top, left in ((0, 0), (0, _SIZE - 7), (_SIZE - 7, 0)):
        for r in range(-1, 8):
            for c in range(-1, 8):
                if 0 <= top + r < _SIZE and 0 <= left + c < _SIZE:
                    cells[top + r, left + c] = max(abs(r - 3), abs(c - 3)) in (0, 1, 3)
    for r in range(-2, 3):
        for c in range(-2, 3):
            cells[_ALIGNMENT + r, _ALIGNMENT + c] = max(abs(r), abs(c)) != 1
    for i in range(8, _SIZE - 8):
        cells[6, i] = cells[i, 6] = i % 2 == 0
    bits = _format_bits()
    for i in range(15):
        dark = bool(bits >> i & 1)
        cells[_format_place(i)] = dark
        cells[(8, _SIZE - 1 - i) if i < 8 else (_SIZE - 15 + i, 8)] = dark
    cells[_SIZE - 8, 8] = True
    return cells


def _format_place(i):
    if i < 6:
        return i, 8
    if i < 8:
        return i + 1, 8
    if i == 8:
        return 8, 7
    return 8, 14 - i


def modules(text):
    """Rows of True for dark."""
    cells = _fixed()
    bits = iter("".join(format(w, "08b") for w in _code_words(text.encode("utf-8"))))
    column, upwards = _SIZE - 1, True
    while column > 0:
        if column == 6:
            column = 5
        for row in (range(_SIZE - 1, -1, -1) if upwards else range(_SIZE)):
            for c in (column, column - 1):
                if (row, c) not in cells:
                    cells[row, c] = (next(bits, "0") == "1") ^ ((row + c) % 2 == 0)
        column, upwards = column - 2, not upwards
    return [[cells[r, c] for c in range(_SIZE)] for r in range(_SIZE)]


def png(rows):
    """A grey picture from rows of values 0 to 255."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    head = struct.pack(">IIBBBBB", len(rows[0]), len(rows), 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"".join(b"\0" + bytes(r) for r in rows), 9)) + chunk(b"IEND", b"")


def picture(text, scale=5, quiet=4):
    """The code as a PNG of (33 + 2 * 4) * 5 = 205 pixels."""
    light = [255] * ((_SIZE + 2 * quiet) * scale)
    rows = [light] * (quiet * scale)
    for line in modules(text):
        pixels = [255] * (quiet * scale) + [0 if dark else 255 for dark in line for _ in range(scale)] + [255] * (quiet * scale)
        rows += [pixels] * scale
    return png(rows + [light] * (quiet * scale))
