"""The demo world: six spaces, their people and two working weeks of history. Everybody and everything is made up.

`cast.toml` holds who there is, `words/` what is said, `stories/` what happens and when. It all happens through
`actions/`, at a moved clock, so the demo can't hold anything that the product would refuse.
"""
