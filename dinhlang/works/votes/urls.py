"""Addresses of what people decide."""

urlpatterns: list[object] = []
