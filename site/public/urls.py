"""Addresses of the public site that are not Wagtail pages."""

from django.urls import path

from public.found import feed, map_of_site, robots
from public.papers import handbook, paper
from public.pictures import picture
from public.replies import reply
from public.sending import send
from public.views import search

urlpatterns = [
    path("search/", search, name="site-search"),
    path("send/<int:pk>/", send, name="site-send"),
    path("reply/", reply, name="site-reply"),
    path("sitemap.xml", map_of_site, name="site-map"),
    path("feed.xml", feed, name="site-feed"),
    path("robots.txt", robots, name="site-robots"),
    path("media/images/<str:name>", picture, name="site-picture"),
    path("paper/handbook.pdf", handbook, name="site-handbook"),
    path("paper/<int:pk>/<slug:size>.pdf", paper, name="site-paper"),
]
