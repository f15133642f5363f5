"""What editors change beside pages: one file each. `register` puts them into the menu “Content”."""
