"""Facts in, findings out: pure functions over frames; only `read` knows the store.

Five lines give the headline of the pages, in a notebook or anywhere else::

    from analysis import findings, headline, read

    cells = read.cells("sqlite:///goodeggs-published.db")
    found = findings.all_findings(cells, cells.claim)
    print(headline.headline(found).answer)
"""
