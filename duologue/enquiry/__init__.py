"""Enquiry: the public pages: what it is, the evidence, is this right for us.

Anybody may read; nothing is kept unless the person asks. Never: advice dressed as a diagnosis.
"""
