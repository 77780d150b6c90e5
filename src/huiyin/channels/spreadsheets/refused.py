"""Every reason for which a table is not taken."""

from django.utils.translation import gettext_lazy as _

from huiyin.ground.files.refused import FileRefused


class SheetRefused(FileRefused):
    """Base of the refusals about tables."""

    code = "sheet_refused"
    sentence = _("This table cannot be read.")
    remedy = _("Open it in Excel or WPS, save it as .xlsx, and send that file.")


class NotATable(SheetRefused):
    """Neither a workbook nor text in columns."""

    code, status = "not_a_table", 415
    sentence = _("This file is not a table.")


class WebPageAsTable(SheetRefused):
    """Many systems export a web page and call it .xls."""

    code, status = "web_page_as_table", 415
    sentence = _("This file is a web page that only bears the name of a table.")


class SheetDamaged(SheetRefused):
    """The container or its parts do not add up."""

    code = "sheet_damaged"
    sentence = _("This table is damaged or unfinished.")


class SheetEncrypted(SheetRefused):
    """A password is needed."""

    code = "sheet_encrypted"
    sentence = _("This table is protected by a password.")
    remedy = _("Remove the password in Excel or WPS, save it, and send it again.")


class SheetHasMacros(SheetRefused):
    """Programs inside."""

    code = "sheet_has_macros"
    sentence = _("This table contains macros.")
    remedy = _("Save it as .xlsx without macros, and send that file.")


class SheetHasLinks(SheetRefused):
    """Values from other files, or declarations that fetch something."""

    code = "sheet_has_links"
    sentence = _("This table takes content from other files.")
    remedy = _("Copy it, paste the values only into a new table, and send that one.")


class SheetUnsafe(SheetRefused):
    """Names that leave the container, symbolic links, doubled parts."""

    code = "sheet_unsafe"
    sentence = _("This table is built in a way that offices do not build tables.")
    remedy = _("Copy the cells into a new table, and send that one.")


class SheetInflates(SheetRefused):
    """Unpacked size or ratio beyond the limits; `limit` in MB."""

    code, status = "sheet_inflates", 413
    sentence = _("Unpacked, this table is far larger than %(limit)s MB or than its own size allows.")
    remedy = _("Copy the cells into a new table, or split it by month.")


class TooManyRows(SheetRefused):
    """More rows than one import takes; `limit` rows."""

    code, status = "too_many_rows", 413
    sentence = _("This table has more than %(limit)s rows.")
    remedy = _("Split it, for example by month, and send the parts one after the other.")


class TooManyColumns(SheetRefused):
    """More columns than a table of requests can have; `limit` columns."""

    code, status = "too_many_columns", 413
    sentence = _("This table has more than %(limit)s columns.")
    remedy = _("Delete the columns that are not needed, and send it again.")


class SheetEmpty(SheetRefused):
    """No sheet has a heading row and a row below it."""

    code = "sheet_empty"
    sentence = _("No heading row with rows below it was found in this table.")
    remedy = _("Give every column a heading, put the rows below, and send it again.")


class ColumnMissing(SheetRefused):
    """Without the text of the request there is nothing to answer."""

    code = "column_missing"
    sentence = _("No column holds the text of the requests.")
    remedy = _("Choose which column is the text, or name it 留言详情 or 诉求内容.")


class RightGone(SheetRefused):
    """Who sent the table may not import any more."""

    code, status = "import_right_gone", 403
    sentence = _("The right to import here was taken away before the rows were taken in.")
    remedy = _("Ask the steward, then take the rows in again.")


class FileGone(SheetRefused):
    """The bytes of an upload are kept for a day."""

    code, status = "file_gone", 410
    sentence = _("The file was kept for a day only.")
    remedy = _("Send it again.")
