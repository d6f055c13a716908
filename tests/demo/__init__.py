"""A package, so that what is loaded for all its tests goes with the last of them (`conftest.demo`)."""
