# First start.
setup-title = First start
setup-language = Language
setup-steps = Steps
setup-step-keys = Household key
setup-step-person = First person
setup-step-recovery = Recovery code
setup-step-values = First values
setup-heading = First person of the household
setup-promise = They run the installation and own books of their own. Nobody else can find out or replace their password.
setup-code = One-time code
setup-code-hint = The terminal where Pécule was started shows it. It counts for 15 minutes.
setup-password-hint = At least 15 characters: several words that do not belong together.
setup-password-again = Password once more
setup-make = Make

setup-ways = Begin or restore
setup-begin = Begin
setup-restore = Restore a backup
