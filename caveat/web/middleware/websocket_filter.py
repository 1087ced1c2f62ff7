"""Filters the messages of WebSockets: only what a reader needs goes in, nothing of the machine goes out."""

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from caveat.settings import ROOT

PROJECT_ROOT = str(ROOT).encode()
# Streamlit would also clear the caches of all readers, read the state of the repository, and hand out upload addresses.
ALLOWED_MESSAGES = frozenset({"rerun_script", "stop_script", "app_heartbeat", "backend_operation_request"})


def is_allowed(message: bytes) -> bool | None:
    """Whether a message of a browser is allowed; None if it is no message at all."""
    try:
        return BackMsg.FromString(message).WhichOneof("type") in ALLOWED_MESSAGES
    except Exception:
        # protobuf's DecodeError, whose module is no requirement of ours.
        return None


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
