"""Labels drawn: codes, SVG, PDF and PNG, ZPL; and the sizes that are printed."""
