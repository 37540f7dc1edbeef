"""Every sentence with which the door refuses a file, and every remark it makes on one it lets in.

Promises: each sentence names the file and says what to do. The worker hands over only the *name* of a sentence and
short values, so a parser taken over by a bad file cannot put words into our mouth.
"""

from enum import Enum

from dinhlang.core.refusal import N_


class Why(Enum):
    """Why a file is refused; the value is the message id. `{name}` is always the file's name."""

    empty = N_("“{name}” is empty. Check that it opens on your machine, then choose it again.")
    too_large = N_("“{name}” has {size} MB; a file here may have at most {limit} MB. Scan it at a lower resolution or split it into parts.")
    not_taken = N_("“{name}” is not a kind of file taken here. Save it as one of these and choose that file: {kinds}.")
    older = N_("“{name}” is in a format that is old or can carry programs. Open it, save it as {wanted} and choose that file.")
    not_what_it_says = N_("“{name}” calls itself {said}, but what is inside is {found}. Give it its right name, or choose the right file.")
    not_at_all = N_(
        "“{name}” calls itself {said}, but what is inside is not. Open it on your machine, save it as {said} and choose that file."
    )
    damaged = N_("“{name}” is damaged or was cut off on its way. Open it on your machine, save it again and choose the new file.")
    locked = N_("“{name}” is locked with a password or against changes. Save a copy without the lock and choose that copy.")
    two_in_one = N_(
        "“{name}” carries other data before or behind the document itself. Save or print it again as a fresh file and choose that one."
    )
    pages = N_("“{name}” has {count} pages; a file here may have at most {limit}. Split it into parts.")
    no_pages = N_("“{name}” has no page. Check that it opens on your machine, then choose it again.")
    pixels = N_(
        "“{name}” is {width} × {height} points large; a picture here may have at most {limit} million points. Make it "
        "smaller and choose it again."
    )
    heic = N_(
        "“{name}” is in the format HEIC, which cannot be drawn again here. On an iPhone choose Settings, Camera, Formats, Most Compatible, "
        "and take it again; or send a screenshot of it."
    )
    sound_large = N_("“{name}” has {size} MB; a voice note may have at most {limit} MB. Say it in a shorter one, or in several.")
    sound_long = N_("“{name}” lasts {minutes} minutes; a voice note may last at most {limit}. Say it in a shorter one, or in several.")
    no_sound = N_("“{name}” holds nothing that can be heard here. Record it again and listen to it first, or write it down.")
    film = N_("“{name}” is a film, not a voice note. Record the sound alone; photographs have a step of their own.")
    inflated = N_("“{name}” unpacks to more than {limit} MB. Remove what is not needed, save it again and choose the new file.")
    ratio = N_(
        "“{name}” unpacks to more than {limit} times its own size, as harmful files do. Save it again in Word or Excel "
        "and choose the new file."
    )
    parts = N_("“{name}” consists of more than {limit} parts. Save it again in Word or Excel, or print it to PDF.")
    part_name = N_("“{name}” holds a part called “{part}”, a name no document has. Save it again in Word or Excel and choose the new file.")
    part_unknown = N_("“{name}” holds a part that is not taken here: “{part}”. Remove it from the document, or print the document to PDF.")
    nested = N_("“{name}” holds another file inside (“{part}”). Take it out; what should be public is posted as a file of its own.")
    declarations = N_(
        "“{name}” holds declarations (DTD, entities) that no document needs. Save it again in Word or Excel and choose the new file."
    )
    encoding = N_("“{name}” holds a part that is not written in UTF-8: “{part}”. Save it again in Word or Excel and choose the new file.")
    macros = N_("“{name}” carries macros, that is, programs. Save it as {wanted} without macros and choose that file.")
    embedded = N_("“{name}” has another file or an object embedded in it (“{part}”). Paste it as a picture or remove it, then save again.")
    external = N_("“{name}” fetches content from another file or address (“{part}”). Break the links, then save again.")
    fetching = N_("“{name}” has a formula or field that fetches from outside ({part}). Replace it by its value, then save again.")
    hidden_sheet = N_("“{name}” has a hidden sheet: “{sheet}”. Unhide it if it may be public; otherwise delete it, then save again.")
    hidden_rows = N_(
        "“{name}” has hidden rows on sheet “{sheet}”, first at row {row}. Unhide them (clear filters and groups too) "
        "or delete them, then save again."
    )
    hidden_columns = N_(
        "“{name}” has hidden columns on sheet “{sheet}”, first at column {column}. Unhide them or delete them, then save again."
    )
    other_sheet = N_(
        "“{name}” has a sheet that is not an ordinary one: “{sheet}”. Delete it or paste its values into an ordinary "
        "sheet, then save again."
    )
    pivot = N_(
        "“{name}” has a pivot table, which carries all the data it was made from. Paste it as values and delete the "
        "original, then save again."
    )
    sheet_comments = N_("“{name}” has comments with people's names on sheet “{sheet}”. Delete them, then save again.")
    comments = N_("“{name}” has comments with people's names. Delete all comments, then save again.")
    tracked = N_("“{name}” still holds tracked changes. Accept or reject all of them, then save again.")
    hidden_text = N_("“{name}” has hidden text, beginning “{text}”. Show it or delete it, then save again.")
    hidden_name = N_(
        "“{name}” has a hidden name, “{text}”, which no menu of Excel shows. Copy the sheets' cells into a new workbook and save that one."
    )
    cells = N_("“{name}” has more than {limit} cells. Split it into several files, or leave out what is not to be posted.")
    history = N_("“{name}” keeps the history of a shared workbook, with people's names. Stop sharing it, then save again.")
    secret = N_(
        "“{name}” bears the secrecy mark “{mark}”. State secrets must never be put here. If the word is no stamp, "
        "write it in small letters."
    )
    too_long = N_("“{name}” took too long to check. Save it again in a simpler form, or print it to PDF, and choose that file.")
    too_heavy = N_("“{name}” needs too much memory to check. Make its pictures smaller or split it into parts.")
    unreadable = N_("“{name}” could not be read safely. Open it on your machine, save or print it as a new file and choose that one.")
    busy = N_("“{name}” could not be checked just now because the machine is short of room. Nothing was kept; try again in a few minutes.")


class Note(Enum):
    """What was noticed on a file that is let in; the value is the message id."""

    signed = N_("The digital signature holds in the sealed original; the public copy is a copy without it.")
    cleaned = N_("Left out of the public copy: links, scripts, form fields, attached files and notes.")
    repaired = N_("The file had mistakes that were repaired while reading. Look through every page of the public copy.")
    layers = N_("The file has layers that can be switched on and off. Look through the public copy for what should not be seen.")
    internal = N_("The words “lưu hành nội bộ” stand in it. Check that it may be made public.")
    first_frame = N_("Only the first picture of the moving picture is shown.")
    smaller = N_("The picture was made smaller for the public copy.")
    links_cut = N_("Links that lead to a machine or a file instead of a web page were cut in the public copy.")


class Bad(Exception):
    """Raised by a cleaner in the worker: the sentence `why` with `values`; never leaves this room (the door turns it into Refused)."""

    def __init__(self, why: Why, **values: str | int) -> None:
        super().__init__(why.name)
        self.why = why
        self.values = values
