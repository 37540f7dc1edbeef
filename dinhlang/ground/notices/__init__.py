"""Notices: a message to somebody about what happened or is due, by the channels that reach him, with proof or failure for each.

Promises: nothing is told of an act that did not happen; outside the house a message says only that there is something and where to look; at
most one a day about one subject; one policy (`policy/notices.toml`) says what goes where. Refuses: to send at night, and to try for ever.
"""
