"""What can go wrong, each with its exit status.

An error is one sentence that says what is wrong, where, and what to do. Nothing
here prints: `cli` turns an error into a line on stderr and an exit status.
"""

from __future__ import annotations


class TherapiesError(Exception):
    """The base of all errors that a user can bring about."""

    status = 70


class UsageError(TherapiesError):
    """The command line is wrong."""

    status = 2


class UnknownNameError(UsageError):
    """A name that no record answers to, or that several could answer to."""


class CatalogueError(TherapiesError):
    """A catalogue that cannot be read, is not YAML, or has any problem."""

    status = 3


class OutputError(TherapiesError):
    """Output that could not be written."""

    status = 4
