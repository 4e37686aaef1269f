# Passwords and recovery code.
recover-title = Lost password
recover-heading = Come back with the recovery code
recover-what = The code opens your books and you choose a new password. The code is then replaced, and all your sessions end.
recover-code-hint = All nine groups, as they are written.
recover-refused = This name and this code do not go together. Compare each group with your sheet, then try again.
recover-go = Choose this password
recover-back = I found my password
recover-link = I lost my password: use the recovery code
password-title = Change the password
password-what = Your other sessions end. The recovery code stays the same.
password-must = This password is no longer enough alone
password-must-why = You no longer have a second factor: choose a password of at least 15 characters, or set up a second factor.
password-present = Present password
password-new = New password
password-leaked = My password leaked
password-leaked-what = Somebody else may know it. Your identity, your recovery code and the keys of your books are then renewed, and all your other sessions end: you are shown a new recovery code.

recovery-title = Recovery code
recovery-heading = Your recovery code
recovery-why = If you lose your password, this code is the only way back into your books. Print it or copy it by hand, then keep it far from this machine. It will not be shown again.
recovery-copy = Copy
recovery-prove = Prove that you have it
recovery-group = Group { $number }
recovery-go-on = Go on
recovery-both = Both groups lead on.
