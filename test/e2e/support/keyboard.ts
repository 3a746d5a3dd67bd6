import { expect, type Locator, type Page } from '@playwright/test'

type Role = Parameters<Page['getByRole']>[0]

/** Simulates a user with a keyboard and a screen reader, who finds elements by role and name. */
export class Keyboard {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  /**
   * Presses Tab (or `Shift+Tab`) until an element of this role and name has the focus. Fails if no such element gets
   * it.
   */
  async tabTo(role: Role, name: string | RegExp, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<Locator> {
    const wanted = this.page.getByRole(role, { name, exact: typeof name === 'string' }).first()
    const passed: string[] = []
    for (let presses = 0; presses < 80; presses++) {
      await this.page.keyboard.press(key)
      if (await isFocused(wanted)) return wanted
      passed.push(await this.focused())
    }
    throw new Error(`The keyboard never came to ${role} “${String(name)}”. It passed: ${passed.join(' | ')}`)
  }

  /**
   * Presses Tab until the focus is in the group of this role and name, then an arrow key until it is on an element of it.
   */
  async arrowTo(group: [role: Role, name: string], role: Role, name: string | RegExp): Promise<Locator> {
    const around = this.page.getByRole(group[0], { name: group[1], exact: true })
    const items = around.locator('[tabindex="0"]')
    const wanted = around.getByRole(role, { name, exact: typeof name === 'string' }).first()
    for (let presses = 0; presses < 80 && !(await isFocused(items.first())); presses++) {
      await this.page.keyboard.press('Tab')
    }
    for (let presses = 0; presses < 80; presses++) {
      if (await isFocused(wanted)) return wanted
      await this.page.keyboard.press('ArrowDown')
    }
    throw new Error(`The arrow keys never came to ${role} “${String(name)}” in ${group[1]}.`)
  }

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key)
  }

  /** Waits until an element of this role and name has the focus. */
  async isOn(role: Role, name: string | RegExp): Promise<Locator> {
    const wanted = this.page.getByRole(role, { name, exact: typeof name === 'string' }).first()
    await expect(wanted).toBeFocused()
    return wanted
  }

  /** The focused element, for error messages. */
  focused(): Promise<string> {
    return this.page.evaluate(() => {
      let at = document.activeElement
      while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement
      return `${at?.localName} ${at?.getAttribute('aria-label') ?? at?.textContent?.trim().slice(0, 40) ?? ''}`
    })
  }
}

const isFocused = async (locator: Locator): Promise<boolean> =>
  (await locator.count()) > 0 &&
  locator.evaluate((element) => (element.getRootNode() as Document | ShadowRoot).activeElement === element)
