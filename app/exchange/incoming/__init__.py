"""Documents that come in: opened as data, never obeyed, shown as they are, compared first."""
