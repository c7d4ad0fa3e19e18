#!/usr/bin/python3
"""Writes the cases of our own: cases/own-FAMILY.json and twins/FAMILY-twins.json, the same octets every time.

They are kept in the repository, so that playing them needs nothing but Python; run this after a change to own_*.py.
"""
import os

import own_auth, own_from, own_header, own_mime, own_spf
import writing

HERE = os.path.dirname(os.path.abspath(__file__))

for module in (own_auth, own_from, own_header, own_mime, own_spf):
    for folder, name, cases in (("cases", "own-%s.json", module.attacks()), ("twins", "%s-twins.json", module.twins())):
        writing.write(os.path.join(HERE, folder, name % module.FAMILY), list(cases))
