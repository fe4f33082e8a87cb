from django.contrib import admin

from liveblog.models import Blog, Post

admin.site.register([Blog, Post])
