"""The public checks: a module for each notebook, and in it a function for each exercise.

A function is given the `Check` that it reports to, and what the student's notebook defines.
"""

from importlib import import_module

EXERCISES = {
    "cross_correlation": ("output_shape", "corr2d", "corr2d_vectorized", "corr2d_transposed_kernel"),
    "conv_layer": ("Conv2D", "corr2d_backward", "autograd_outcomes"),
    "edge_detection": ("edge_image", "vertical_edges", "horizontal_edges", "diagonal_image", "diagonal_effects"),
    "learning_a_kernel": ("learn_kernel", "largest_stable_lr", "unteachable_image", "train_conv2d"),
    "convolution_and_receptive_field": (
        "strict_convolution",
        "compose_kernels",
        "receptive_field",
        "receptive_region",
    ),
    "kernel_design": (
        "edge_kernel",
        "second_derivative_kernel",
        "strongest_image",
        "blur_kernel",
        "noise_gain",
        "derivative_kernel",
        "kernel_matrix",
        "patch_matrix",
    ),
}


def find(exercise):
    """Return the function that checks an exercise; only the module of its notebook is loaded."""
    for module, names in EXERCISES.items():
        if exercise in names:
            return getattr(import_module(f"{__name__}.{module}"), exercise)
    raise LookupError(f"there is no check of an exercise {exercise!r}")
