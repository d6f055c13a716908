from tests.consent.conftest import desk, editor, officer, scene

__all__ = ["desk", "editor", "officer", "scene"]
