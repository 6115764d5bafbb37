"""Reports of erasure tools: what stands where a map of fields says, out of PDF, XML and tables.

pdf       the text layer of a PDF, line by line
markup    elements and attributes of XML, as paths
tables    rows of CSV and XLSX
reading   which of these a map asks for, and the format that a worker process reads
"""
