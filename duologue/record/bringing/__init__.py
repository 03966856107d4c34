"""Bringing: what a partner told alone, brought to both by the therapist.

Only as the rule on secrets says that both signed. The words lie in no portal before they are
brought: somebody else may be holding that phone.
Never: fear, violence, thoughts of harm, health, or what stands in a sealed answer.
"""
