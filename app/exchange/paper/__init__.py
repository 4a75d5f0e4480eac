"""Drawing the two papers: letters, colours, symbols, blocks, and the archivable file."""
