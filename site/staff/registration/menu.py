"""Where the shop's desk stands in the admin: its menus and the feature that switches it on."""

MENU = "register_registration_menu_item"
DESK = "registration"
