"""The demonstration: an invented ward that anybody may enter as anybody.

Promises: it answers this machine alone, and its log says `demo.invalid` for ever. It is no part of a real site: production
settings neither name nor import it. Refuses: requests that came through another machine, and databases of real sites.
"""
