# %% ones with some columns set to zero verdict="right"
def edge_image(height, width, start, stop):
    return jnp.ones((height, width)).at[:, start:stop].set(0)

# %% nested lists of whole numbers verdict="right"
def edge_image(height, width, start, stop):
    return [[0 if start <= j < stop else 1 for j in range(width)] for _ in range(height)]

# %% NumPy, one byte for each pixel verdict="right"
def edge_image(height, width, start, stop):
    image = np.full((height, width), 1, dtype=np.uint8)
    image[..., start:stop] *= 0
    return image

# %% three pieces side by side verdict="right"
def edge_image(height, width, start, stop):
    sides = jnp.ones((height, start)), jnp.ones((height, width - stop))
    return jnp.concatenate([sides[0], jnp.zeros((height, stop - start)), sides[1]], axis=1)

# %% one row of short numbers, broadcast verdict="right"
def edge_image(height, width, start, stop):
    row = jnp.array([float(j < start or j >= stop) for j in range(width)], dtype=jnp.bfloat16)
    return jnp.broadcast_to(row, (height, width))

# %% booleans verdict="right"
def edge_image(height, width, start, stop):
    _, j = jnp.indices((height, width))
    return (j < start) | (j >= stop)

# %% a loop, lying on its side and transposed verdict="right"
def edge_image(height, width, start, stop):
    lying = jnp.ones((width, height), dtype=jnp.float32)
    for j in range(start, stop):
        lying = lying.at[j].set(0)
    return lying.T

# %% a band put between two borders verdict="right"
def edge_image(height, width, start, stop):
    band = jnp.zeros((height, stop - start), dtype=jnp.uint32)
    return jnp.pad(band, ((0, 0), (start, width - stop)), constant_values=1)

# %% vmap over rows and columns verdict="right"
def edge_image(height, width, start, stop):
    def pixel(i, j):
        return jnp.where((start <= j) & (j < stop), 0.0, 1.0)

    row = jax.vmap(pixel, in_axes=(None, 0))
    return jax.vmap(row, in_axes=(0, None))(jnp.arange(height), jnp.arange(width))

# %% fori_loop, column by column verdict="right"
def edge_image(height, width, start, stop):
    return jax.lax.fori_loop(start, stop, lambda j, X: X.at[:, j].set(0), jnp.ones((height, width)))

# %% scan over the rows verdict="right"
def edge_image(height, width, start, stop):
    row = jnp.where(jnp.isin(jnp.arange(width), jnp.arange(start, stop)), 0, 1)
    _, image = jax.lax.scan(lambda above, _: (above, above), row, length=height)
    return image

# %% compiled, its sizes being static verdict="right"
from functools import partial


@partial(jax.jit, static_argnums=(0, 1))
def edge_image(height, width, start, stop):
    columns = jnp.arange(width)
    return jnp.tile(jnp.logical_or(columns < start, columns >= stop).astype(jnp.int8), (height, 1))

# %% dynamic_update_slice verdict="right"
def edge_image(height, width, start, stop):
    white, black = jnp.ones((height, width)), jnp.zeros((height, stop - start))
    return jax.lax.dynamic_update_slice(white, black, (0, start))

# %% a class that is called, and that warns and prints verdict="right"
import sys
import warnings


class Sheet:
    def __init__(self, shade=1.0):
        self.shade = shade

    def __call__(self, height, width, start, stop):
        print("painting", height, width)
        print("still painting", file=sys.stderr)
        warnings.warn("wet paint")
        X = jnp.full((height, width), self.shade, dtype=jnp.float16)
        return X.at[:, slice(start, stop)].set(-0.0)


edge_image = Sheet()

# %% always six rows verdict="wrong" fails=["test_size"]
def edge_image(height, width, start, stop):
    return jnp.ones((6, width)).at[:, start:stop].set(0)

# %% a square verdict="wrong" fails=["test_size"] says=["width_for_both_sides"]
def edge_image(height, width, start, stop):
    return jnp.ones((width, width)).at[:, start:stop].set(0)

# %% as wide as high verdict="wrong" fails=["test_size", "test_band_is_black", "test_rest_is_white", "test_band_at_the_border"] says=["height_for_both_sides"]
def edge_image(height, width, start, stop):
    return jnp.ones((height, height)).at[:, start:stop].set(0)

# %% only the borders of the band are black verdict="wrong" fails=["test_band_is_black"]
def edge_image(height, width, start, stop):
    X = jnp.ones((height, width))
    return X.at[:, jnp.array([start, stop - 1])].set(0) if start < stop else X

# %% the band begins one column late verdict="wrong" fails=["test_band_is_black"] says=["start_left_out"]
def edge_image(height, width, start, stop):
    return jnp.ones((height, width)).at[:, start + 1 : stop].set(0)

# %% the column stop is black, too verdict="wrong" fails=["test_rest_is_white"] says=["stop_included"]
def edge_image(height, width, start, stop):
    return jnp.ones((height, width)).at[:, start : stop + 1].set(0)

# %% white is 255 verdict="wrong" fails=["test_rest_is_white"]
def edge_image(height, width, start, stop):
    return jnp.full((height, width), 255, dtype=jnp.uint8).at[:, start:stop].set(0)

# %% the band ends a number of columns from the right verdict="wrong" fails=["test_band_at_the_border"]
def edge_image(height, width, start, stop):
    return jnp.ones((height, width)).at[:, start : -(width - stop)].set(0)

# %% stop is the width of the band verdict="wrong" fails=["test_rest_is_white"] says=["stop_as_band_width"]
def edge_image(height, width, start, stop):
    return jnp.ones((height, width)).at[:, start : start + stop].set(0)

# %% white on black verdict="wrong" fails=["test_band_is_black", "test_rest_is_white", "test_band_at_the_border"] says=["black_and_white_swapped"]
def edge_image(height, width, start, stop):
    return jnp.zeros((height, width)).at[:, start:stop].set(1)

# %% rows painted verdict="wrong" fails=["test_band_is_black", "test_rest_is_white", "test_band_at_the_border"] says=["rows_painted"]
def edge_image(height, width, start, stop):
    return jnp.ones((height, width)).at[start:stop].set(0)

# %% height and width swapped verdict="wrong" fails=["test_size", "test_band_is_black", "test_rest_is_white", "test_band_at_the_border"] says=["height_and_width_swapped"]
def edge_image(height, width, start, stop):
    return jnp.ones((width, height)).at[:, start:stop].set(0)

# %% transposed verdict="wrong" fails=["test_size", "test_band_is_black", "test_rest_is_white", "test_band_at_the_border"] says=["lies_on_its_side"]
def edge_image(height, width, start, stop):
    return jnp.ones((height, width)).at[:, start:stop].set(0).T

# %% the section's example, whatever is asked verdict="wrong" fails=["test_size", "test_band_is_black", "test_rest_is_white", "test_band_at_the_border"] says=["always_the_first_example"]
def edge_image(height, width, start, stop):
    return jnp.ones((6, 8)).at[:, 2:6].set(0)

# %% the new array is left where it is verdict="wrong" fails=["test_band_is_black", "test_band_at_the_border"]
def edge_image(height, width, start, stop):
    X = jnp.ones((height, width))
    X.at[:, start:stop].set(0)
    return X

# %% written into, as in NumPy verdict="wrong" fails=["test_size", "test_band_is_black", "test_rest_is_white", "test_band_at_the_border"]
def edge_image(height, width, start, stop):
    X = jnp.ones((height, width))
    X[:, start:stop] = 0
    return X

# %% nothing returned verdict="wrong" fails=["test_size", "test_band_is_black", "test_rest_is_white", "test_band_at_the_border"]
def edge_image(height, width, start, stop):
    X = jnp.ones((height, width)).at[:, start:stop].set(0)

# %% paints at least one column verdict="wrong" fails=["test_rest_is_white"]
def edge_image(height, width, start, stop):
    return jnp.ones((height, width)).at[:, start : max(stop, start + 1)].set(0)

# %% takes a band over the whole sheet for none verdict="wrong" fails=["test_band_at_the_border"]
def edge_image(height, width, start, stop):
    X = jnp.ones((height, width))
    return X.at[:, start:stop].set(0) if stop - start < width else X
