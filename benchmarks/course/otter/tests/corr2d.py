"""The checks of `corr2d` as Otter's exception-based tests."""

import torch
from otter.test_files import test_case
from torch.testing import assert_close

OK_FORMAT = False

name = "corr2d"
points = None


def reference(X, K):
    return torch.nn.functional.conv2d(X[None, None], K[None, None])[0, 0]


def draw(image, kernel):
    rng = torch.Generator().manual_seed(2026)
    return (
        torch.randn(image, generator=rng, dtype=torch.float64),
        torch.randn(kernel, generator=rng, dtype=torch.float64),
    )


@test_case(name="the example of the text comes out right", points=20, hidden=True)
def test_book_example(corr2d):
    X, K = torch.arange(9.0).reshape(3, 3), torch.arange(4.0).reshape(2, 2)
    assert_close(corr2d(X, K), torch.tensor([[19.0, 25.0], [37.0, 43.0]]))


@test_case(name="random images and kernels give the right values", points=20, hidden=True)
def test_values(corr2d):
    for image, kernel in [((3, 3), (2, 2)), ((7, 5), (2, 3)), ((9, 12), (4, 2))]:
        X, K = draw(image, kernel)
        assert_close(corr2d(X.clone(), K.clone()), reference(X, K))


@test_case(name="a kernel as large as the image gives one number", points=20, hidden=True)
def test_whole_image(corr2d):
    X, K = draw((4, 6), (4, 6))
    assert_close(corr2d(X.clone(), K.clone()), (X * K).sum().reshape(1, 1))


@test_case(name="the inputs are left as they were", points=20, hidden=True)
def test_unchanged(corr2d):
    X, K = torch.ones(4, 4), torch.ones(2, 2)
    corr2d(X, K)
    assert_close(X, torch.ones(4, 4))
    assert_close(K, torch.ones(2, 2))


@test_case(name="a kernel that does not fit is a ValueError", points=20, hidden=True)
def test_error(corr2d):
    try:
        corr2d(torch.ones(2, 2), torch.ones(3, 3))
    except ValueError:
        return
    raise AssertionError("no ValueError")
