# Passwords and recovery code.
recover-title = Lost password
recover-heading = Regain access with the recovery code
recover-what = The code opens your space and you choose a new password. The code is then replaced, and all your sessions end.
recover-code-hint = All nine groups, as written.
recover-refused = This name and this code do not match. Compare each group with your sheet, then try again.
recover-go = Save this password
recover-back = I found my password
recover-link = Lost password: use the recovery code
password-title = Change the password
password-what = Your other sessions end. The recovery code stays the same.
password-must = This password is no longer enough on its own
password-must-why = You no longer have a second factor: choose a password of at least 15 characters, or set up a second factor.
password-present = Current password
password-new = New password
password-leaked = My password was leaked
password-leaked-what = Someone else may know it. Your identity, your recovery code and the keys of your spaces are then renewed, and all your other sessions end: you are shown a new recovery code.

recovery-title = Recovery code
recovery-heading = Your recovery code
recovery-why = If you lose your password, this code is the only way back into your space. Print it or copy it by hand, then keep it away from this machine. It will not be shown again.
recovery-copy = Copy
recovery-prove = Confirm that you wrote it down
recovery-group = Group { $number }
recovery-go-on = Continue
recovery-both = Enter both groups to continue.
