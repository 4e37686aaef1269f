# Default regions.
default-zones-title = Default regions
default-zones-start = Regions
default-zones-own = yours
default-zones-none = none: to be set for each asset
default-zones-of = Default regions, { $class }
default-zones-of-why = In % of the class. They are suggested for assets that have no regions for this class yet.
default-zones-rest = Rest, region unknown
default-zones-ours = Reset to the original regions
