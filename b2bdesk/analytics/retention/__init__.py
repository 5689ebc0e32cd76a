"""Order timing: how regular an account buys, whether it still does, and what comes next.

Times are weeks throughout this package unless a name says days.
"""
