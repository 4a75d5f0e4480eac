"""The care of the folder: room on the disk, leftovers, evidence in an emergency."""
