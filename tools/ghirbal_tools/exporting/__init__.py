"""`ghirbal export`: a site's comments as JSON Lines (complete), WXR or CSV, with a manifest that import verifies."""
