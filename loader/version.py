"""The version of the program; CHANGELOG.md says what each changed."""

VERSION = "0.2.0.dev0"
