"""Reading back a Word report of ours that somebody edited: typed differences, and the relations that each edit breaks.

Purpose: what comes back from Word, WPS or LibreOffice is compared with what was written, never taken over.
Flow: `taking` (in a limited process) → `extract` → `written` (what each fact said) and `pairing` (which control shows it) →
`figures`, `lost`, `prose` (the changes) → `known`, `breaks` (the relations) → `home` → `telling`. The door is `reading.readback`.
"""
