# Ce qui est arrivé à un compte, dit à sa personne.
account-notice-second-factor-removed = Votre second facteur a été désactivé
account-notice-second-factor-reset = L’administrateur a retiré votre second facteur
account-notice-one-time-code-used = Un code à usage unique a servi
account-notice-codes-refused = Votre mot de passe a été saisi, puis cinq codes incorrects
account-notice-when = Le { $moment }. Si ce n’était pas vous ou à votre demande, changez votre mot de passe et fermez toutes vos sessions.
account-notice-away = J’ai compris
