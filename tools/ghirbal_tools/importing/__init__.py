"""`ghirbal import`: comments of other systems, read as a stream, spooled, and stored once.

formats/    one pure reader a system: bytes in, records out
record      what every format is read into         decoding, html_text, times   bytes, markup and dates of real exports
rules       mapping of columns and addresses       spool                        records on disk: threads in any order
resolve     records as comments of the site        load                         into the table, with a checkpoint
report      what became of every record            command                      the command line
"""
