"""Filters the messages of WebSockets: only what our pages send goes in, nothing of the machine goes out."""

import re

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from caveat.settings import ROOT

PROJECT_ROOT = str(ROOT).encode()
# A change of a control takes some hundred bytes; the server of `python app.py` closes at the same length by itself.
MAX_MESSAGE_BYTES = 262_144
# Streamlit would also clear the caches of all readers, read the state of the repository, hand out upload addresses,
# install files and more: what our pages do not send is never passed on.
ALLOWED_MESSAGES = frozenset({"rerun_script", "stop_script"})
# What our controls hold: buttons, popovers, texts and lists, choices.
ALLOWED_VALUES = frozenset(
    {"trigger_value", "bool_value", "string_value", "int_value", "int_array_value", "string_array_value"}
)
# Longest texts of a view: its address, names and hashes that Streamlit gave itself.
MAX_ADDRESS = 4_300
MAX_NAME = 300
MAX_VALUE = 2_000
MAX_ENTRIES = 2_000
MAX_WIDGETS = 100
_HASH = re.compile(r"[0-9a-fA-F-]{0,64}")


def read_message(content: bytes) -> BackMsg | None:
    """A message of a browser with nothing but what our pages send; None if it is another. ValueError if it is none."""
    try:
        message = BackMsg.FromString(content)
    except Exception as error:  # protobuf's DecodeError, whose module is no requirement of ours
        raise ValueError("no message") from error
    kind = message.WhichOneof("type")
    if kind not in ALLOWED_MESSAGES or (kind == "rerun_script" and not _is_ours(message.rerun_script)):
        return None
    message.DiscardUnknownFields()
    return message


def _is_ours(state: ClientState) -> bool:
    """Whether a page of ours asks for its view so: no fragment, no rerun by a clock, texts of a usual length."""
    context = state.context_info
    names = (state.page_name, context.timezone, context.locale, context.color_scheme)
    return (
        not (state.fragment_id or state.is_auto_rerun)
        and all(len(name) <= MAX_NAME for name in names)
        and max(len(state.query_string), len(context.url)) <= MAX_ADDRESS
        and bool(_HASH.fullmatch(state.page_script_hash))
        and len(state.cached_message_hashes) <= MAX_ENTRIES
        and all(_HASH.fullmatch(name) for name in state.cached_message_hashes)
        and _has_our_controls(state)
    )


def _has_our_controls(state: ClientState) -> bool:
    widgets = state.widget_states.widgets
    return len(widgets) <= MAX_WIDGETS and all(
        len(widget.id) <= MAX_NAME
        and widget.WhichOneof("value") in ALLOWED_VALUES
        and len(widget.string_value) <= MAX_VALUE
        and len(widget.int_array_value.data) + len(widget.string_array_value.data) <= MAX_WIDGETS
        and all(len(text) <= MAX_VALUE for text in widget.string_array_value.data)
        for widget in widgets
    )


def newer(before: BackMsg, after: BackMsg) -> BackMsg:
    """The newer of two requests for a view, with the buttons that were pressed in the older one on the same page."""
    old, new = before.rerun_script, after.rerun_script
    if (old.page_script_hash, old.page_name) == (new.page_script_hash, new.page_name):
        known = {widget.id for widget in new.widget_states.widgets}
        pressed = [widget for widget in old.widget_states.widgets if widget.trigger_value and widget.id not in known]
        new.widget_states.widgets.extend(pressed)
    return after


def is_finished(message: bytes) -> bool:
    """Whether a message to a browser says that its view is drawn."""
    return len(message) < 200 and ForwardMsg.FromString(message).WhichOneof("type") == "script_finished"


def redacted(message: bytes) -> bytes:
    """A message to a browser without folder, versions and name of the machine, which Streamlit sends."""
    if PROJECT_ROOT not in message:
        return message
    forward = ForwardMsg.FromString(message)
    if forward.WhichOneof("type") == "new_session":
        forward.new_session.main_script_path = "app.py"
        forward.new_session.initialize.environment_info.Clear()
        forward.new_session.initialize.user_info.Clear()
    return forward.SerializeToString()
