# The editor of parts of a whole.
shares-share = Share, in %
shares-sum = Sum
shares-rest = Rest, not classified
shares-rest-own = Rest, by the asset’s own allocation
shares-remove = Remove
shares-add = Add a line
shares-paste = Paste a fund sheet
shares-normalise = Scale to 100%
shares-name-example = Name
