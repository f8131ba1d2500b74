"""A person at the keyboard: Tab, letters, Enter. No mouse, and no value set behind the form's back."""

from __future__ import annotations

from playwright.sync_api import Page

_FOCUS = """() => {
  const element = document.activeElement;
  if (!element?.closest('.nbready-panel')) return null;
  const labels = [...(element.labels ?? [])].map(label => label.textContent);
  const legend = element.closest('fieldset')?.querySelector('legend')?.textContent ?? '';
  const name = element.getAttribute('aria-label') ?? labels.join(' ');
  return [legend, name || element.textContent].join(' ').trim();
}"""

OBJECTIVE = "Lower losses on new cards from 4.4 % to 3.9 % of balances by June, Card Lending."


class Keyboard:
    """Key presses in one page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def focused(self) -> str | None:
        """Name of what has the focus in the form, its group's name before it; None outside the form."""
        name: str | None = self.page.evaluate(_FOCUS)
        return name

    def enter_form(self) -> None:
        """Tab from the notebook into the form."""
        self._tab_until(lambda name: name is not None, "the form")

    def tab_to(self, *words: str, back: bool = False) -> None:
        """Tab until what has the focus is named with all these words."""

        def is_it(name: str | None) -> bool:
            return name is not None and all(word in name for word in words)

        self._tab_until(is_it, " ".join(words), "Shift+Tab" if back else "Tab")

    def press(self, label: str) -> None:
        """The button of this name, by Tab and Enter."""
        self.tab_to(label)
        self.page.keyboard.press("Enter")

    def type(self, *texts: str) -> None:
        """Texts into this field and the next ones; Enter goes from each to the next."""
        for number, text in enumerate(texts):
            if number:
                self.page.keyboard.press("Enter")
            self.page.keyboard.type(text)

    def choose(self, *words: str) -> None:
        """The radio button named with these words."""
        self._tab_until(lambda name: words[0] in (name or "") and self._is_radio(), words[0])
        for key in ("Space", *["ArrowDown"] * 6):
            self.page.keyboard.press(key)
            if all(word in (self.focused() or "") for word in words):
                return
        raise AssertionError(f"No choice {words}")

    def _is_radio(self) -> bool:
        return bool(self.page.evaluate("document.activeElement.type === 'radio'"))

    def _tab_until(self, condition, what: str, key: str = "Tab") -> None:
        seen = []
        for _ in range(120):
            if condition(self.focused()):
                return
            self.page.keyboard.press(key)
            seen.append(self.focused())
        raise AssertionError(f"Tab never reached {what!r}; it went through {list(dict.fromkeys(seen))}")


def fill_as_learner(keyboard: Keyboard) -> None:
    """The two questions that a learner is asked, and Save; no step waits for the kernel."""
    keyboard.choose("Intent", "Learning")
    keyboard.press("Next")
    keyboard.type("iris flower", "its species", "when it is measured")
    keyboard.press("Save charter")


def fill_data_gate(keyboard: Keyboard) -> None:
    """The seven first questions, with answers that open the data gate for deployment."""
    fill_goal(keyboard)
    fill_people_and_data(keyboard)


def fill_goal(keyboard: Keyboard) -> None:
    """The first five questions, up to the last field of the success metric."""
    keyboard.choose("Intent", "Deployment")
    keyboard.press("Say who answers")
    keyboard.tab_to("Your name")
    keyboard.type("A. Writer")
    keyboard.press("Next")
    keyboard.type(OBJECTIVE)
    keyboard.press("Next")
    keyboard.type("The riskiest 10 % go to manual underwriting; today all are approved automatically.")
    keyboard.press("Next")
    keyboard.type(
        "application for a card", "90 or more days past due, no fraud", "at approval", "12", "months"
    )
    keyboard.press("Next")
    keyboard.type("defaults caught in the riskiest 10 %")
    keyboard.choose("Better is", "Higher")
    keyboard.tab_to("Good enough")
    keyboard.type("35", "%", "22", "%", "bureau rule", "July to December vintage")
    keyboard.choose("If missed", "Stop")


def fill_people_and_data(keyboard: Keyboard) -> None:
    """The two questions after the success metric."""
    keyboard.press("Next")
    keyboard.type("R. Adeyemi, Head of Card Lending", "P. Novak, Lending Operations")
    keyboard.press("Next")
    keyboard.choose("Class", "Personal")
    keyboard.tab_to("Source")
    keyboard.type("warehouse table cards.applications, 2023 and 2024", "privacy ticket DP-77")
