"""The style sheet, generated from the tokens.

Buttons choose their look by the property ``kind``: "primary", "default" (none set), "flat",
"link", "destructive"; ``large`` makes 40 px, ``compact`` 24. Labels choose by ``tone`` ("text_2",
"text_3", "against_us", ...), ``textStyle`` and ``weight``. Widgets with the property ``error`` set
True show the error edge. A frame with ``surface`` = "panel", "sunken", "window" or "card" is
filled; "panel" with ``edge`` True has the hairline.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from b2bdesk.ui.theme.images import image_url
from b2bdesk.ui.theme.tokens import tokens

if TYPE_CHECKING:
    from b2bdesk.ui.theme.theme import Theme

_TONES = (
    "text_2",
    "text_3",
    "accent",
    "for_us",
    "against_us",
    "attention_text",
    "disabled",
    "on_inverse",
)


def stylesheet(theme: Theme) -> str:
    """The whole style sheet of ``theme``."""
    return "\n".join(
        part(theme)
        for part in (_surfaces, _buttons, _fields, _ticks, _views, _menus, _bars, _texts)
    )


def _surfaces(t: Theme) -> str:
    c = t.hex
    return f"""
QFrame[surface="panel"] {{ background: {c("panel")}; }}
QFrame[surface="panel"][edge="true"] {{
  border: 1px solid {c("line")}; border-radius: {t.radius("panel")}px; }}
QFrame[surface="card"] {{ background: {c("panel")}; border: 1px solid {c("line_strong")};
  border-radius: {t.radius("panel")}px; }}
QFrame[surface="sunken"] {{ background: {c("sunken")}; }}
QFrame[surface="window"], QWidget[surface="window"] {{ background: {c("window")}; }}
QFrame[surface="canvas"] {{ background: {c("canvas")}; }}
QFrame[rule="h"] {{ background: {c("line")}; max-height: 1px; min-height: 1px; border: none; }}
QFrame[rule="v"] {{ background: {c("line")}; max-width: 1px; min-width: 1px; border: none; }}
QScrollArea {{ background: transparent; border: none; }}
QScrollArea > QWidget > QWidget[scrollBody="true"] {{ background: transparent; }}
QSplitter::handle {{ background: {c("line")}; }}
QSplitter::handle:hover {{ background: {c("accent")}; }}
QToolTip {{ background: {c("inverse")}; color: {c("on_inverse")}; border: none;
  padding: {t.px(6)}px {t.px(9)}px; font-size: {t.px(12)}px; }}
"""


def _buttons(t: Theme) -> str:
    c = t.hex
    height = t.size("control") - 2
    pad = t.px(10)
    base = f"""
  min-height: {height}px; padding: 0 {pad}px; border-radius: {t.radius("control")}px;
  font-weight: 500; font-size: {t.px(13)}px; outline: none;"""
    return f"""
QPushButton {{ {base} background: {c("panel")}; color: {c("text")};
  border: 1px solid {c("line_strong")}; }}
QPushButton:hover {{ background: {c("hover")}; }}
QPushButton:pressed, QPushButton:checked {{ background: {c("selected")}; }}
QPushButton:checked {{ border-color: {c("accent")}; }}
QPushButton:disabled {{ color: {c("disabled")}; background: {c("sunken")};
  border-color: {c("line")}; }}
QPushButton[kind="primary"] {{ background: {c("accent")}; color: {c("on_accent")};
  border-color: {c("accent")}; font-weight: 600; }}
QPushButton[kind="primary"]:hover, QPushButton[kind="primary"]:pressed {{
  background: {c("accent_hover")}; border-color: {c("accent_hover")}; }}
QPushButton[kind="primary"]:disabled {{ color: {c("disabled")}; background: {c("sunken")};
  border-color: {c("line")}; }}
QPushButton[kind="flat"], QPushButton[kind="link"] {{ background: transparent;
  border-color: transparent; }}
QPushButton[kind="flat"] {{ color: {c("text_2")}; }}
QPushButton[kind="flat"]:hover {{ background: {c("hover")}; color: {c("text")}; }}
QPushButton[kind="flat"]:pressed, QPushButton[kind="flat"]:checked {{
  background: {c("selected")}; color: {c("text")}; }}
QPushButton[kind="link"] {{ color: {c("accent")}; padding: 0 {t.px(2)}px; }}
QPushButton[kind="link"]:hover {{ color: {c("accent_hover")}; text-decoration: underline; }}
QPushButton[kind="flat"]:disabled, QPushButton[kind="link"]:disabled {{
  color: {c("disabled")}; background: transparent; }}
QPushButton[kind="destructive"] {{ color: {c("against_us")}; border-color: {c("against_us")}; }}
QPushButton[kind="destructive"]:hover, QPushButton[kind="destructive"]:pressed {{
  background: {c("against_us_tint")}; }}
QPushButton[kind="destructive"]:disabled {{ color: {c("disabled")};
  border-color: {c("line")}; }}
QPushButton[large="true"] {{ min-height: {t.size("control_large") - 2}px;
  font-size: {t.px(15)}px; padding: 0 {t.px(16)}px; }}
QPushButton[compact="true"] {{ min-height: {t.size("control_in_row") - 2}px;
  padding: 0 {t.px(8)}px; font-size: {t.px(12)}px; }}
QPushButton::menu-indicator {{ image: {image_url("caret_down", c("text_2"))};
  subcontrol-origin: padding; subcontrol-position: right center; right: {t.px(6)}px;
  width: {t.px(14)}px; height: {t.px(14)}px; }}
QToolButton {{ background: transparent; color: {c("text_2")}; border: 1px solid transparent;
  border-radius: {t.radius("control")}px; padding: {t.px(5)}px; min-height: {t.px(16)}px;
  min-width: {t.px(16)}px; }}
QToolButton:hover {{ background: {c("hover")}; color: {c("text")}; }}
QToolButton:pressed, QToolButton:checked {{ background: {c("selected")}; }}
QToolButton:disabled {{ color: {c("disabled")}; }}
QToolButton::menu-indicator {{ image: none; }}
"""


def _fields(t: Theme) -> str:
    c = t.hex
    kinds = ("QLineEdit", "QAbstractSpinBox", "QComboBox", "QPlainTextEdit", "QTextEdit")

    def each(suffix: str) -> str:
        return ", ".join(kind + suffix for kind in kinds)

    height = t.size("control") - 2
    return f"""
{each("")} {{ background: {c("panel")}; color: {c("text")};
  border: 1px solid {c("line_control")}; border-radius: {t.radius("control")}px;
  padding: 0 {t.px(7)}px; selection-background-color: {c("selected")};
  selection-color: {c("text")}; font-size: {t.px(13)}px; }}
QLineEdit, QAbstractSpinBox, QComboBox {{ min-height: {height}px; }}
QPlainTextEdit, QTextEdit {{ padding: {t.px(4)}px {t.px(5)}px; }}
{each(":focus")} {{ border: 2px solid {c("focus")}; padding: 0 {t.px(7) - 1}px; }}
QLineEdit:focus, QAbstractSpinBox:focus, QComboBox:focus {{ min-height: {height - 2}px; }}
QPlainTextEdit:focus, QTextEdit:focus {{ padding: {t.px(4) - 1}px {t.px(5) - 1}px; }}
{each('[error="true"]')} {{ border-color: {c("against_us")}; }}
{each(":disabled")} {{ color: {c("disabled")}; border-color: {c("line")}; }}
QLineEdit[readOnly="true"], QPlainTextEdit[readOnly="true"] {{ border-color: {c("line")};
  color: {c("text_2")}; }}
QLineEdit[bare="true"], QPlainTextEdit[bare="true"], QTextEdit[bare="true"],
QLineEdit[bare="true"]:focus {{ border: none; padding: 0; background: transparent; }}
QAbstractSpinBox QLineEdit, QComboBox QLineEdit, QAbstractSpinBox QLineEdit:focus,
QComboBox QLineEdit:focus {{ border: none; min-height: 0; padding: 0; background: transparent; }}
QAbstractSpinBox, QAbstractSpinBox:focus {{ padding-left: {t.px(6)}px; }}
QComboBox {{ border-color: {c("line_strong")}; }}
QComboBox:hover {{ background: {c("hover")}; }}
QComboBox::drop-down {{ border: none; width: {t.px(22)}px; }}
QComboBox::down-arrow {{ image: {image_url("caret_down", c("text_2"))};
  width: {t.px(14)}px; height: {t.px(14)}px; }}
QComboBox QAbstractItemView {{ background: {c("panel")}; border: 1px solid {c("line_strong")};
  border-radius: {t.radius("control")}px; padding: {t.px(4)}px; outline: none; }}
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{ border: none;
  background: transparent; width: {t.px(18)}px; }}
QAbstractSpinBox::up-arrow {{ image: {image_url("caret_up", c("text_2"))};
  width: {t.px(12)}px; height: {t.px(12)}px; }}
QAbstractSpinBox::down-arrow, QDateEdit::drop-down {{
  image: {image_url("caret_down", c("text_2"))}; width: {t.px(12)}px; height: {t.px(12)}px; }}
QSlider {{ min-height: {t.size("min_target")}px; }}
QSlider::groove:horizontal {{ height: 2px; background: {c("line_control")}; }}
QSlider::sub-page:horizontal {{ height: 2px; background: {c("text_2")}; }}
QSlider::handle:horizontal {{ width: {t.px(12)}px; height: {t.px(12)}px;
  margin: -{t.px(7)}px 0; border: 2px solid {c("accent")}; border-radius: {t.px(8)}px;
  background: {c("panel")}; }}
QSlider::handle:horizontal:hover {{ background: {c("selected")}; }}
QSlider::handle:horizontal:disabled {{ border-color: {c("disabled")}; }}
"""


def _ticks(t: Theme) -> str:
    c = t.hex
    side = t.px(14)
    return f"""
QCheckBox, QRadioButton {{ spacing: {t.px(8)}px; min-height: {t.size("min_target")}px;
  outline: none; }}
QCheckBox:disabled, QRadioButton:disabled {{ color: {c("disabled")}; }}
QCheckBox::indicator, QRadioButton::indicator, QAbstractItemView::indicator,
QMenu::indicator:non-exclusive {{ width: {side}px; height: {side}px;
  border: 1px solid {c("line_control")}; background: {c("panel")};
  border-radius: {t.px(3)}px; }}
QRadioButton::indicator {{ border-radius: {side // 2 + 1}px; }}
QCheckBox::indicator:hover, QRadioButton::indicator:hover {{ border-color: {c("accent")}; }}
QCheckBox::indicator:checked, QAbstractItemView::indicator:checked,
QMenu::indicator:non-exclusive:checked {{ background: {c("accent")};
  border-color: {c("accent")}; image: {image_url("tick", c("on_accent"))}; }}
QCheckBox::indicator:indeterminate, QAbstractItemView::indicator:indeterminate {{
  background: {c("accent")}; border-color: {c("accent")};
  image: {image_url("dash", c("on_accent"))}; }}
QRadioButton::indicator:checked {{ border-color: {c("accent")};
  image: {image_url("dot", c("accent"))}; }}
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled {{
  border-color: {c("line_strong")}; background: {c("sunken")}; }}
"""


def _views(t: Theme) -> str:
    c = t.hex
    return f"""
QAbstractItemView {{ background: {c("panel")}; color: {c("text")}; border: none; outline: none;
  selection-background-color: {c("selected")}; selection-color: {c("text")};
  font-size: {t.px(12)}px; }}
QListView::item, QTreeView::item {{ min-height: {t.size("table_row")}px;
  padding: 0 {t.px(8)}px; border: none; }}
QListView::item:hover, QTreeView::item:hover {{ background: {c("hover")}; }}
QListView::item:selected, QTreeView::item:selected {{ background: {c("selected")};
  color: {c("text")}; }}
QTreeView::branch:closed:has-children {{ image: {image_url("caret_right", c("text_2"))}; }}
QTreeView::branch:open:has-children {{ image: {image_url("caret_down", c("text_2"))}; }}
QHeaderView, QTableView QTableCornerButton::section {{ background: {c("panel")}; border: none; }}
QHeaderView::section {{ background: {c("panel")}; color: {c("text_3")}; border: none;
  border-bottom: 1px solid {c("line_strong")}; padding: 0 {t.px(8)}px;
  font-size: {t.px(11)}px; font-weight: 500; }}
QScrollBar {{ background: transparent; border: none; margin: 0; }}
QScrollBar:vertical {{ width: {t.px(10)}px; }}
QScrollBar:horizontal {{ height: {t.px(10)}px; }}
QScrollBar::handle {{ background: {c("line_strong")}; border-radius: {t.px(3)}px;
  margin: {t.px(2)}px; }}
QScrollBar::handle:hover, QScrollBar::handle:pressed {{ background: {c("line_control")}; }}
QScrollBar::handle:vertical {{ min-height: {t.px(32)}px; }}
QScrollBar::handle:horizontal {{ min-width: {t.px(32)}px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QAbstractScrollArea::corner {{ background: transparent; border: none; }}
"""


def _menus(t: Theme) -> str:
    c = t.hex
    return f"""
QMenuBar {{ background: {c("window")}; color: {c("text_2")}; border: none; }}
QMenuBar::item {{ padding: {t.px(4)}px {t.px(8)}px; background: transparent;
  border-radius: {t.radius("control")}px; }}
QMenuBar::item:selected, QMenuBar::item:pressed {{ background: {c("hover")};
  color: {c("text")}; }}
QMenu {{ background: {c("panel")}; color: {c("text")}; border: 1px solid {c("line_strong")};
  padding: {t.px(4)}px; }}
QMenu::item {{ min-height: {t.px(20)}px; padding: {t.px(4)}px {t.px(28)}px {t.px(4)}px {t.px(8)}px;
  border-radius: {t.radius("control")}px; }}
QMenu::item:selected {{ background: {c("selected")}; color: {c("text")}; }}
QMenu::item:disabled {{ color: {c("disabled")}; background: transparent; }}
QMenu::icon {{ padding-left: {t.px(8)}px; }}
QMenu::separator {{ height: 1px; background: {c("line")}; margin: {t.px(4)}px 0; }}
QMenu::indicator {{ left: {t.px(6)}px; }}
QMenu::right-arrow {{ image: {image_url("caret_right", c("text_2"))}; width: {t.px(14)}px;
  height: {t.px(14)}px; right: {t.px(6)}px; }}
QCalendarWidget QWidget {{ background: {c("panel")}; alternate-background-color: {c("panel")}; }}
QCalendarWidget QToolButton {{ color: {c("text")}; }}
QCalendarWidget QAbstractItemView {{ selection-background-color: {c("accent")};
  selection-color: {c("on_accent")}; }}
"""


def _bars(t: Theme) -> str:
    c = t.hex
    return f"""
QTabWidget::pane {{ border: none; border-top: 1px solid {c("line")}; }}
QTabBar {{ background: transparent; border: none; qproperty-drawBase: 0; }}
QTabBar::tab {{ background: transparent; color: {c("text_2")}; border: none;
  border-bottom: 2px solid transparent; min-height: {t.size("tab_bar") - 5}px;
  padding: 0 1px; margin-right: {t.px(20)}px; font-size: {t.px(13)}px; }}
QTabBar::tab:hover {{ color: {c("text")}; }}
QTabBar::tab:selected {{ color: {c("text")}; font-weight: 600;
  border-bottom-color: {c("accent")}; }}
QTabBar::tab:focus {{ color: {c("accent")}; }}
QStatusBar {{ background: {c("window")}; color: {c("text_2")};
  border-top: 1px solid {c("line")}; font-size: {t.px(11)}px; }}
QStatusBar::item {{ border: none; }}
QProgressBar {{ background: {c("line")}; border: none; border-radius: {t.px(2)}px;
  max-height: {t.px(4)}px; min-height: {t.px(4)}px; text-align: right; }}
QProgressBar::chunk {{ background: {c("accent")}; border-radius: {t.px(2)}px; }}
"""


def _texts(t: Theme) -> str:
    lines = [
        f'QLabel[tone="{tone}"], QCheckBox[tone="{tone}"] {{ color: {t.hex(tone)}; }}'
        for tone in _TONES
    ]
    lines += [
        f'QLabel[textStyle="{name}"] {{ font-size: {t.px(step.size)}px; '
        f"font-weight: {step.weight}; }}"
        for name, step in tokens().types.items()
    ]
    lines += [
        f'QLabel[weight="{name}"] {{ font-weight: {number}; }}'
        for name, number in tokens().weights.items()
    ]
    lines.append(f"QLabel:disabled {{ color: {t.hex('disabled')}; }}")
    return "\n".join(lines)
