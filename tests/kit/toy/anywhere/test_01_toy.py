"""The hidden checks of the small course, in words that every framework knows."""

import pytest
import torch
from torch.testing import assert_close

from coursekit.suite import recognise, reference


@reference("size")
def size(n: int, k: int) -> int:
    return n - k + 1


@reference("slide")
def slide(x: torch.Tensor, k: torch.Tensor) -> torch.Tensor:
    return x.unfold(0, len(k), 1) @ k


@pytest.mark.size
class TestSize:
    @pytest.mark.points(40)
    def test_values(self, student):
        """Every size is right."""
        for n, k in [(3, 2), (5, 2), (4, 4)]:
            assert student.size(n, k) == size(n, k)


@pytest.mark.slide
@pytest.mark.builds_on("size")
class TestSlide:
    @pytest.mark.points(30)
    def test_values(self, student, rng):
        """Random numbers are slid over rightly."""
        for n, k in [(3, 2), (9, 4)]:
            x = torch.randn(n, generator=rng, dtype=torch.float64)
            kernel = torch.randn(k, generator=rng, dtype=torch.float64)
            assert_close(student.slide(x, kernel), slide(x, kernel))

    @pytest.mark.points(20)
    @pytest.mark.needs("gradients")
    def test_gradient(self, student, rng):
        """Gradients flow back into the numbers."""
        x = torch.randn(4, generator=rng, dtype=torch.float64)
        k = torch.randn(2, generator=rng, dtype=torch.float64)
        upstream = torch.ones(3, dtype=torch.float64)
        right = torch.autograd.functional.vjp(lambda x: slide(x, k), x, upstream)[1]
        seen = student.observe(student.slide, x, k, upstream=upstream).gradients[0]
        recognise(seen is None, "detached", "The result is cut off from its inputs, so no gradient flows.")
        assert_close(seen, right)

    @pytest.mark.points(10)
    def test_unchanged(self, student):
        """The inputs are left as they were."""
        seen = student.observe(student.slide, torch.ones(3), torch.ones(2))
        assert not seen.changed, "it writes into what it was given"
