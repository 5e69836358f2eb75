"""The checks of `corr2d` as a hidden suite of the kit."""

import pytest
import torch
from torch.testing import assert_close

from coursekit.suite import misconception, reference


@reference("corr2d")
def corr2d(X, K):
    return torch.nn.functional.conv2d(X[None, None], K[None, None])[0, 0]


@misconception("corr2d", says="The kernel is flipped. Slide it as it is.")
def kernel_flipped(X, K):
    return corr2d(X, K.flip(0, 1))


def draw(rng, image, kernel):
    return (
        torch.randn(image, generator=rng, dtype=torch.float64),
        torch.randn(kernel, generator=rng, dtype=torch.float64),
    )


@pytest.mark.corr2d
class TestCorr2d:
    @pytest.mark.points(20)
    def test_book_example(self, student):
        """The example of the text comes out right."""
        X, K = torch.arange(9.0).reshape(3, 3), torch.arange(4.0).reshape(2, 2)
        assert_close(student.corr2d(X, K), torch.tensor([[19.0, 25.0], [37.0, 43.0]]))

    @pytest.mark.points(20)
    def test_values(self, student, rng):
        """Random images and kernels that are not square give the right values."""
        for image, kernel in [((3, 3), (2, 2)), ((7, 5), (2, 3)), ((9, 12), (4, 2))]:
            X, K = draw(rng, image, kernel)
            assert_close(student.corr2d(X, K), corr2d(X, K))

    @pytest.mark.points(20)
    def test_whole_image(self, student, rng):
        """A kernel as large as the image gives one number."""
        X, K = draw(rng, (4, 6), (4, 6))
        assert_close(student.corr2d(X, K), (X * K).sum().reshape(1, 1))

    @pytest.mark.points(20)
    def test_unchanged(self, student):
        """The inputs are left as they were."""
        seen = student.observe(student.corr2d, torch.ones(4, 4), torch.ones(2, 2))
        assert not seen.changed, "it writes into what it was given"

    @pytest.mark.points(20)
    def test_error(self, student):
        """A kernel that does not fit is a ValueError."""
        with pytest.raises(ValueError):
            student.corr2d(torch.ones(2, 2), torch.ones(3, 3))
