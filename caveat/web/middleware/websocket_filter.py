"""What passes between a reader's browser and Streamlit: only what a reader needs to ask, and nothing of the machine in what is answered."""

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from caveat.settings import ROOT

PROJECT_ROOT = str(ROOT).encode()
# Streamlit would also clear the caches of all readers, read the state of the repository, and hand out places for uploads to whoever asks.
ALLOWED_MESSAGES = frozenset({"rerun_script", "stop_script", "app_heartbeat", "backend_operation_request"})


def is_allowed(message: bytes) -> bool | None:
    """Whether a message of a reader is one that the dashboard answers; None where it is no message at all."""
    try:
        return BackMsg.FromString(message).WhichOneof("type") in ALLOWED_MESSAGES
    except Exception:
        # protobuf's DecodeError, whose module is no requirement of ours.
        return None


def redacted(message: bytes) -> bytes:
    """A message to a reader without the folder, the versions and the name of the machine, which Streamlit sends with each new run of the script."""
    if PROJECT_ROOT not in message:
        return message
    found = ForwardMsg.FromString(message)
    if found.WhichOneof("type") == "new_session":
        found.new_session.main_script_path = "app.py"
        found.new_session.initialize.environment_info.Clear()
        found.new_session.initialize.user_info.Clear()
    return found.SerializeToString()
