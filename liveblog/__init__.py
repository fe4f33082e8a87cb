"""Start here: which folder answers which question.

    conf, checks            What can be set, and what is refused at start?
    markup                  When does an editor's text become HTML?
    models/                 What are the nouns: blog, post, embed, photo, explainer, correction?
    embeds/  photos/        How do links and uploads become stored facts?
    caching                 For how long may which answer be kept, and who is told of a change?
    permissions             Who may do what?
    publishing/             How does anything change that a reader can see?
    reader/                 What does a reader get: page, poll, permalink, feed?
    desk/  admin/           What does an editor get?
    exchange/               How do stories come in from, and go out to, other systems?

Imports run down this list, never up: tests/test_architecture.py holds it.
"""
