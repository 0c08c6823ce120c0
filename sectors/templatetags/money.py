"""Sums of money as pages show them."""

from django import template

register = template.Library()


@register.filter
def money(value):
    """With separators of thousands, the same in every language; agorot only where there are any."""
    return f"{value:,.2f}".removesuffix(".00")
