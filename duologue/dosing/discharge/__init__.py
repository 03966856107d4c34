"""Discharge: going home, with each criterion answered.

The monitor signs it. Never: an early leave without its written reason, or one partner's private
answers on a screen the other can see.
"""
