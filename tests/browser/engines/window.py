"""A WebKitGTK window without a frame, which WebKitWebDriver starts and drives. Debian's own python3 runs it: it has gi.

`error` is written down (errors.log), `theme` turns the desktop dark or light, `paper` prints into a file, `scripts` lets pages run
scripts or not, `zoom` zooms letters alone.
"""

import sys
from pathlib import Path

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import Gtk, WebKit2  # noqa: E402

# Tells what goes wrong in a page, before anything else runs in it: WebKit's own list of errors cannot be had while it is driven.
WATCH = """(() => {
    const say = (...words) => window.webkit.messageHandlers.error.postMessage(words.join(' ').replaceAll('\\n', ' '));
    const before = console.error;
    console.error = (...words) => (say('console.error:', ...words), before.apply(console, words));
    const lost = ({ target }) => `${target.src ?? target.href} did not load`;
    addEventListener('error', event => say('error:', event.message ?? lost(event), event.filename), true);
    addEventListener('unhandledrejection', ({ reason }) => say('refused:', reason));
    addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => say('CSP:', violatedDirective, blockedURI), true);
})()"""
FOLDER, WIDTH, HEIGHT = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
# The view, and what prints it: both live as long as the window.
VIEWS: list[object] = []


def write_error(_: WebKit2.UserContentManager, sent: WebKit2.JavascriptResult) -> None:
    """Write down what went wrong in a page."""
    with (FOLDER / "errors.log").open("a") as file:
        file.write(f"{sent.get_js_value().to_string()}\n")


def set_theme(_: WebKit2.UserContentManager, sent: WebKit2.JavascriptResult) -> None:
    """Turn the desktop dark or light while a page is open."""
    Gtk.Settings.get_default().set_property(
        "gtk-application-prefer-dark-theme", sent.get_js_value().to_string() == "dark"
    )


def set_scripts(_: WebKit2.UserContentManager, sent: WebKit2.JavascriptResult) -> None:
    """Whether pages may run scripts; those of the driver always may."""
    VIEWS[0].get_settings().set_enable_javascript_markup(sent.get_js_value().to_string() == "True")


def zoom_text(_: WebKit2.UserContentManager, sent: WebKit2.JavascriptResult) -> None:
    """Zoom letters alone."""
    VIEWS[0].get_settings().set_zoom_text_only(True)
    VIEWS[0].set_zoom_level(float(sent.get_js_value().to_string()))


def print_page(_: WebKit2.UserContentManager, sent: WebKit2.JavascriptResult) -> None:
    """Print the page on A4, without the colours behind words, as the file of a name in FOLDER."""
    settings = Gtk.PrintSettings()
    settings.set_printer("Print to File")
    settings.set(Gtk.PRINT_SETTINGS_OUTPUT_FILE_FORMAT, "pdf")
    settings.set(Gtk.PRINT_SETTINGS_OUTPUT_URI, (FOLDER / "print.pdf").as_uri())
    paper = Gtk.PageSetup()
    paper.set_paper_size_and_default_margins(Gtk.PaperSize.new(Gtk.PAPER_NAME_A4))
    operation = WebKit2.PrintOperation.new(VIEWS[0])
    operation.set_print_settings(settings)
    operation.set_page_setup(paper)
    # The file has its name only when it is whole.
    operation.connect("finished", lambda _: (FOLDER / "print.pdf").rename(FOLDER / sent.get_js_value().to_string()))
    VIEWS.append(operation)
    operation.print_()


def main() -> None:
    """Open the window and wait for orders."""
    (FOLDER / "errors.log").touch()
    context = WebKit2.WebContext.new_ephemeral()
    context.set_automation_allowed(True)
    told = WebKit2.UserContentManager()
    handlers = {
        "error": write_error,
        "theme": set_theme,
        "scripts": set_scripts,
        "zoom": zoom_text,
        "paper": print_page,
    }
    for name, heard in handlers.items():
        told.connect(f"script-message-received::{name}", heard)
        told.register_script_message_handler(name)
    frames, time = WebKit2.UserContentInjectedFrames.ALL_FRAMES, WebKit2.UserScriptInjectionTime.START
    told.add_script(WebKit2.UserScript.new(WATCH, frames, time, None, None))
    settings = WebKit2.Settings()
    settings.set_hardware_acceleration_policy(WebKit2.HardwareAccelerationPolicy.NEVER)
    view = WebKit2.WebView(
        web_context=context, is_controlled_by_automation=True, settings=settings, user_content_manager=told
    )
    VIEWS.append(view)
    view.connect("close", lambda _: Gtk.main_quit())

    def started(_: WebKit2.WebContext, session: WebKit2.AutomationSession) -> None:
        # What Selenium's options ask for.
        named = WebKit2.ApplicationInfo()
        named.set_name("MiniBrowser")
        session.set_application_info(named)
        session.connect("create-web-view", lambda _: view)

    context.connect("automation-started", started)
    window = Gtk.Window()
    window.set_decorated(False)
    window.set_default_size(WIDTH, HEIGHT)
    window.add(view)
    window.show_all()
    Gtk.main()


main()
