"""What makes a distribution of the station: its bundle, its list of components."""
