"""The demonstration newsroom: three people, three stories, and an afternoon that goes on.

stories/      what is written: text, names, times; no Python needed to change it
script        what stands in `stories/`, as data
shelf         who and what the stories share: people, bylines, topics, pictures, explainers
count         an election's results, reckoned from its districts
build         everything, once
acts          what an editor does to an update that stands: correct, retract, pin …
live          the next update, each time it is asked
"""
