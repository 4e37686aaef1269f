# La page qui décrit l’interface pour les programmes.
api-heading = Pécule pour vos programmes
api-signing-in = Un programme obtient un jeton d’accès avec POST /tokens, puis l’envoie dans l’en-tête Authorization de chaque demande. Le jeton dure dix minutes ; le jeton de renouvellement en donne un autre.
api-document = Le document OpenAPI
api-subjects = Sujets
api-parameter = Paramètre
api-field = Champ
api-example = Exemple
api-meaning = Sens
api-required = requis
api-public = sans jeton
api-body = Corps de la demande :
api-problems = Problèmes possibles :
api-problems-heading = Problèmes
api-problems-shape = Ce qui n’a pas été fait est expliqué dans le type application/problem+json :
api-shapes = Ce qui s’envoie et se reçoit
api-slice = Une liste vient par tranches ; next, s’il n’est pas nul, s’envoie comme paramètre after pour la suite :
