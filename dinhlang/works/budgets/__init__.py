"""A body's budget as figures that can be read, added up and compared: plan and execution by purpose, from the office's own table.

Promises: amounts are whole đồng, whatever unit the file was in; sums that do not agree are said, never mended; a corrected table leaves the
one before readable. Refuses: negative amounts, and totals that only a forgotten unit explains.
"""
