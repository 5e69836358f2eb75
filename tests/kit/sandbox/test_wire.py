"""Messages between processes: what goes over comes back as it was, and what is malformed is refused."""

from __future__ import annotations

import json
import math
import random
import select
import socket
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import torch

from coursekit.grading.replies import UNREADABLE
from coursekit.sandbox.child import GARBLED
from coursekit.sandbox.inside import wire
from coursekit.sandbox.inside.frameworks import load
from coursekit.sandbox.inside.wire import Frame, TypeName, WireError, decode

TORCH = load("torch")


def nothing(value: Any) -> Any:
    """Stand for what refers to objects and resolves them, of which there must be none."""
    raise AssertionError(f"{value!r} is plain data")


def there_and_back(value: Any) -> Any:
    """Return `value` after it was encoded, written as JSON, and decoded."""
    frame = Frame(nothing, TORCH)
    tree = json.loads(json.dumps(frame.encode(value)))
    return decode(tree, frame.buffers, nothing, TORCH)


def at_once(channel: socket.socket, writing: bool) -> None:
    """Wait for nothing."""


@pytest.fixture
def channels() -> Iterator[tuple[socket.socket, socket.socket]]:
    """Return two ends of a connection."""
    ours, theirs = socket.socketpair()
    yield ours, theirs
    ours.close()
    theirs.close()


# --- plain values -----------------------------------------------------------------------------

PLAIN = [
    None,
    True,
    -(2**80),
    0.1,
    math.inf,
    "ä\n\0",
    "",
    b"",
    b"\0\xff",
    [],
    (),
    {},
    [1, [2.5, ["x", [None]]]],
    (1, (2, [3, (4,)])),
    {1: "a", (1, 2): "b", None: "c", True is False: "d", "list": [1]},
    {"array": 0, "dtype": "f8", "shape": [1]},
    slice(None),
    slice(1, None, -2),
    slice((1,), "b", 2.5),
    TypeName("torch", "Tensor"),
]


@pytest.mark.parametrize("value", PLAIN, ids=repr)
def test_plain_values_come_back(value: Any) -> None:
    """Plain data of every kind, however it is nested, comes back equal and of the same types."""
    assert repr(there_and_back(value)) == repr(value)


def test_not_a_number_comes_back() -> None:
    """NaN, which is equal to nothing, comes back as itself."""
    assert math.isnan(there_and_back(float("nan")))


@pytest.mark.parametrize(
    ("kind", "name"), [(int, "int"), (torch.Tensor, "Tensor"), (socket.socket, "socket")]
)
def test_types_become_their_names(kind: type, name: str) -> None:
    """A class goes over as the name of its module and its own, and never as itself."""
    assert there_and_back(kind) == TypeName(kind.__module__, name)


class Text(str):
    """A text that says of itself that it is another."""

    def __str__(self) -> str:
        return "forged"


def test_subclasses_become_plain() -> None:
    """What a subclass of a plain type adds is lost on the way."""
    assert type(there_and_back(Text("x"))) is str and there_and_back(Text("x")) == "x"
    assert type(there_and_back(torch.Size([2, 3]))) is tuple


def test_text_that_cannot_be_written_is_made_printable() -> None:
    """Half a surrogate pair, which no file can hold, becomes a question mark; all else stays."""
    assert there_and_back(["a\ud800b", "ä"]) == ["a?b", "ä"]


def test_random_nested_values_come_back() -> None:
    """Whatever is put together from plain values comes back the same."""
    rng = random.Random(5)

    def value(depth: int) -> Any:
        kind = rng.randrange(5 if depth else 2)
        if kind < 2:
            return rng.choice([None, True, rng.randint(-(10**9), 10**9), rng.random(), "text", b"bytes"])
        items = [value(depth - 1) for _ in range(rng.randrange(4))]
        return (items, tuple(items), {f"{i}": item for i, item in enumerate(items)})[kind - 2]

    for _ in range(200):
        made = value(5)
        assert repr(there_and_back(made)) == repr(made)


# --- arrays -----------------------------------------------------------------------------------

ARRAYS = {
    "bool": np.array([[True, False], [False, True]]),
    "int8": np.array([-128, 127], dtype="i1"),
    "uint64": np.array([2**64 - 1], dtype="u8"),
    "float16": np.array([0.5, -2], dtype="f2"),
    "float32": np.arange(6, dtype="f4").reshape(2, 3),
    "complex128": np.array([1 + 2j]),
    "big-endian": np.arange(3, dtype=">i4"),
    "not contiguous": np.arange(12.0).reshape(3, 4)[::2, ::-1],
    "transposed": np.arange(6).reshape(2, 3).T,
    "in the order of columns": np.asfortranarray(np.arange(6.0).reshape(2, 3)),
    "without axes": np.array(2.5),
    "empty": np.zeros((3, 0, 2), dtype="f4"),
    "no change allowed": np.broadcast_to(np.float64(1), (2, 2)),
}


@pytest.mark.parametrize("array", ARRAYS.values(), ids=ARRAYS)
def test_arrays_come_back(array: np.ndarray) -> None:
    """An array of numbers comes back with its dtype, in this machine's order of bytes, its shape and numbers, to be written into."""
    back = there_and_back(array)
    assert (back.dtype, back.shape) == (array.dtype.newbyteorder("="), array.shape)
    np.testing.assert_array_equal(back, array)
    back[...] = 0


def test_numpy_numbers_become_python_s() -> None:
    """A NumPy number comes back as Python's own of the same value."""
    back = there_and_back([np.float32(0.5), np.int64(3), np.bool_(True), np.longdouble(0.25)])
    assert repr(back) == "[0.5, 3, True, 0.25]"
    assert there_and_back(np.array([0.5], dtype=np.longdouble)).dtype == "f8"


def test_other_real_numbers_become_python_s() -> None:
    """A fraction or a decimal number comes back as the nearest float, alone and in an array; one that has none does not."""
    assert there_and_back([Fraction(1, 4), Decimal("0.5"), np.array([Fraction(3, 4)])]) == [0.25, 0.5, [0.75]]
    with pytest.raises(WireError, match="one of Python's"):
        there_and_back(Fraction(10**5000))


def test_arrays_of_other_things_become_lists() -> None:
    """An array that holds no numbers comes back as nested lists."""
    assert there_and_back(np.array([["a", "b"]])) == [["a", "b"]]
    assert there_and_back(np.array([1, "x", None], dtype=object)) == [1, "x", None]


class Lying(np.ndarray):
    """An array that claims to have another shape."""

    @property
    def shape(self) -> tuple[int, ...]:  # type: ignore[override]
        """Return a lie."""
        return (1000,)


def test_array_subclasses_are_not_asked() -> None:
    """Of a subclass go over the numbers and the shape that there are, not those that it claims."""
    back = there_and_back(np.arange(3.0).view(Lying))
    assert type(back) is np.ndarray and back.tolist() == [0, 1, 2]


# --- tensors ----------------------------------------------------------------------------------


class Named(torch.Tensor):
    """A tensor of a class of its own."""


TENSORS = {
    "subclass": torch.ones(2).as_subclass(Named),
    "with gradients": torch.ones(2, requires_grad=True),
    "in the middle of a graph": torch.ones(2, requires_grad=True) * 2,
    "not contiguous": torch.arange(12).reshape(3, 4)[::2, 1::2],
    "transposed": torch.arange(6.0).reshape(2, 3).T,
    "expanded": torch.ones(1, 1).expand(3, 2),
    "conjugated": torch.tensor([1 + 2j]).conj(),
    "negated view": torch.tensor([1 + 2j]).conj().imag,
    "odd stride of one row": torch.arange(4.0).as_strided((1, 2), (7, 1)),
    "without axes": torch.tensor(2.5),
    "empty": torch.zeros(0, 3, dtype=torch.int8),
}


@pytest.mark.parametrize("tensor", TENSORS.values(), ids=TENSORS)
def test_tensors_come_back(tensor: torch.Tensor) -> None:
    """A tensor comes back plain, without a graph, with its dtype, shape and numbers."""
    back = there_and_back(tensor)
    assert type(back) is torch.Tensor and not back.requires_grad
    assert (back.dtype, back.shape) == (tensor.dtype, tensor.shape)
    assert back.tolist() == tensor.detach().resolve_conj().tolist()


@pytest.mark.parametrize(
    "name",
    [
        *("float16", "bfloat16", "float32", "float64", "uint8", "int8", "int16", "int32", "int64"),
        *("bool", "complex64", "complex128"),
    ],
)
def test_tensors_of_every_dtype_come_back(name: str) -> None:
    """A tensor keeps each dtype that notebooks use."""
    tensor = torch.tensor([[0, 1, 2], [3, 4, 5]]).to(getattr(torch, name))
    back = there_and_back(tensor)
    assert back.dtype == tensor.dtype and torch.equal(back, tensor)


def test_booleans_of_odd_bytes_are_true() -> None:
    """A byte other than 0 and 1 where a truth value should be is true, and nothing else besides."""
    for kind, name in (("tensor", "bool"), ("array", "|b1")):
        value = decode({kind: 0, "dtype": name, "shape": [3000]}, [b"\0\1\2" * 1000], nothing, TORCH)
        assert value.tolist() == [False, True, True] * 1000
        assert bytes(np.asarray(value).view("u1")) == b"\0\1\1" * 1000


def test_tensors_share_no_memory() -> None:
    """Two tensors that come from equal buffers are two tensors."""
    data = b"\1"
    trees = [{"tensor": number, "dtype": "uint8", "shape": [1]} for number in (0, 1)]
    first, second = decode({"list": trees}, [data, data], nothing, TORCH)
    first += 1
    assert (first.item(), second.item(), data) == (2, 1, b"\1")


OTHERS = {
    "sparse": torch.sparse_coo_tensor([[0], [0]], [1.0], (2, 2), check_invariants=True),
    "without numbers": torch.ones(2, device="meta"),
    "uint16": torch.zeros(1, dtype=torch.uint16),
}


@pytest.mark.parametrize("tensor", OTHERS.values(), ids=OTHERS)
def test_other_kinds_of_tensors_are_refused(tensor: torch.Tensor) -> None:
    """A tensor that is more than numbers in rows is a WireError that names its kind."""
    with pytest.raises(WireError, match="cannot be read"):
        Frame(nothing, TORCH).encode(tensor)


def test_without_a_framework_there_are_no_tensors() -> None:
    """Without a framework a tensor is not plain data, neither on the way out nor on the way in."""
    tensor, seen = torch.ones(1), list[Any]()
    assert Frame(lambda value: seen.append(value) or "referred").encode(tensor) == "referred"
    assert seen[0] is tensor
    tree = {"tensor": 0, "dtype": "float32", "shape": [1]}
    assert decode(tree, [bytes(4)], lambda tree: ["resolved", tree]) == ["resolved", tree]


def test_what_is_not_plain_is_referred_to() -> None:
    """An object that is not plain data goes over as what `refer` makes of it, and comes back by `resolve`."""
    frame = Frame(lambda value: {"object": 7}, TORCH)
    assert decode(frame.encode([object(), 1]), [], lambda tree: tree["object"]) == [7, 1]


# --- what is malformed ------------------------------------------------------------------------


def nested(depth: int, inner: Any = 0) -> Any:
    """Return a document of lists within lists."""
    for _ in range(depth):
        inner = {"list": [inner]}
    return inner


AN_ARRAY = {"array": 0, "dtype": "<f8", "shape": [1]}
REFUSED = {
    "a bare list": ([1], WireError),
    "a bare list within": ({"list": [[1]]}, WireError),
    "too few elements": (AN_ARRAY | {"shape": [2]}, WireError),
    "too many elements": (AN_ARRAY | {"shape": []} | {"dtype": "<f4"}, WireError),
    "negative sizes": (AN_ARRAY | {"shape": [-1, -1]}, WireError),
    "an open size": (AN_ARRAY | {"shape": [-1]}, WireError),
    "a size that is no number": (AN_ARRAY | {"shape": ["1"]}, WireError),
    "a size that is true": (AN_ARRAY | {"shape": [True]}, WireError),
    "a size beyond the machine": (AN_ARRAY | {"shape": [0, 2**63]}, WireError),
    "too many axes": (AN_ARRAY | {"shape": [1] * 33}, WireError),
    "too many empty rows": ({"array": 1, "dtype": "<f8", "shape": [10**4 + 1, 0]}, WireError),
    "empty axes beside large ones": ({"array": 1, "dtype": "<f8", "shape": [2**20, 2**20, 0]}, WireError),
    "objects": (AN_ARRAY | {"dtype": "O"}, WireError),
    "texts": (AN_ARRAY | {"dtype": "<U2"}, WireError),
    "records": (AN_ARRAY | {"dtype": "f4,f4"}, WireError),
    "elements of no size": (AN_ARRAY | {"dtype": "V0"}, WireError),
    "a dtype that is none": (AN_ARRAY | {"dtype": "float5"}, TypeError),
    "half an element": ({"array": 2, "dtype": "<f8", "shape": [1]}, ValueError),
    "a buffer that is not there": (AN_ARRAY | {"array": 200}, IndexError),
    "bytes that are not there": ({"bytes": 200}, IndexError),
    "too many keys": ({"dict": [[n, 0] for n in range(1001)]}, WireError),
    "too many parts": ({"list": [0] * 500_001}, WireError),
    "too many parts within": ({"list": [{"list": [0] * 50_000}] * 10}, WireError),
    "too many keys and values": ({"dict": [[f"{n}", 0] for n in range(250_001)]}, WireError),
    "too many empty rows in all": (
        {"list": [{"tensor": 10 + n, "dtype": "float64", "shape": [10**4, 0]} for n in range(51)]}, WireError),
    "a buffer for two arrays": ({"list": [AN_ARRAY, AN_ARRAY]}, WireError),
    "a buffer for an array and a tensor": (
        {"list": [AN_ARRAY, {"tensor": 0, "dtype": "float64", "shape": [1]}]}, WireError),
    "bytes that are there twice": ({"tuple": [{"bytes": 0}, {"bytes": 0}]}, WireError),
    "one long text among many": ({"list": ["x" * 10**6] + ["x"] * 20}, WireError),
    "nested too deeply": (nested(51), RecursionError),
    "a dtype of a thousand": (AN_ARRAY | {"dtype": "<f8" + ",f8" * 1000}, WireError),
    "a key that cannot be one": ({"dict": [[{"list": []}, 0]]}, TypeError),
    "an item without a value": ({"dict": [["a"]]}, ValueError),
    "an item that is none": ({"dict": [1]}, TypeError),
    "tensor: too few elements": ({"tensor": 0, "dtype": "float32", "shape": [3]}, WireError),
    "tensor: too many axes": ({"tensor": 0, "dtype": "float64", "shape": [1] * 33}, WireError),
    "tensor: too many empty rows": ({"tensor": 1, "dtype": "float64", "shape": [0, 10**4 + 1]}, WireError),
    "tensor: an open size": ({"tensor": 0, "dtype": "float64", "shape": [-1]}, WireError),
    "tensor: a dtype that is none": ({"tensor": 0, "dtype": "qint8", "shape": [1]}, WireError),
    "tensor: half an element": ({"tensor": 2, "dtype": "float32", "shape": [1]}, WireError),
    "tensor: a buffer that is not there": ({"tensor": 200, "dtype": "float32", "shape": [1]}, IndexError),
}  # fmt: skip


@pytest.mark.parametrize(("tree", "error"), REFUSED.values(), ids=REFUSED)
def test_malformed_values_are_refused(tree: Any, error: type[Exception]) -> None:
    """A document that describes no value is an error, of those by which a reply is told to be unreadable."""
    with pytest.raises(error):
        decode(tree, [bytes(8), b"", bytes(3), *[b""] * 100], nothing, TORCH)
    assert issubclass(error, UNREADABLE)


@pytest.mark.parametrize(
    "tree",
    [
        AN_ARRAY | {"array": "0"},
        {"slice": [1, 2]},
        {"type": ["x"]},
        {"type": [1, 2]},
        {"tuple": 1},
        {},
        {"x": 1},
    ],
)
def test_what_is_of_no_known_form_is_resolved(tree: Any) -> None:
    """A document of another form is no value, and goes to `resolve`, which knows objects."""
    assert decode(tree, [bytes(8)], lambda found: ("resolved", found), TORCH) == ("resolved", tree)


def test_limits_of_shapes_are_generous() -> None:
    """The largest number of axes, of keys and of empty rows that are allowed is read."""
    assert decode(AN_ARRAY | {"shape": [1] * 32}, [bytes(8)], nothing).ndim == 32
    assert len(decode({"dict": [[n, 0] for n in range(1000)]}, [], nothing)) == 1000
    assert len(decode({"dict": [[f"{n}", 0] for n in range(5000)]}, [], nothing)) == 5000
    assert len(decode({"array": 0, "dtype": "<f8", "shape": [10**4, 0]}, [b""], nothing)) == 10**4


def test_budgets_are_generous() -> None:
    """As many values, rows, texts and levels as any notebook needs are read; what a cell shows may be long."""
    assert len(decode({"list": [0] * 500_000}, [], nothing)) == 500_000
    assert len(decode({"list": ["aten.mul.Tensor"] * 300_000}, [], nothing)) == 300_000
    assert str(decode(nested(50), [], nothing)).count("[") == 50
    rows = [{"array": n, "dtype": "<f8", "shape": [1000, 0]} for n in range(100)]
    assert len(decode({"list": rows}, [b""] * 100, nothing)) == 100
    shown = {"list": ["x" * 10**6] * 20}
    assert len(decode(shown, [], nothing, budget=wire.Budget(texts=None))) == 20


def test_values_of_too_many_parts_are_not_sent() -> None:
    """A value that would not be read is refused where it is made, with its measure."""
    with pytest.raises(WireError, match="more than 500000 parts is too large to be read"):
        Frame(nothing).encode([[0] * 300_000] * 2)
    assert len(Frame(nothing).encode([0] * 500_000)["list"]) == 500_000


# --- frames -----------------------------------------------------------------------------------


def test_frames_come_back(channels: tuple[socket.socket, socket.socket]) -> None:
    """Messages with their buffers come out one by one, in their order."""
    ours, theirs = channels
    wire.send(ours, {"a": ["ä", None]}, [b"", b"12", b"\0" * 1000])
    wire.send(ours, [1])
    assert wire.receive(theirs) == ({"a": ["ä", None]}, [b"", b"12", b"\0" * 1000])
    assert wire.receive(theirs, at_once) == ([1], [])


def test_large_values_are_not_sent(channels: tuple[socket.socket, socket.socket]) -> None:
    """A frame larger than may be is a WireError that tells its size, and nothing of it is sent."""
    ours, theirs = channels
    with pytest.raises(WireError, match="2 MB is too large"):
        wire.send(ours, None, [bytes(2**20)] * 2, largest=2**20)
    wire.send(ours, "next")
    assert wire.receive(theirs)[0] == "next"


def test_large_frames_are_not_read(channels: tuple[socket.socket, socket.socket]) -> None:
    """A frame that is announced to be larger than may be is refused before it is read."""
    ours, theirs = channels
    ours.sendall(wire.LENGTHS.pack(10, 101))
    with pytest.raises(WireError, match="impossible size"):
        wire.receive(theirs, largest=100)


def test_documents_of_too_many_parts_are_not_parsed(channels: tuple[socket.socket, socket.socket]) -> None:
    """A document in which more may stand than is worth to be read is refused before anything is made of it."""
    ours, theirs = channels
    wire.send(ours, [[]] * 1000)
    with pytest.raises(WireError, match="too many parts"):
        wire.receive(theirs, parts=1000)
    wire.send(ours, [[]] * 1000)
    assert len(wire.receive(theirs, parts=3000)[0]) == 1000


def frame(document: Any, rest: bytes = b"") -> bytes:
    """Return a frame with `document` as it is."""
    data = document if isinstance(document, bytes) else json.dumps(document).encode()
    return wire.LENGTHS.pack(len(data), len(data) + len(rest)) + data + rest


BAD_FRAMES = {
    "a document larger than its frame": wire.LENGTHS.pack(20, 10) + bytes(10),
    "a frame beyond all bounds": wire.LENGTHS.pack(1, 2**32 - 1),
    "a buffer larger than its frame": frame({"message": 1, "sizes": [3]}, b"12"),
    "buffers larger than their frame": frame({"message": 1, "sizes": [1, 2]}, b"12"),
    "a buffer of negative size": frame({"message": 1, "sizes": [2, -1]}, b"12"),
    "a buffer of no number": frame({"message": 1, "sizes": [float("nan")]}),
    "half a buffer": frame({"message": 1, "sizes": [0.5]}, b"1"),
    "a size that is a text": frame({"message": 1, "sizes": ["1"]}),
    "sizes that are no list": frame({"message": 1, "sizes": 1}),
    "no sizes": frame({"message": 1}),
    "no message": frame({"sizes": []}),
    "a list": frame([1]),
    "a number": frame(1),
    "not JSON": frame(b"{'"),
    "not text": frame(b"\xff\xff\xff"),
    "nothing": frame(b""),
    "nested without end": frame(b"[" * 100_000),
    "an endless number": frame(b"9" * 5000),
}


@pytest.mark.parametrize("data", BAD_FRAMES.values(), ids=BAD_FRAMES)
def test_malformed_frames_are_refused(channels: tuple[socket.socket, socket.socket], data: bytes) -> None:
    """A frame of another form is an error of those that tell a process that talks nonsense."""
    ours, theirs = channels
    ours.sendall(data)
    with pytest.raises(GARBLED):
        wire.receive(theirs, at_once)


@pytest.mark.parametrize("name", [name for name in BAD_FRAMES if "larger than" in name or "negative" in name])
def test_impossible_sizes_are_told(channels: tuple[socket.socket, socket.socket], name: str) -> None:
    """Sizes that cannot be are a WireError of their own."""
    ours, theirs = channels
    ours.sendall(BAD_FRAMES[name])
    with pytest.raises(WireError, match="impossible size"):
        wire.receive(theirs)


def test_random_damage_is_refused(channels: tuple[socket.socket, socket.socket]) -> None:
    """Whatever is changed in the bytes of a document, it is read or refused, and no other error comes of it."""
    rng = random.Random(3)
    made = Frame(nothing, TORCH)
    tree = made.encode({"a": [1.5, (None, "x")], 2: torch.ones(2), b"k": np.arange(3)})
    document = json.dumps(tree).encode()
    read = 0
    for _ in range(500):
        data = bytearray(document)
        for _ in range(rng.randint(1, 3)):
            data[rng.randrange(len(data))] = rng.choice(b'0123456789[]{},:"-e')
        try:
            decode(json.loads(data), made.buffers, lambda tree: None, TORCH)
            read += 1
        except UNREADABLE:
            continue
    assert 0 < read < 500


def test_who_has_waited_long_enough_is_told_at_once(channels: tuple[socket.socket, socket.socket]) -> None:
    """Before each part it is asked whether to wait on; if not, nothing is read, even if something is there."""
    ours, theirs = channels
    wire.send(ours, "there", wait=at_once)

    def no_longer(channel: socket.socket, writing: bool) -> None:
        assert channel is theirs and not writing
        raise TimeoutError

    with pytest.raises(TimeoutError):
        wire.receive(theirs, no_longer)
    assert wire.receive(theirs) == ("there", [])


def test_nobody_has_to_read_what_is_sent(channels: tuple[socket.socket, socket.socket]) -> None:
    """A large frame that the other side does not read is waited for as long as it is worth, and blocks nothing."""
    asked: list[bool] = []

    def while_there_is_room(channel: socket.socket, writing: bool) -> None:
        asked.append(writing)
        if not select.select([], [channel], [], 0)[1]:
            raise TimeoutError

    with pytest.raises(TimeoutError):
        wire.send(channels[0], None, [bytes(8 * 2**20)], wait=while_there_is_room)
    assert asked and all(asked)


@pytest.mark.parametrize("cut", [0, 4, 8, 12])
def test_end_of_the_other_side_is_told(channels: tuple[socket.socket, socket.socket], cut: int) -> None:
    """If the other side goes away, before a frame or within it, that is an EOFError."""
    ours, theirs = channels
    ours.sendall(frame({"message": "whole", "sizes": []})[:cut])
    ours.close()
    with pytest.raises(EOFError):
        wire.receive(theirs)


@pytest.mark.parametrize("shown", [str, repr])
def test_names_of_classes_are_asked_of_the_class(shown: Callable[[Any], str]) -> None:
    """A class's names are texts, also if the class has put something else there."""
    odd = type("Odd", (), {"__module__": 5})
    assert TypeName.of(odd) == ("5", "Odd") and "Odd" in shown(TypeName.of(odd))
