import { expect, type Locator, type Page } from '@playwright/test'

type Role = Parameters<Page['getByRole']>[0]

/** Simulates a user with a keyboard and a screen reader, who finds elements by role and name. */
export class Keyboard {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  /**
   * Presses Tab (or `Shift+Tab`) until an element with this role and name has the focus. Fails if none gets it.
   */
  async tabTo(role: Role, name: string | RegExp, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<Locator> {
    const target = this.page.getByRole(role, { name, exact: typeof name === 'string' }).first()
    const visited: string[] = []
    for (let presses = 0; presses < 80; presses++) {
      await this.page.keyboard.press(key)
      if (await isFocused(target)) return target
      visited.push(await this.focused())
    }
    throw new Error(`Tab never reached ${role} “${String(name)}”. It visited: ${visited.join(' | ')}`)
  }

  /**
   * Presses Tab until the focus is in the group with this role and name, then Arrow Down until the element has it.
   */
  async arrowTo(group: [role: Role, name: string], role: Role, name: string | RegExp): Promise<Locator> {
    const container = this.page.getByRole(group[0], { name: group[1], exact: true })
    const items = container.locator('[tabindex="0"]')
    const target = container.getByRole(role, { name, exact: typeof name === 'string' }).first()
    for (let presses = 0; presses < 80 && !(await isFocused(items.first())); presses++) {
      await this.page.keyboard.press('Tab')
    }
    for (let presses = 0; presses < 80; presses++) {
      if (await isFocused(target)) return target
      await this.page.keyboard.press('ArrowDown')
    }
    throw new Error(`The arrow keys never reached ${role} “${String(name)}” in ${group[1]}.`)
  }

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key)
  }

  /** Waits until an element with this role and name has the focus. */
  async isOn(role: Role, name: string | RegExp): Promise<Locator> {
    const target = this.page.getByRole(role, { name, exact: typeof name === 'string' }).first()
    await expect(target).toBeFocused()
    return target
  }

  /** The focused element, for error messages. */
  focused(): Promise<string> {
    return this.page.evaluate(() => {
      let active = document.activeElement
      while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement
      return `${active?.localName} ${active?.getAttribute('aria-label') ?? active?.textContent?.trim().slice(0, 40) ?? ''}`
    })
  }
}

const isFocused = async (locator: Locator): Promise<boolean> =>
  (await locator.count()) > 0 &&
  locator.evaluate((element) => (element.getRootNode() as Document | ShadowRoot).activeElement === element)
