"""The report page: one HTML file that shows the marts' figures, and how fresh they are.

Every figure is read from the marts (``reading``: ``queries``, ``health``), put where the page finds
it by tenant, business unit and period (``content``), and written into the page together with the
script that draws the charts (``page``). The script in the page selects and formats; it computes
nothing.
"""
