"""Addresses of the first pages."""

from django.urls import path

from toantrinh.web.design import pages, style_guide

urlpatterns = [
    path("", pages.home, name="home"),
    path("dang-nhap", pages.sign_in, name="sign_in"),
    path("dang-nhap/mau", pages.pretend_identity, name="pretend_identity"),
    path("dang-nhap/xong", pages.finish_sign_in, name="finish_sign_in"),
    path("lam-tiep", pages.resume, name="resume"),
    path("dang-xuat", pages.sign_out, name="sign_out"),
    path("o-lai", pages.stay, name="stay"),
    path("ngon-ngu", pages.choose_language, name="choose_language"),
    path("vai-tro", pages.choose_office, name="choose_office"),
    path("dia-gioi", pages.units, name="units"),
    path("dia-gioi/cu", pages.old_units, name="old_units"),
    path("tro-nang", pages.accessibility, name="accessibility"),
    path("du-lieu-ca-nhan", pages.privacy, name="privacy"),
    path("thiet-ke", style_guide.style_guide, name="style_guide"),
]
