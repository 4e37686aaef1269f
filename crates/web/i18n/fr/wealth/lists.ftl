# Les listes fermées, par leurs mots anglais.
class-equity = Actions
class-bonds = Obligations
class-real-estate = Immobilier
class-euro-funds = Fonds en euros
class-cash = Liquidités
class-private-equity = Capital-investissement
class-metals = Métaux et matières premières
class-crypto = Crypto-actifs
class-other = Autres biens
class-debt = Dettes
class-unassigned = Non classé

zone-us = États-Unis
zone-north-america = Amérique du Nord
zone-europe = Europe
zone-eurozone = Zone euro
zone-europe-ex-eurozone = Europe hors zone euro
zone-uk = Royaume-Uni
zone-japan = Japon
zone-developed-asia = Asie développée
zone-china = Chine
zone-india = Inde
zone-emerging = Pays émergents
zone-developed = Pays développés
zone-world = Monde
zone-other = Autres
zone-unassigned = Zone à préciser

wrapper-current = Compte courant
wrapper-livret-a = Livret A
wrapper-ldds = LDDS
wrapper-lep = LEP
wrapper-livret-jeune = Livret jeune
wrapper-savings = Autre livret
wrapper-cel = CEL
wrapper-pel = PEL
wrapper-term-deposit = Compte à terme
wrapper-pea = PEA
wrapper-pea-pme = PEA-PME
wrapper-securities = Compte-titres
wrapper-life-insurance = Assurance-vie
wrapper-capitalisation = Contrat de capitalisation
wrapper-per = PER
wrapper-per-company = PER d’entreprise
wrapper-pee = PEE
wrapper-crypto = Crypto-actifs
wrapper-property = Immobilier en direct
wrapper-loan = Emprunt
wrapper-company-account = Compte courant d’associé
wrapper-safe = Coffre
wrapper-other = Autre

kind-etf = ETF
kind-fund = Fonds
kind-stock = Action
kind-bond = Obligation
kind-scpi = SCPI
kind-reit = Foncière cotée
kind-euro-fund = Fonds en euros
kind-structured = Produit structuré
kind-private-equity = Part non cotée
kind-crypto = Crypto-actif
kind-metal = Métal
kind-cash = Liquidités
kind-property = Immobilier
kind-loan = Emprunt
kind-claim = Créance
kind-object = Objet
kind-basket = Panier
kind-other = Autre

tracking-values = Par valeurs saisies
tracking-movements = Par opérations

unit-piece = Parts
unit-gram = Grammes
unit-troy-ounce = Onces

right-full = Pleine propriété
right-bare = Nue-propriété
right-usufruct = Usufruit

basis-stated = déclarée
basis-quoted = cotée
basis-face = nominale

grouping-class = Classe
grouping-zone = Zone
grouping-class-zone = Classes et zones
grouping-bank = Établissement
grouping-account = Compte
grouping-wrapper = Enveloppe
grouping-kind = Type d’actif
grouping-currency = Devise
grouping-issuer = Émetteur
grouping-taxonomy = Classement

unvalued-no-quote = aucun cours n’est connu
unvalued-no-rate = aucun taux de change n’est connu pour { $currency }
unvalued-too-large = le montant dépasse la capacité du programme
