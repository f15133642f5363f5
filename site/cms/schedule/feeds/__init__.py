"""The schedule for other programs: calendars, c3voc JSON, frab XML, and an Atom feed of changes.

Each module turns a `Schedule` into bytes that depend on nothing but the data, so that the same schedule always gives
the same `ETag`.
"""
