# Custom categories.
taxonomies-title = Taxonomies
taxonomies-why = Axes of your own, beside classes and zones: liquidity, horizon, conviction.
taxonomies-none = No taxonomy yet
taxonomies-none-why = A taxonomy puts your assets under headings of your own, to be seen in Analysis.
taxonomy-add = Add a taxonomy
taxonomy-new = New taxonomy
taxonomy-name = Name
taxonomy-headings = Headings
taxonomy-headings-hint = One a line. Renaming a heading replaces it: the assets under it are to be put under it again.
taxonomy-see = See in Analysis
taxonomy-remove = Remove this taxonomy
taxonomy-remove-why = Its headings and what is under them go with it; you can undo.
