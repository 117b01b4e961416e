"""Which policy is in force for a site, and the workbench on which it is changed."""
