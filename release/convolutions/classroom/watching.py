"""What a function does on its way to a result, as far as the framework tells."""

from .frameworks import fw

count_operations, ready_made = fw.count_operations, fw.ready_made
by_autograd = getattr(fw, "by_autograd", None)  # where there is nothing of the kind, None
