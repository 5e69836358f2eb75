# %% a dict verdict="right"
def diagonal_effects():
    return {
        "identity": "C",
        "identity_Xt": "F",
        "identity_Kt": "G",
        "triangle": "B",
        "triangle_Xt": "J",
        "triangle_Kt": "K",
    }

# %% small letters with spaces, in another order verdict="right"
def diagonal_effects():
    return {
        "triangle_Kt": " k",
        "triangle_Xt": " j",
        "triangle": " b",
        "identity_Kt": " g",
        "identity_Xt": " f",
        "identity": " c",
    }

# %% found by trying with corr2d, noisy verdict="right"
import sys


def diagonal_effects():
    K = jnp.array([[1.0, -1.0]])
    letters = {}
    for name, X in [("identity", jnp.eye(5)), ("triangle", jnp.tri(5))]:
        Y = corr2d(X, K)
        print(Y)
        print(Y, file=sys.stderr)
        letters[name] = "A" if not Y.any() else "B" if (Y >= 0).all() else "C" if Y[1, 0] == -1 else "?"
        for key, Z in [("_Xt", corr2d(X.T, K)), ("_Kt", corr2d(X, K.T))]:
            same_shape = Z.shape == Y.shape
            if jnp.array_equal(Z, Y):
                letters[name + key] = "F"
            elif jnp.array_equal(Z, Y.T):
                letters[name + key] = "G"
            elif same_shape:
                letters[name + key] = "H" if jnp.array_equal(Z, -Y) else "J"
            else:
                letters[name + key] = "I" if jnp.array_equal(Z, -Y.T) else "K"
    return letters

# %% a dict with a default, more entries than asked, from a class verdict="right"
from collections import defaultdict


class Effects(defaultdict):
    pass


def diagonal_effects():
    answers = Effects(str, identity="C", triangle="B", note="worked out on paper")
    answers.update(identity_Xt="F", identity_Kt="G")
    for key, letter in zip(["triangle_Xt", "triangle_Kt"], "JK"):
        answers[key] = letter
    return answers

# %% a lambda over pairs verdict="right"
diagonal_effects = lambda: dict(
    [("identity", "C"), ("identity_Xt", "F"), ("identity_Kt", "G"), ("triangle", "B"), ("triangle_Xt", "J"), ("triangle_Kt", "K")]
)

# %% recursion over the keys, letters as members of an enumeration verdict="right"
import enum


class Outcome(str, enum.Enum):
    IDENTITY = "C"
    SAME = "F"
    TRANSPOSED = "G"
    TRIANGLE = "B"
    REVERSED = "J"
    TURNED = "K"


def diagonal_effects(images=("identity", "triangle")):
    if not images:
        return {}
    kinds = {"identity": (Outcome.IDENTITY, Outcome.SAME, Outcome.TRANSPOSED)}
    kinds["triangle"] = (Outcome.TRIANGLE, Outcome.REVERSED, Outcome.TURNED)
    first = dict(zip((images[0], f"{images[0]}_Xt", f"{images[0]}_Kt"), kinds[images[0]]))
    return {**first, **diagonal_effects(images[1:])}

# %% identity, the other sign above the line verdict="wrong" fails=["test_identity"] says=["wrong_side_of_the_diagonal"]
def diagonal_effects():
    return {
        "identity": "D",
        "identity_Xt": "F",
        "identity_Kt": "G",
        "triangle": "B",
        "triangle_Xt": "J",
        "triangle_Kt": "K",
    }

# %% identity, one side of the line only verdict="wrong" fails=["test_identity"] says=["one_side_of_the_line"]
def diagonal_effects():
    return {
        "identity": "B",
        "identity_Xt": "F",
        "identity_Kt": "G",
        "triangle": "B",
        "triangle_Xt": "J",
        "triangle_Kt": "K",
    }

# %% identity, signs reversed verdict="wrong" fails=["test_identity"]
def diagonal_effects():
    return {
        "identity": "E",
        "identity_Xt": "F",
        "identity_Kt": "G",
        "triangle": "B",
        "triangle_Xt": "J",
        "triangle_Kt": "K",
    }

# %% identity, the line is overlooked verdict="wrong" fails=["test_identity"] says=["diagonal_edge_overlooked"]
def diagonal_effects():
    return {
        "identity": "A",
        "identity_Xt": "F",
        "identity_Kt": "G",
        "triangle": "B",
        "triangle_Xt": "J",
        "triangle_Kt": "K",
    }

# %% identity, transposing the image transposes the result verdict="wrong" fails=["test_identity_image_transposed"] says=["transposed_image_transposes_result"]
def diagonal_effects():
    return {
        "identity": "C",
        "identity_Xt": "G",
        "identity_Kt": "G",
        "triangle": "B",
        "triangle_Xt": "J",
        "triangle_Kt": "K",
    }

# %% identity, transposing the image reverses the signs verdict="wrong" fails=["test_identity_image_transposed"]
def diagonal_effects():
    return {
        "identity": "C",
        "identity_Xt": "H",
        "identity_Kt": "G",
        "triangle": "B",
        "triangle_Xt": "J",
        "triangle_Kt": "K",
    }

# %% identity, transposing the image leaves nothing verdict="wrong" fails=["test_identity_image_transposed"]
def diagonal_effects():
    return {
        "identity": "C",
        "identity_Xt": "L",
        "identity_Kt": "G",
        "triangle": "B",
        "triangle_Xt": "J",
        "triangle_Kt": "K",
    }

# %% identity, transposing the kernel changes nothing verdict="wrong" fails=["test_identity_kernel_transposed"]
def diagonal_effects():
    return {
        "identity": "C",
        "identity_Xt": "F",
        "identity_Kt": "F",
        "triangle": "B",
        "triangle_Xt": "J",
        "triangle_Kt": "K",
    }

# %% identity, transposing the kernel leaves nothing verdict="wrong" fails=["test_identity_kernel_transposed"] says=["diagonal_edge_overlooked"]
def diagonal_effects():
    return {
        "identity": "C",
        "identity_Xt": "F",
        "identity_Kt": "L",
        "triangle": "B",
        "triangle_Xt": "J",
        "triangle_Kt": "K",
    }

# %% identity, transposing the kernel reverses the signs, too verdict="wrong" fails=["test_identity_kernel_transposed"]
def diagonal_effects():
    return {
        "identity": "C",
        "identity_Xt": "F",
        "identity_Kt": "I",
        "triangle": "B",
        "triangle_Xt": "J",
        "triangle_Kt": "K",
    }

# %% triangle, two edges in a row verdict="wrong" fails=["test_triangle"] says=["second_edge_in_each_row"]
def diagonal_effects():
    return {
        "identity": "C",
        "identity_Xt": "F",
        "identity_Kt": "G",
        "triangle": "C",
        "triangle_Xt": "J",
        "triangle_Kt": "K",
    }

# %% triangle, overlooked verdict="wrong" fails=["test_triangle"] says=["diagonal_edge_overlooked"]
def diagonal_effects():
    return {
        "identity": "C",
        "identity_Xt": "F",
        "identity_Kt": "G",
        "triangle": "A",
        "triangle_Xt": "J",
        "triangle_Kt": "K",
    }

# %% triangle, an answer of the other table verdict="wrong" fails=["test_triangle"]
def diagonal_effects():
    return {
        "identity": "C",
        "identity_Xt": "F",
        "identity_Kt": "G",
        "triangle": "J",
        "triangle_Xt": "J",
        "triangle_Kt": "K",
    }

# %% triangle, transposing the image reverses the signs in place verdict="wrong" fails=["test_triangle_image_transposed"] says=["only_the_signs_change"]
def diagonal_effects():
    return {
        "identity": "C",
        "identity_Xt": "F",
        "identity_Kt": "G",
        "triangle": "B",
        "triangle_Xt": "H",
        "triangle_Kt": "K",
    }

# %% triangle, transposing the image transposes the result verdict="wrong" fails=["test_triangle_image_transposed"] says=["transposed_image_transposes_result"]
def diagonal_effects():
    return {
        "identity": "C",
        "identity_Xt": "F",
        "identity_Kt": "G",
        "triangle": "B",
        "triangle_Xt": "G",
        "triangle_Kt": "K",
    }

# %% triangle, transposing the image changes nothing verdict="wrong" fails=["test_triangle_image_transposed"]
def diagonal_effects():
    return {
        "identity": "C",
        "identity_Xt": "F",
        "identity_Kt": "G",
        "triangle": "B",
        "triangle_Xt": "F",
        "triangle_Kt": "K",
    }

# %% triangle, transposing the kernel transposes the result verdict="wrong" fails=["test_triangle_kernel_transposed"] says=["transposed_kernel_transposes_result"]
def diagonal_effects():
    return {
        "identity": "C",
        "identity_Xt": "F",
        "identity_Kt": "G",
        "triangle": "B",
        "triangle_Xt": "J",
        "triangle_Kt": "G",
    }

# %% triangle, transposing the kernel reverses the signs of the transposed result verdict="wrong" fails=["test_triangle_kernel_transposed"] says=["only_the_signs_change"]
def diagonal_effects():
    return {
        "identity": "C",
        "identity_Xt": "F",
        "identity_Kt": "G",
        "triangle": "B",
        "triangle_Xt": "J",
        "triangle_Kt": "I",
    }

# %% triangle, transposing the kernel leaves nothing verdict="wrong" fails=["test_triangle_kernel_transposed"] says=["diagonal_edge_overlooked"]
def diagonal_effects():
    return {
        "identity": "C",
        "identity_Xt": "F",
        "identity_Kt": "G",
        "triangle": "B",
        "triangle_Xt": "J",
        "triangle_Kt": "L",
    }

# %% triangle, the two transposes mixed up verdict="wrong" fails=["test_triangle_image_transposed", "test_triangle_kernel_transposed"]
def diagonal_effects():
    return {
        "identity": "C",
        "identity_Xt": "F",
        "identity_Kt": "G",
        "triangle": "B",
        "triangle_Xt": "K",
        "triangle_Kt": "J",
    }

# %% the images mixed up verdict="wrong" fails=["test_identity", "test_identity_image_transposed", "test_identity_kernel_transposed", "test_triangle", "test_triangle_image_transposed", "test_triangle_kernel_transposed"] says=["one_side_of_the_line", "second_edge_in_each_row", "transposed_kernel_transposes_result"]
def diagonal_effects():
    return {
        "identity": "B",
        "identity_Xt": "J",
        "identity_Kt": "K",
        "triangle": "C",
        "triangle_Xt": "F",
        "triangle_Kt": "G",
    }

# %% one entry missing verdict="wrong" fails=["test_triangle_kernel_transposed"]
def diagonal_effects():
    return {
        "identity": "C",
        "identity_Xt": "F",
        "identity_Kt": "G",
        "triangle": "B",
        "triangle_Xt": "J",
    }

# %% an entry still None verdict="wrong" fails=["test_identity_kernel_transposed"]
def diagonal_effects():
    return {
        "identity": "C",
        "identity_Xt": "F",
        "identity_Kt": None,
        "triangle": "B",
        "triangle_Xt": "J",
        "triangle_Kt": "K",
    }

# %% all letters at once verdict="wrong" fails=["test_identity", "test_identity_image_transposed", "test_identity_kernel_transposed", "test_triangle", "test_triangle_image_transposed", "test_triangle_kernel_transposed"]
def diagonal_effects():
    return {
        "identity": "ABCDEFGHIJKL",
        "identity_Xt": "ABCDEFGHIJKL",
        "identity_Kt": "ABCDEFGHIJKL",
        "triangle": "ABCDEFGHIJKL",
        "triangle_Xt": "ABCDEFGHIJKL",
        "triangle_Kt": "ABCDEFGHIJKL",
    }

# %% something that calls itself equal to everything verdict="wrong" fails=["test_identity", "test_identity_image_transposed", "test_identity_kernel_transposed", "test_triangle", "test_triangle_image_transposed", "test_triangle_kernel_transposed"]
class Anything(str):
    def __eq__(self, other):
        return True

    def __hash__(self):
        return 0

    def strip(self):
        return self

    def upper(self):
        return self


def diagonal_effects():
    return {key: Anything("any") for key in ["identity", "identity_Xt", "identity_Kt", "triangle", "triangle_Xt", "triangle_Kt"]}

# %% a list of letters verdict="wrong" fails=["test_identity", "test_identity_image_transposed", "test_identity_kernel_transposed", "test_triangle", "test_triangle_image_transposed", "test_triangle_kernel_transposed"]
def diagonal_effects():
    return ["C", "B", "F", "J", "G", "K"]

# %% all letters in tuples verdict="wrong" fails=["test_identity", "test_identity_image_transposed", "test_identity_kernel_transposed", "test_triangle", "test_triangle_image_transposed", "test_triangle_kernel_transposed"]
def diagonal_effects():
    keys = ["identity", "identity_Xt", "identity_Kt", "triangle", "triangle_Xt", "triangle_Kt"]
    return dict.fromkeys(keys, tuple("ABCDEFGHIJKL"))

# %% a letter and a million blanks verdict="wrong" fails=["test_triangle"]
def diagonal_effects():
    return {
        "identity": "C",
        "identity_Xt": "F",
        "identity_Kt": "G",
        "triangle": "B" + " " * 1_000_000,
        "triangle_Xt": "J",
        "triangle_Kt": "K",
    }
