# Default regions.
default-zones-title = Starting zones
default-zones-start = Zones
default-zones-own = yours
default-zones-none = none: to be said for each asset
default-zones-of = Starting zones, { $class }
default-zones-of-why = In % of the class. They are proposed to assets that have no zones for this class yet.
default-zones-rest = Rest, without a zone
default-zones-ours = Go back to the original zones
