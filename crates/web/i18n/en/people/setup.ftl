# First start.
setup-title = First start
setup-language = Language
setup-steps = Steps
setup-step-keys = Household key
setup-step-person = First person
setup-step-recovery = Recovery code
setup-step-values = First values
setup-heading = First person of the household
setup-promise = They run the installation and own a space of their own. Nobody else can find out or replace their password.
setup-code = One-time code
setup-code-hint = The terminal where Pécule was started shows it. It is valid for 15 minutes.
setup-password-hint = At least 15 characters: several unrelated words.
setup-password-again = Confirm the password
setup-make = Create

setup-ways = Start or restore
setup-begin = Start
setup-restore = Restore a backup
