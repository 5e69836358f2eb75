# %% four loops and arithmetic verdict="right"
def kernel_matrix(K, image_shape):
    (h, w), (kh, kw) = image_shape, K.shape
    oh, ow = h - kh + 1, w - kw + 1
    T = np.zeros((oh * ow, h * w), dtype=K.dtype)
    for i, j, a, b in np.ndindex(oh, ow, kh, kw):
        T[i * ow + j, (i + a) * w + (j + b)] = K[a, b]
    return T

# %% columns from images with a single one verdict="right"
def kernel_matrix(K, image_shape):
    images = np.eye(image_shape[0] * image_shape[1], dtype=K.dtype)
    return np.column_stack([corr2d(image.reshape(image_shape), K).ravel() for image in images])

# %% one row after the other, in lists verdict="right"
def kernel_matrix(K, image_shape):
    (h, w), (kh, kw) = image_shape, K.shape
    return [
        np.pad(K, [(i, h - kh - i), (j, w - kw - j)]).ravel().tolist()
        for i in range(h - kh + 1)
        for j in range(w - kw + 1)
    ]

# %% sum of Kronecker products verdict="right"
def kernel_matrix(K, image_shape):
    (h, w), (kh, kw) = image_shape, K.shape
    return sum(
        K[a, b] * np.kron(np.eye(h - kh + 1, h, a), np.eye(w - kw + 1, w, b)) for a, b in np.ndindex(K.shape)
    )

# %% windows of the numbers of the pixels verdict="right"
def kernel_matrix(K, image_shape):
    pixels = np.arange(np.prod(image_shape)).reshape(image_shape)
    places = np.lib.stride_tricks.sliding_window_view(pixels, K.shape).reshape(-1, K.size)
    T = np.zeros((len(places), pixels.size), dtype=np.float32)
    np.put_along_axis(T, places, np.broadcast_to(K.ravel(), places.shape), axis=1)
    return T

# %% written through windows of the matrix verdict="right"
def kernel_matrix(K, image_shape):
    (h, w), (kh, kw) = image_shape, K.shape
    T = np.zeros((h - kh + 1, w - kw + 1, h, w), dtype=K.dtype)
    for i, j in np.ndindex(T.shape[:2]):
        T[i, j, i : i + kh, j : j + kw] = K
    return T.reshape(-1, h * w)

# %% windows of all images with a single one, by einsum verdict="right"
def kernel_matrix(K, image_shape):
    pixels = image_shape[0] * image_shape[1]
    images = np.eye(pixels).reshape(pixels, *image_shape)
    windows = np.lib.stride_tricks.sliding_window_view(images, K.shape, axis=(1, 2))
    return np.einsum("nijab,ab->ijn", windows, K).reshape(-1, pixels)

# %% bands of the flattened image, the forbidden rows taken out verdict="right"
def kernel_matrix(K, image_shape):
    (h, w), (kh, kw) = image_shape, K.shape
    band = np.pad(K, [(0, 0), (0, w - kw)]).ravel()[: (kh - 1) * w + kw]
    starts = np.arange(h * w - len(band) + 1)
    T = np.stack([np.pad(band, (start, h * w - len(band) - start)) for start in starts])
    return T[starts % w <= w - kw]

# %% flips the kernel verdict="wrong" fails=["test_square", "test_not_square", "test_extreme_sizes", "test_kernel_unchanged"] says=["matrix_of_flipped_kernel"]
def kernel_matrix(K, image_shape):
    images = np.eye(image_shape[0] * image_shape[1], dtype=K.dtype)
    return np.column_stack([corr2d(image.reshape(image_shape), K[::-1, ::-1]).ravel() for image in images])

# %% transposes the kernel verdict="wrong" fails=["test_square", "test_not_square", "test_extreme_sizes", "test_kernel_unchanged"] says=["matrix_of_transposed_kernel"]
def kernel_matrix(K, image_shape):
    K = K.T
    (h, w), (kh, kw) = image_shape, K.shape
    rows = []
    for i in range(h - kh + 1):
        for j in range(w - kw + 1):
            picture = np.zeros((h, w))
            picture[i : i + kh, j : j + kw] = K
            rows.append(picture.ravel())
    return np.array(rows).reshape(-1, h * w)

# %% transposes a square kernel verdict="wrong" fails=["test_square"] says=["matrix_of_transposed_kernel"]
def kernel_matrix(K, image_shape):
    (h, w), (kh, kw) = image_shape, K.shape
    T = np.zeros((h - kh + 1, w - kw + 1, h, w))
    for i, j in np.ndindex(T.shape[:2]):
        T[i, j, i : i + kh, j : j + kw] = K.T if 1 < kh == kw < h else K
    return T.reshape(-1, h * w)

# %% height and width of the image exchanged verdict="wrong" fails=["test_not_square"] says=["image_sides_exchanged"]
def kernel_matrix(K, image_shape):
    (w, h), (kh, kw) = image_shape, K.shape
    T = np.zeros((max(h - kh + 1, 0), max(w - kw + 1, 0), h, w))
    for i, j in np.ndindex(T.shape[:2]):
        T[i, j, i : i + kh, j : j + kw] = K
    return T.reshape(-1, h * w)

# %% only square kernels verdict="wrong" fails=["test_not_square"] says=["only_square_kernels"]
def kernel_matrix(K, image_shape):
    (h, w), k = image_shape, len(K)
    T = np.zeros((h - k + 1, w - k + 1, h, w))
    for i, j in np.ndindex(T.shape[:2]):
        T[i, j, i : i + k, j : j + k] = K
    return T.reshape(-1, h * w)

# %% drops axes of length one verdict="wrong" fails=["test_extreme_sizes"]
def kernel_matrix(K, image_shape):
    images = np.eye(image_shape[0] * image_shape[1], dtype=K.dtype)
    T = np.stack([corr2d(image.reshape(image_shape), K).ravel() for image in images], axis=1)
    return T.squeeze()

# %% all rows are the same picture verdict="wrong" fails=["test_square", "test_not_square", "test_extreme_sizes", "test_kernel_unchanged"]
def kernel_matrix(K, image_shape):
    (h, w), (kh, kw) = image_shape, K.shape
    picture, rows = np.zeros((h, w)), []
    for i in range(h - kh + 1):
        for j in range(w - kw + 1):
            picture[:] = 0
            picture[i : i + kh, j : j + kw] = K
            rows.append(picture.ravel())
    return np.stack(rows)

# %% the picture is not wiped verdict="wrong" fails=["test_square", "test_not_square", "test_extreme_sizes", "test_kernel_unchanged"]
def kernel_matrix(K, image_shape):
    (h, w), (kh, kw) = image_shape, K.shape
    picture, rows = np.zeros((h, w)), []
    for i in range(h - kh + 1):
        for j in range(w - kw + 1):
            picture[i : i + kh, j : j + kw] = K
            rows.append(picture.flatten())
    return np.stack(rows)

# %% wipes the kernel verdict="wrong" fails=["test_kernel_unchanged"] says=["writes_into_input"]
def kernel_matrix(K, image_shape):
    (h, w), (kh, kw) = image_shape, K.shape
    T = np.zeros((h - kh + 1, w - kw + 1, h, w))
    for i, j in np.ndindex(T.shape[:2]):
        T[i, j, i : i + kh, j : j + kw] = K
    K *= 0
    return T.reshape(-1, h * w)

# %% forgets the gap between kernel rows verdict="wrong" fails=["test_square", "test_not_square", "test_kernel_unchanged"] says=["kernel_rows_without_gap"]
def kernel_matrix(K, image_shape):
    (h, w), (kh, kw) = image_shape, K.shape
    starts = [i * w + j for i in range(h - kh + 1) for j in range(w - kw + 1)]
    T = np.zeros((len(starts), h * w), dtype=K.dtype)
    for row, start in zip(T, starts):
        row[start : start + K.size] = K.ravel()
    return T

# %% runs over the right border verdict="wrong" fails=["test_square", "test_not_square", "test_kernel_unchanged"] says=["windows_run_over_the_border"]
def kernel_matrix(K, image_shape):
    (h, w), (kh, kw) = image_shape, K.shape
    band = np.pad(K, [(0, 0), (0, w - kw)]).ravel()[: (kh - 1) * w + kw]
    return np.stack([np.pad(band, (start, h * w - len(band) - start)) for start in range(h * w - len(band) + 1)])

# %% the matrix is transposed verdict="wrong" fails=["test_square", "test_not_square", "test_extreme_sizes", "test_kernel_unchanged"] says=["outputs_as_columns"]
def kernel_matrix(K, image_shape):
    images = np.eye(image_shape[0] * image_shape[1], dtype=K.dtype)
    return np.array([corr2d(image.reshape(image_shape), K).ravel() for image in images])

# %% pads with zeros verdict="wrong" fails=["test_square", "test_not_square", "test_extreme_sizes", "test_kernel_unchanged"] says=["padded_to_image_size"]
def kernel_matrix(K, image_shape):
    (h, w), (kh, kw) = image_shape, K.shape
    top, left = (kh - 1) // 2, (kw - 1) // 2
    T = np.zeros((h, w, h + kh - 1, w + kw - 1))
    for i, j in np.ndindex(h, w):
        T[i, j, i : i + kh, j : j + kw] = K
    return T[:, :, top : top + h, left : left + w].reshape(h * w, h * w)

# %% padded on all sides verdict="wrong" fails=["test_square", "test_not_square", "test_extreme_sizes", "test_kernel_unchanged"] says=["padded_on_all_sides"]
def kernel_matrix(K, image_shape):
    (h, w), (kh, kw) = image_shape, K.shape
    T = np.zeros((h + kh - 1, w + kw - 1, h + 2 * kh - 2, w + 2 * kw - 2))
    for i, j in np.ndindex(T.shape[:2]):
        T[i, j, i : i + kh, j : j + kw] = K
    return T[:, :, kh - 1 : kh - 1 + h, kw - 1 : kw - 1 + w].reshape(-1, h * w)

# %% the full convolution verdict="wrong" fails=["test_square", "test_not_square", "test_extreme_sizes", "test_kernel_unchanged"] says=["matrix_of_full_convolution"]
def kernel_matrix(K, image_shape):
    (h, w), (kh, kw) = image_shape, K.shape
    T = np.zeros((h + kh - 1, w + kw - 1, h, w))
    for y, x in np.ndindex(h, w):
        T[y : y + kh, x : x + kw, y, x] = K
    return T.reshape(-1, h * w)

# %% one position too few verdict="wrong" fails=["test_square", "test_not_square", "test_extreme_sizes", "test_kernel_unchanged"] says=["last_outputs_missing"]
def kernel_matrix(K, image_shape):
    (h, w), (kh, kw) = image_shape, K.shape
    T = np.zeros((h - kh, w - kw, h, w))
    for i, j in np.ndindex(T.shape[:2]):
        T[i, j, i : i + kh, j : j + kw] = K
    return T.reshape((h - kh) * (w - kw), h * w)

# %% not flattened verdict="wrong" fails=["test_square", "test_not_square", "test_extreme_sizes", "test_kernel_unchanged"]
def kernel_matrix(K, image_shape):
    (h, w), (kh, kw) = image_shape, K.shape
    T = np.zeros((h - kh + 1, w - kw + 1, h, w))
    for i, j in np.ndindex(T.shape[:2]):
        T[i, j, i : i + kh, j : j + kw] = K
    return T

# %% images flattened as Fortran does verdict="wrong" fails=["test_square", "test_not_square", "test_extreme_sizes", "test_kernel_unchanged"] says=["pixels_column_by_column"]
def kernel_matrix(K, image_shape):
    (h, w), (kh, kw) = image_shape, K.shape
    rows = []
    for i in range(h - kh + 1):
        for j in range(w - kw + 1):
            picture = np.zeros((h, w))
            picture[i : i + kh, j : j + kw] = K
            rows.append(picture.ravel(order="F"))
    return np.stack(rows)

# %% outputs numbered column by column verdict="wrong" fails=["test_square", "test_not_square", "test_extreme_sizes", "test_kernel_unchanged"] says=["outputs_column_by_column"]
def kernel_matrix(K, image_shape):
    (h, w), (kh, kw) = image_shape, K.shape
    rows = []
    for j in range(w - kw + 1):
        for i in range(h - kh + 1):
            picture = np.zeros((h, w))
            picture[i : i + kh, j : j + kw] = K
            rows.append(picture.ravel())
    return np.stack(rows)

# %% the image's height for both axes verdict="wrong" fails=["test_not_square", "test_extreme_sizes"] says=["matrix_for_a_square_image"]
def kernel_matrix(K, image_shape):
    h = w = image_shape[0]
    kh, kw = K.shape
    T = np.zeros((h - kh + 1, w - kw + 1, h, w))
    for i, j in np.ndindex(T.shape[:2]):
        T[i, j, i : i + kh, j : j + kw] = K
    return T.reshape(-1, h * w)

# %% places counted by the image's height verdict="wrong" fails=["test_not_square", "test_extreme_sizes"] says=["places_counted_by_height"]
def kernel_matrix(K, image_shape):
    (h, w), (kh, kw) = image_shape, K.shape
    rows = []
    for i in range(h - kh + 1):
        for j in range(h - kw + 1):
            picture = np.zeros((h, w))
            picture[i : i + kh, j : j + kw] = K
            rows.append(picture.ravel())
    return np.stack(rows)

# %% whole numbers verdict="wrong" fails=["test_square", "test_not_square", "test_extreme_sizes", "test_kernel_unchanged"]
def kernel_matrix(K, image_shape):
    (h, w), (kh, kw) = image_shape, K.shape
    T = np.zeros((h - kh + 1, w - kw + 1, h, w), dtype=int)
    for i, j in np.ndindex(T.shape[:2]):
        T[i, j, i : i + kh, j : j + kw] = K
    return T.reshape(-1, h * w)
