"""From text to trees, and from trees to values: source, statements, expressions, imports."""
