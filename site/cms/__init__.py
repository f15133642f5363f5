"""What visitors see: pages, blocks, navigation, feeds."""
