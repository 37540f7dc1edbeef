"""What every work stands on. Arrows point right only: duties → people → bodies → files → record; ui stands aside, values in, markup out."""
