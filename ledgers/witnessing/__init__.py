"""Who was shown the answers that are guarded most: noted while a page is made, kept before it goes out.

Whatever makes words of an answer says so (`shown`, `subjects`); the frame of every staff page keeps
one event for the response, and what cannot be kept is not shown.
"""
