from .publish_scheduled import Command as PublishScheduled


class Command(PublishScheduled):
    """The older name of Wagtail's command."""
