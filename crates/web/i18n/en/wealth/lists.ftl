# Closed lists, by their English keys.
class-equity = Equity
class-bonds = Bonds
class-real-estate = Real estate
class-euro-funds = Euro funds
class-cash = Cash
class-private-equity = Private equity
class-metals = Metals and commodities
class-crypto = Crypto-assets
class-other = Other assets
class-debt = Debts
class-unassigned = Not classified

zone-us = United States
zone-north-america = North America
zone-europe = Europe
zone-eurozone = Euro area
zone-europe-ex-eurozone = Europe excluding the euro area
zone-uk = United Kingdom
zone-japan = Japan
zone-developed-asia = Developed Asia
zone-china = China
zone-india = India
zone-emerging = Emerging markets
zone-developed = Developed markets
zone-world = World
zone-other = Other
zone-unassigned = Region unknown

wrapper-current = Current account
wrapper-livret-a = Livret A
wrapper-ldds = LDDS
wrapper-lep = LEP
wrapper-livret-jeune = Livret jeune
wrapper-savings = Other savings account
wrapper-cel = CEL
wrapper-pel = PEL
wrapper-term-deposit = Term deposit
wrapper-pea = PEA
wrapper-pea-pme = PEA-PME
wrapper-securities = Securities account
wrapper-life-insurance = Life insurance
wrapper-capitalisation = Capitalisation contract
wrapper-per = PER
wrapper-per-company = Company PER
wrapper-pee = PEE
wrapper-crypto = Crypto-assets
wrapper-property = Directly held real estate
wrapper-loan = Loan
wrapper-company-account = Shareholder loan account
wrapper-safe = Safe
wrapper-other = Other

kind-etf = ETF
kind-fund = Fund
kind-stock = Stock
kind-bond = Bond
kind-scpi = SCPI
kind-reit = Listed real estate
kind-euro-fund = Euro fund
kind-structured = Structured product
kind-private-equity = Unlisted share
kind-crypto = Crypto-asset
kind-metal = Metal
kind-cash = Cash
kind-property = Real estate
kind-loan = Loan
kind-claim = Receivable
kind-object = Object
kind-basket = Basket
kind-other = Other

tracking-values = By entered values
tracking-movements = By transactions

unit-piece = Units
unit-gram = Grams
unit-troy-ounce = Troy ounces

right-full = Full ownership
right-bare = Bare ownership
right-usufruct = Usufruct

basis-stated = stated
basis-quoted = quoted
basis-face = face value

grouping-class = Class
grouping-zone = Region
grouping-class-zone = Classes and regions
grouping-bank = Institution
grouping-account = Account
grouping-wrapper = Tax wrapper
grouping-kind = Asset type
grouping-currency = Currency
grouping-issuer = Issuer
grouping-taxonomy = Custom categories

unvalued-no-quote = no price is known
unvalued-no-rate = no exchange rate is known for { $currency }
unvalued-too-large = the amount is beyond what the program can handle
