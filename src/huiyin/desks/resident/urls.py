"""Addresses behind the link of one case."""

from . import views
from .routes import token_route

urlpatterns = [
    token_route("c/<str:token>", views.case, name="c"),
    token_route("c/<str:token>/verdict", views.verdict, name="c-verdict", methods="POST"),
    token_route("c/<str:token>/reopen", views.again, name="c-reopen", methods="POST"),
    token_route("c/<str:token>/there", views.there, name="c-there", methods="POST"),
    token_route("c/<str:token>/plan.pdf", views.plan, name="c-plan"),
    token_route("c/<str:token>/withdraw", views.back, name="c-withdraw", methods="POST"),
    token_route("c/<str:token>/alone", views.alone, name="c-alone", methods="POST"),
    token_route("c/<str:token>/more", views.more, name="c-more", methods="POST"),
    token_route("c/<str:token>/contact", views.contact, name="c-contact", methods="POST"),
    token_route("c/<str:token>/receipt.png", views.receipt, name="c-receipt"),
    token_route("c/<str:token>/file/<uuid:file_id>", views.file, name="c-file"),
]
