"""Reads places and posts from CSV files: everything is checked before anything is written."""

from people.loading.places import PlacesLoaded, load_places
from people.loading.posts import PostsLoaded, load_posts

__all__ = ["PlacesLoaded", "PostsLoaded", "load_places", "load_posts"]
