# Custom categories.
taxonomies-title = Custom categories
taxonomies-why = Your own ways to group assets, beside classes and regions: liquidity, horizon, conviction.
taxonomies-none = No custom categories yet
taxonomies-none-why = A category set groups your assets under your own categories, and then appears in Analysis.
taxonomy-add = Add a category set
taxonomy-new = New category set
taxonomy-name = Name
taxonomy-headings = Categories
taxonomy-headings-hint = One per line. Renaming a category replaces it: its assets have to be categorised again.
taxonomy-see = See in Analysis
taxonomy-remove = Remove this category set
taxonomy-remove-why = Its categories and their assignments go with it; you can undo.
