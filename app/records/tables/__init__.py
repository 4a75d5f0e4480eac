"""The tables of the vault, one module per idea; the versions of the schema list them."""
