"""The least work that takes a partner to a tier: what to improve, how far, and in which order.

Pure: an assessment in, plans out. Formulation and proof of optimality: `scoring.planning.solving`.
"""
