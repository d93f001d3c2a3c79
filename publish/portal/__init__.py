"""What the site's Datasette plugin shows and serves. Needs no more than Datasette and the files of a published site."""
