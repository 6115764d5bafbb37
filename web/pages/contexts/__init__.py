"""What each page is given: frozen dataclasses, one per template, every field with a word of help.

A page's context holds plain values, domain words (enums) and messages; nothing is looked up while a page renders.
`Annotated[..., "help"]` is read by the page gallery and by a test.
"""
