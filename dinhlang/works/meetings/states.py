"""When one may: the life of a meeting."""

from dinhlang.core.states import Table

CALLED, HELD, SHORT, OFF, PAPERS, ASKED = "called", "held", "short", "off", "papers", "asked"

MEETING = Table(
    first=CALLED,
    steps=frozenset(
        {
            (CALLED, "ask", CALLED),
            (CALLED, "answer", CALLED),
            (CALLED, "hold", HELD),
            (CALLED, "fall-short", SHORT),
            (CALLED, "call-off", OFF),
            (HELD, "ask", HELD),
            (HELD, "answer", HELD),
            (HELD, "conclude", HELD),
            (HELD, "rate", HELD),
            (SHORT, "send-papers", PAPERS),
            (PAPERS, "count", PAPERS),
            (PAPERS, "close", ASKED),
            (ASKED, "conclude", ASKED),
        }
    ),
)
