"""What leaves the station: papers, CDA, XDM, secure mail."""
