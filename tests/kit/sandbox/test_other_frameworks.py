"""Students' processes in other frameworks than PyTorch, each in a real sandbox: arrays, gradients, operations, limits."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from typing import Any

import pytest
import torch

from coursekit.errors import SandboxError
from coursekit.grading.references import References, oracle
from coursekit.grading.student import Student
from coursekit.notebooks.cells import Cell
from coursekit.sandbox.sandbox import Sandbox
from coursekit.suite import fw, real_tensor

from .. import frameworks

CELL = {
    "numpy": """
import os
import numpy as np
def slide(x, k):
    return np.stack([(x[i : i + len(k)] * k).sum() for i in range(len(x) - len(k) + 1)])
def cut(x, k):
    return slide(x, k)
def filled(x, k):
    y = np.zeros(len(x) - len(k) + 1)
    for i in range(len(y)):
        y[i] = (x[i : i + len(k)] * k).sum()
    return y
def ready(x, k):
    return np.correlate(x, k)
def made(kind):
    return np.full(2, 3, kind)
def spoilt(x):
    x -= 1
    return x + 1
def large(n):
    return np.ones(n).sum()
""",
    "jax": """
import os
import numpy as np
import jax, jax.export, jax.numpy as jnp
from flax import nnx
def slide(x, k):
    return jnp.stack([(x[i : i + len(k)] * k).sum() for i in range(len(x) - len(k) + 1)])
def cut(x, k):
    return jnp.array([float(value) for value in slide(x, k)])
def filled(x, k):
    y = np.zeros(len(x) - len(k) + 1)
    for i in range(len(y)):
        y[i] = (x[i : i + len(k)] * k).sum()
    return jnp.array(y)
def ready(x, k):
    return jnp.correlate(x, k)
def made(kind):
    return jnp.full(2, 3, kind)
def spoilt(x):
    kept = x + 0
    x.delete()
    return kept
def large(n):
    return jnp.ones(n).sum()
def many(n):
    return sum(float((jnp.ones((n, k)) * 2 + k).sum()) for k in range(1, 31))
class Layer(nnx.Module):
    def __init__(self):
        self.weight, self.bias = nnx.Param(jnp.ones((1, 2), "float32")), nnx.Param(jnp.zeros(1, "float32"))
    def __call__(self, x):
        return (x * self.weight[...]).sum(axis=1) + self.bias[...]
class Half(nnx.Module):
    def __init__(self, *, rngs):
        self.weight, self.bias = nnx.Param(jax.random.normal(rngs.params(), (1, 2))), jnp.zeros(1)
    @nnx.jit
    def __call__(self, x):
        return (x * self.weight).sum(axis=1) + self.bias
@jax.jit
def by_gradient(x, k):
    return jax.grad(lambda x: slide(x, k).sum())(x)
@jax.custom_vjp
def own_way(x, k):
    return slide(x, k)
own_way.defvjp(lambda x, k: (slide(x, k), (x, k)), lambda kept, dy: (jnp.convolve(dy, kept[1]), kept[1]))
program = jax.jit(ready)
def all_the_same(x, k):
    with jax.disable_jit(False):
        return program(x, k)
def handed_over(x, k):
    with jax.disable_jit(False):
        return jax.export.export(program)(x, k).call(x, k)
""",
    "tensorflow": """
import os
import numpy as np
import tensorflow as tf
def slide(x, k):
    return tf.stack([tf.reduce_sum(x[i : i + len(k)] * k) for i in range(len(x) - len(k) + 1)])
def cut(x, k):
    return tf.constant(slide(x, k).numpy())
def filled(x, k):
    y = np.zeros(len(x) - len(k) + 1)
    for i in range(len(y)):
        y[i] = tf.reduce_sum(x[i : i + len(k)] * k)
    return tf.constant(y)
def ready(x, k):
    return tf.nn.conv1d(x[None, :, None], k[:, None, None], 1, "VALID")[0, :, 0]
def made(kind):
    return tf.cast([3, 3], kind)
def spoilt(x):
    return tf.raw_ops.InplaceSub(x=x, i=[0], v=x[:1] + 1)
def large(n):
    return tf.reduce_sum(tf.ones(n))
class Layer(tf.Module):
    def __init__(self):
        super().__init__()
        self.weight, self.bias = tf.Variable(tf.ones((1, 2))), tf.Variable(tf.zeros(1))
    def __call__(self, x):
        return tf.reduce_sum(x * self.weight, axis=1) + self.bias
class Half(Layer):
    def __init__(self):
        self.weight, self.bias = tf.Variable(tf.random.normal((1, 2), dtype="float64")), tf.zeros(1, "float64")
@tf.function
def by_gradient(x, k):
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = slide(x, k)
    return tape.gradient(y, x)
size = tf.TensorSpec((None,), tf.float64)
graph = tf.function(ready).get_concrete_function(size, size)
def within(x, k):
    return graph(x, k)
def convolve(x, k):
    return x[:-1] * k[0] + x[1:] * k[1]
def named(x, k):
    return tf.function(convolve).get_concrete_function(size, size)(x, k)
def rounds(x, k):
    return tf.while_loop(lambda i, _: i < 3, lambda i, x: (i + 1, x + x), (0, x))[1]
def loop(x, k):
    return tf.function(rounds).get_concrete_function(size, size)(x, k)
def mapped(x, k):
    return tf.vectorized_map(lambda i: tf.slice(x, [i], [2]), tf.range(4))
with tf.Graph().as_default():
    place = tf.compat.v1.placeholder(tf.float64, (None,))
    session = tf.compat.v1.Session()
    fetched = rounds(place, None)
    prepared = session.make_callable(fetched, [place])
def in_a_session(x, k):
    return tf.constant(session.run(fetched, {place: x.numpy()}))
def in_a_prepared_session(x, k):
    return tf.constant(prepared(x.numpy()))
from tensorflow.python.eager.context import context
from tensorflow.python.pywrap_tfe import TFE_Py_TapeGradient
def untold(x, k):
    told = list(context().op_callbacks)
    for callback in told:
        context().remove_op_callback(callback)
    try:
        return ready(x, k)
    finally:
        for callback in told:
            context().add_op_callback(callback)
def by_the_bare_tape(x, k):
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = slide(x, k)
    return TFE_Py_TapeGradient(tape._tape._tape, [y], [x], [y], [x], "none")[0]
@tf.custom_gradient
def own_way(x, k):
    turned = lambda dy: tf.nn.conv1d(tf.pad(dy, [[1, 1]])[None, :, None], k[::-1, None, None], 1, "VALID")[0, :, 0]
    return slide(x, k), lambda dy: (turned(dy), k)
""",
    "mxnet": """
import os
import numpy
from mxnet import autograd, np, npx
from mxnet.gluon import Parameter, nn
npx.set_np()
def slide(x, k):
    return np.stack([(x[i : i + len(k)] * k).sum() for i in range(len(x) - len(k) + 1)])
def cut(x, k):
    return np.array(slide(x, k).asnumpy(), dtype=x.dtype)
def filled(x, k):
    y = numpy.zeros(len(x) - len(k) + 1)
    for i in range(len(y)):
        y[i] = (x[i : i + len(k)] * k).sum()
    return np.array(y, dtype=x.dtype)
def ready(x, k):
    return npx.convolution(x.reshape(1, 1, -1), k.reshape(1, 1, -1), kernel=(2,), num_filter=1, no_bias=True)[0, 0]
def made(kind):
    return np.full(2, 3, dtype=kind)
def spoilt(x):
    x -= 1
    return x + 1
def large(n):
    return np.ones(n).sum()
class Layer(nn.Block):
    def __init__(self):
        super().__init__()
        self.weight, self.bias = self.params.get("weight", shape=(1, 2)), self.params.get("bias", shape=(1,))
        self.initialize()
    def forward(self, x):
        return (x * self.weight.data()).sum(axis=1) + self.bias.data()
class Half(Layer):
    def __init__(self):
        nn.Block.__init__(self)
        self.weight, self.bias = self.params.get("weight", shape=(1, 2)), np.zeros(1)
    def forward(self, x):
        return (x * self.weight.data()).sum(axis=1) + self.bias
def by_gradient(x, k):
    x.attach_grad()
    with autograd.record():
        y = slide(x, k)
    y.backward()
    return x.grad
class Own(autograd.Function):
    def forward(self, x, k):
        self.k = k
        return slide(x, k)
    def backward(self, dy):
        dy = dy.as_np_ndarray()
        image = np.concatenate([np.zeros_like(self.k[1:]), dy, np.zeros_like(self.k[1:])])
        return ready(image, self.k[::-1]).as_nd_ndarray(), self.k.as_nd_ndarray()
def own_way(x, k):
    return Own()(x, k)
""",
}
MORE = """
def misfit(x, k):
    return x + k
def refused():
    import logging
    return logging.Handler().emit(None)
def unwritten():
    raise NotImplementedError()
def same(value):
    return value
def shape(value):
    return value.shape
met = {}
def remembered(x):
    numbers = tuple(float(number) for number in x)
    if numbers not in met:
        met[numbers] = sum(number * number for number in numbers)
    return x + met[numbers]
def by_numpy(x, k):
    import numpy
    return list(map(float, next(map(numpy.correlate, [numpy.asarray(x)], [numpy.asarray(k)]))))
def processors():
    return len(os.sched_getaffinity(0)), os.path.exists(os.readlink("/proc/self/exe"))
"""
COMPILED = """
compiled = jax.jit(slide)
def mapped(x, k):
    return jax.vmap(slide, (0, None))(jnp.stack([x, 2 * x]), k)
def trained(x, k):
    step = lambda k, _: (k - 0.001 * jax.grad(lambda k: (slide(x, k) ** 2).sum())(k), None)
    return jax.jit(lambda k: jax.lax.scan(step, k, None, length=3)[0])(k)
"""
X, K = torch.arange(5, dtype=torch.float64), torch.tensor([1.0, 2], dtype=torch.float64)
WITH_GRADIENTS = ("jax", "tensorflow", "mxnet")

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", params=[frameworks.marked(name) for name in CELL])
def student(request: pytest.FixtureRequest) -> Iterator[Student]:
    """Return a student who computes with one of the frameworks, if it is installed."""
    frameworks.require(request.param)
    with Sandbox(framework=request.param, python=frameworks.python(request.param)) as box:
        made = Student(box, [Cell("a", CELL[request.param] + MORE)], {})
        yield made
        made.close()


def has_gradients(student: Student) -> bool:
    """Return whether the student's framework has gradients."""
    return student.framework.name in WITH_GRADIENTS


def test_arrays_go_there_and_come_back(student: Student) -> None:
    """Numbers of each kind, in every shape, arrive as an array of the framework and come back the same."""
    for kind in (torch.float32, torch.float64, torch.int64, torch.bool):
        for values in ([[1, 0, 1], [0, 1, 1]], [], [[1]], 1):
            sent = torch.tensor(values).to(kind)
            seen = student.same(sent)
            assert seen.dtype == kind and torch.equal(seen, sent)
    assert tuple(student.shape(X)) == (5,)


def test_numbers_of_each_real_kind_are_read(student: Student) -> None:
    """Numbers of kinds that not every framework computes with are read for what they are worth."""
    kinds = ("float16", "uint16", "uint32", "uint64", *(["bfloat16"] if has_gradients(student) else []))
    if student.framework.name == "mxnet":  # which has these alone
        kinds = ("float16", "uint8", "int8", "int32")
    for kind in kinds:
        assert real_tensor(student.made(kind)).tolist() == [3, 3]


def test_an_argument_that_is_not_left_as_it_was_is_told(student: Student) -> None:
    """Where a call writes into an array, or deletes it, its place among the arguments is told, and the value is read."""
    seen = student.observe(student.spoilt, X)
    assert list(seen.changed) == [0] and seen.value.shape == X.shape
    assert not student.observe(student.same, X).changed


def test_what_a_call_does_is_seen(student: Student) -> None:
    """Values are right, operations are noted, a ready-made convolution among them, and no thread is accused."""
    seen = student.observe(student.slide, X, K)
    assert seen.value.tolist() == [2, 5, 8, 11] and not seen.changed and not seen.elsewhere
    assert len(student.observe(student.slide, torch.ones(20).double(), K).operations) > len(seen.operations)
    ready = student.observe(student.ready, X, K)
    assert ready.value.tolist() == [2, 5, 8, 11]
    assert any("conv" in name or "correlate" in name for name in ready.functions)
    assert not any("conv" in name or "correlate" in name for name in seen.functions)


def test_what_a_graph_carries_out_is_seen(student: Student) -> None:
    """Of a graph, which may have been made before, the operations are noted, loops too, but for those of vectorized_map."""
    if student.framework.name != "tensorflow":
        pytest.skip("others carry out no graphs while they are looked at")
    assert "conv2d" in student.observe(student.within, X, K).functions
    assert not any("conv" in name for name in student.observe(student.named, X, K).functions)
    seen = student.observe(student.loop, X, K)
    assert seen.value.tolist() == [0, 8, 16, 24, 32] and "statelesswhile" in seen.functions
    seen = student.observe(student.mapped, X, K)
    assert "pfor" in seen.functions and "statelesswhile" not in seen.functions
    for function in (student.in_a_session, student.in_a_prepared_session):
        seen = student.observe(function, X, K)
        assert seen.value.tolist() == [0, 8, 16, 24, 32] and seen.elsewhere


def test_what_is_called_of_others_is_told(student: Student) -> None:
    """Below is told what is called of other libraries, and neither of the framework itself nor of Python."""
    seen = student.observe(student.by_numpy, X, K, below=True)
    names = seen.operations if student.framework.name == "numpy" else seen.others
    assert seen.value == [2, 5, 8, 11] and "numpy.correlate" in names
    seen = student.observe(student.slide, X, K, below=True)
    assert "numpy.correlate" not in seen.others and student.observe(student.by_numpy, X, K).others == ()
    own = {*student.framework.packages, "builtins", "functools", "__main__"}
    assert own.isdisjoint(name.partition(".")[0] for name in seen.others)


def test_whole_programs_of_jax_are_told(student: Student) -> None:
    """Who has a whole program compiled all the same, or hands one over, is told."""
    if student.framework.name != "jax":
        pytest.skip("others have no programs that could be compiled")
    seen = student.observe(student.all_the_same, X, K)
    assert seen.value.tolist() == [2, 5, 8, 11] and "elsewhere.compiled" in seen.operations
    assert "elsewhere.program" in student.observe(student.handed_over, X, K).operations


def test_nothing_is_hidden_from_below(student: Student) -> None:
    """Where a notebook turns off what tells of operations, or asks the tape itself, that is told where one looks below."""
    if student.framework.name != "tensorflow":
        pytest.skip("others tell of operations in another way")
    assert "conv2d" not in student.observe(student.untold, X, K).functions
    seen = student.observe(student.untold, X, K, below=True)
    assert seen.value.tolist() == [2, 5, 8, 11] and "below.conv2d" in seen.operations
    assert "autograd.tape" in student.observe(student.by_the_bare_tape, X, K, below=True).operations
    assert "autograd.tape" not in student.observe(student.slide, X, K, below=True).operations


def test_steps_grow_with_a_loop(student: Student) -> None:
    """Python's steps are counted the same each time, and more where a loop is longer."""
    few, again, many = (
        student.observe(student.slide, torch.ones(n).double(), K, steps=True).steps for n in (5, 5, 25)
    )
    assert abs(few - again) < 52 < many - few


def test_steps_are_those_of_a_call_with_what_was_given(student: Student) -> None:
    """A function that spoils its argument gives the same, whether its steps are counted or not."""
    seen = student.observe(student.spoilt, X, steps=True)
    assert torch.equal(seen.value, student.observe(student.spoilt, X).value) and list(seen.changed) == [0]


def test_steps_are_those_of_a_result_that_is_new(student: Student) -> None:
    """A loop whose results are remembered takes its steps for numbers that it has not met."""
    x = torch.arange(25, dtype=torch.float64)
    met = student.observe(student.remembered, x, steps=True).steps
    assert met > student.observe(student.remembered, x, steps=True).steps + 25


def test_gradients_are_told_as_far_as_they_flow(student: Student) -> None:
    """Where there are gradients, they are right, and none is told where the result is cut off; NumPy has none."""
    upstream = torch.tensor([1.0, 10, 100, 1000], dtype=torch.float64)
    seen = student.observe(student.slide, X, K, upstream=upstream).gradients
    if has_gradients(student):
        assert seen[0].tolist() == [1, 12, 120, 1200, 2000] and seen[1].tolist() == [3210, 4321]
    assert has_gradients(student) or seen == (None, None)
    assert student.observe(student.cut, X, K, upstream=upstream).gradients == (None, None)
    filled = student.observe(student.filled, X, K, upstream=upstream)
    assert filled.value.tolist() == [2, 5, 8, 11] and filled.gradients == (None, None)


def test_layers_are_read_filled_and_differentiated(student: Student) -> None:
    """A layer's parameters are known by name, take values of another dtype, and have gradients."""
    if not has_gradients(student):
        pytest.skip("NumPy's layers are tried without a sandbox")
    misfits, layer = student.layer(student.Layer, weight=K, bias=torch.tensor([5.0]).double())
    assert misfits == {} and student.parameters(layer)["weight"].tolist() == [[1, 2]]
    x = torch.tensor([[1.0, 1], [2, 0]], dtype=torch.float64)
    seen = student.observe(layer, x, upstream=torch.ones(2).double(), of=("weight", "bias"))
    assert seen.value.tolist() == [8, 7] and seen.value.dtype == torch.float64
    assert [gradient.tolist() for gradient in seen.gradients] == [[[3, 1]], [2]]
    assert student.parameters(5) is None


def test_only_parameters_have_gradients(student: Student) -> None:
    """Layers are made as their framework makes them, each anew; what is no parameter of them has no gradient."""
    if not has_gradients(student):
        pytest.skip("NumPy's layers tell their own")
    layers = [student.layer(student.Half)[1] for _ in range(2)]
    assert not torch.equal(layers[0].weight, layers[1].weight) and set(student.parameters(layers[0])) == {
        "weight"
    }
    values = {"weight": K, "bias": torch.tensor([5.0]).double()}
    _, layer = student.layer(student.Half, **values)
    x = torch.tensor([[1.0, 1], [2, 0]], dtype=torch.float64)
    seen = student.observe(layer, x, upstream=torch.ones(2).double(), of=("weight", "bias"))
    assert (
        seen.value.tolist() == [8, 7] and seen.gradients[0].tolist() == [[3, 1]] and seen.gradients[1] is None
    )


def test_gradients_that_are_asked_for_are_noted(student: Student) -> None:
    """Where a function asks its framework for gradients, this is noted, compiled or not; and of a way back of its own, whose work it is."""
    if not has_gradients(student):
        pytest.skip("NumPy has no gradients")
    seen = student.observe(student.by_gradient, X, K)
    assert seen.value.tolist() == [1, 3, 3, 3, 2] and any(
        name.startswith("autograd.") for name in seen.operations
    )
    seen = student.observe(student.slide, X, K)
    assert not any(name.startswith("autograd.") for name in seen.operations)
    seen = student.observe(student.own_way, X, K, upstream=torch.ones(4).double())
    assert seen.gradients[0].tolist() == [1, 3, 3, 3, 2] and any("conv" in name for name in seen.functions)


def shapes(function: Any) -> Any:
    """Say in the framework's words what a probe of a hidden suite says."""
    x = fw.tensor([[1, 2, 3], [4, 5, 6]])
    return function(fw.transpose(fw.copy(x))[1:]), fw.plain(x).sum(), function(fw.zeros((2, 1)))


def test_probes_speak_of_no_framework(student: Student) -> None:
    """A probe that is written once runs beside the student's code in each framework."""
    part, total, zeros = student.run(shapes, student.same)
    assert part.tolist() == [[2, 5], [3, 6]] and total == 21 and zeros.tolist() == [[0], [0]]


def test_errors_are_told_as_what_they_are(student: Student) -> None:
    """Arrays that do not fit together are an error of a known kind in each framework, and no library's error is a stub's."""
    with pytest.raises((TypeError, ValueError, RuntimeError), match="shape"):
        student.misfit(X[:3], K)
    with pytest.raises(RuntimeError, match="NotImplementedError: emit must be implemented") as refused:
        student.refused()
    assert not isinstance(refused.value, NotImplementedError)
    with pytest.raises(NotImplementedError):
        student.unwritten()


def test_too_much_memory_is_called_so(student: Student) -> None:
    """What a framework says where memory ends is told as the limit that was met, whatever its words."""
    with pytest.raises(Exception, match="used more than 1 GB of memory"):
        student.large(10**9)
    assert student.slide(X, K).tolist() == [2, 5, 8, 11]


def test_what_was_compiled_for_earlier_calls_takes_no_memory(student: Student) -> None:
    """Calls with ever new shapes, of which JAX compiles each, do not use up the notebook's memory."""
    if student.framework.name != "jax":
        pytest.skip("only JAX keeps what it has compiled")
    for n in range(1, 10):
        assert student.many(n) == sum(n * k * (k + 2) for k in range(1, 31))


def test_right_answers_stand_in_where_a_function_is_compiled() -> None:
    """In JAX, a right answer has its values and gradients in what is compiled, mapped or looped as a whole, too."""
    frameworks.require("jax")
    right = References({"slide": lambda x, k: x.unfold(0, len(k), 1) @ k}, oracle())
    cells = [Cell("a", CELL["jax"].replace("x[i : i", "0 * x[i : i"), "slide"), Cell("b", COMPILED)]
    with Sandbox(framework="jax") as box:
        student = Student(box, cells, {}, answer=right, replaced=("slide",))
        assert student.compiled(X, K).tolist() == [2, 5, 8, 11]
        assert student.mapped(X, K).tolist() == [[2, 5, 8, 11], [4, 10, 16, 22]]
        wanted = K.clone().requires_grad_()
        for _ in range(3):
            loss = (X.unfold(0, 2, 1) @ wanted).square().sum()
            wanted = wanted - 0.001 * torch.autograd.grad(loss, wanted)[0]
        torch.testing.assert_close(student.trained(X, K), wanted.detach())
        student.close()


@pytest.mark.mxnet
def test_right_answers_have_gradients_in_mxnet() -> None:
    """In MXNet, a right answer has its values, and a gradient by each of its arrays, whether others ask for one or not."""
    frameworks.require("mxnet")
    right = References({"slide": lambda x, k: x.unfold(0, len(k), 1) @ k}, oracle())
    more = "class Sliding(Layer):\n    def forward(self, x):\n        return slide(x, self.weight.data().reshape(-1))\n"
    cells = [Cell("a", CELL["mxnet"].replace("x[i : i", "0 * x[i : i"), "slide"), Cell("b", more)]
    with Sandbox(framework="mxnet", python=frameworks.python("mxnet")) as box:
        student = Student(box, cells, {}, answer=right, replaced=("slide",))
        upstream = torch.tensor([1.0, 10, 100, 1000], dtype=torch.float64)
        seen = student.observe(student.slide, X, K, upstream=upstream)
        assert seen.value.tolist() == [2, 5, 8, 11]
        assert [one.tolist() for one in seen.gradients] == [[1, 12, 120, 1200, 2000], [3210, 4321]]
        _, layer = student.layer(student.Sliding, weight=K, bias=torch.tensor([5.0]).double())
        seen = student.observe(layer, X, upstream=upstream, of=("weight", "bias"))
        assert seen.gradients[0].tolist() == [[3210, 4321]] and seen.gradients[1] is None
        student.close()


def test_a_process_finds_itself_and_one_processor(student: Student) -> None:
    """A framework that begins a thread for each processor finds one, and each can tell which program it is."""
    processors, exists = student.processors()
    assert exists and (processors == 1 or not has_gradients(student))


def test_a_framework_that_is_missing_is_named() -> None:
    """Where a framework is not installed, the line says which, and how it is."""
    if importlib.util.find_spec("jax") is not None:
        pytest.skip("JAX is installed here")
    with pytest.raises(SandboxError, match=r"(jax|flax) is not installed .* `make setup-jax`"):
        Sandbox(framework="jax")


def test_the_environment_of_mxnet_is_named() -> None:
    """Where MXNet is asked of a Python that has none, the line says what makes one that has."""
    with pytest.raises(SandboxError, match=r"mxnet is not installed .* `make mxnet` .* c\.CourseKit\.python"):
        Sandbox(framework="mxnet")


@pytest.mark.parametrize("name", ["jax", "tensorflow", "torch", "mxnet"])
def test_other_frameworks_are_not_there(name: str) -> None:
    """In NumPy, a notebook finds no other framework, installed or not, as on a student's machine."""
    box = Sandbox(framework="numpy")
    student = Student(box, [Cell("a", f"import {name}")], {})
    student.start()
    assert f"No module named '{name}'" in str(student.runs["a"])
    student.close()
    box.close()
