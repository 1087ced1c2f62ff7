"""Streamlit's command line for the editors' page, without its questions to other hosts for this machine's address."""

from streamlit import net_util
from streamlit.web import cli

net_util.get_external_ip = net_util.get_internal_ip = lambda: None

if __name__ == "__main__":
    cli.main(prog_name="streamlit")
