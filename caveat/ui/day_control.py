"""The day control with the Share button beside it."""

import streamlit as st

from caveat.content import day_control
from caveat.content.page import PageRequest
from caveat.dataset import current
from caveat.ui import share_dialog
from caveat.ui.blocks import render_html


def draw_control(request: PageRequest) -> None:
    """Draw the control for a view: one element, since each costs each reader a part of each change of day."""
    with st.container(key="day-control"):
        render_html(day_control.control_html(request, current.today()))
        share_dialog.draw_button(request)
