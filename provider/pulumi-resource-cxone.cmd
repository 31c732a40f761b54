@rem The engine starts this file on Windows.
@node "%~dp0bin\pulumi-resource-cxone.js" %*
