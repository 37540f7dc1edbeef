"""No address of its own: workbooks are kept and filled in on the pages of figures."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
