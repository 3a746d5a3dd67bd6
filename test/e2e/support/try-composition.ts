import type { Page } from '@playwright/test'

/**
 * Presses the keys of an input method in every visible text field, and returns the fields that react. Editors of code
 * follow real compositions only; see below.
 */
export const tryComposition = (page: Page): Promise<{ fields: string[]; found: string[] }> =>
  page.evaluate(async () => {
    const collect = (root: Document | ShadowRoot): HTMLElement[] =>
      [...root.querySelectorAll<HTMLElement>('*')].flatMap((element) => [
        ...(element.matches('input, textarea') ? [element] : []),
        ...(element.shadowRoot ? collect(element.shadowRoot) : []),
      ])
    const isTextField = (element: HTMLElement): boolean =>
      element.checkVisibility({ visibilityProperty: true }) &&
      !(
        element instanceof HTMLInputElement && /^(?:checkbox|radio|range|file|color|button|submit)$/.test(element.type)
      ) &&
      !(element as HTMLInputElement).disabled
    const readValue = (element: HTMLElement): string => (element as HTMLInputElement).value
    const findFocus = (): Element | null => {
      let active = document.activeElement
      while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement
      return active
    }
    const countDialogs = (): number => {
      const all = (root: Document | ShadowRoot): Element[] =>
        [...root.querySelectorAll('*')].flatMap((element) => [
          element,
          ...(element.shadowRoot ? all(element.shadowRoot) : []),
        ])
      return all(document).filter(
        (element) => element.matches('[open], :popover-open') && (element as HTMLElement).checkVisibility(),
      ).length
    }
    const found: string[] = []
    const fields: string[] = []
    // A popup closes when another field receives the focus.
    const focused = findFocus()
    const all = collect(document).filter(isTextField)
    for (const field of all.toSorted((a, b) => Number(b === focused) - Number(a === focused))) {
      const host = (field.getRootNode() as ShadowRoot).host?.localName ?? ''
      const name = `${host} ${field.localName} ${field.getAttribute('aria-label') ?? field.getAttribute('name') ?? (field as HTMLInputElement).labels?.[0]?.textContent?.trim() ?? ''}`
      field.focus()
      if (findFocus() !== field) continue
      fields.push(name)
      await new Promise((resolve) => setTimeout(resolve, 100))
      const value = readValue(field)
      const dialogs = countDialogs()
      for (const type of ['compositionstart', 'compositionupdate'])
        field.dispatchEvent(new CompositionEvent(type, { data: 'に', bubbles: true, composed: true }))
      for (const [key, isComposing, keyCode] of [
        ['Process', true, 229],
        ['Enter', true, 13],
        ['Enter', false, 229],
        ['Escape', true, 27],
        ['Tab', true, 9],
        ['ArrowDown', true, 40],
        ['Backspace', true, 8],
        ['z', true, 90],
      ] as const) {
        const event = new KeyboardEvent('keydown', {
          key,
          isComposing,
          keyCode,
          bubbles: true,
          composed: true,
          cancelable: true,
        })
        field.dispatchEvent(event)
        await new Promise((resolve) => setTimeout(resolve, 20))
        const changes = [
          event.defaultPrevented ? 'prevented' : '',
          field.isConnected && field.checkVisibility() ? '' : 'gone',
          field.isConnected && findFocus() !== field ? 'focus' : '',
          readValue(field) === value ? '' : 'value',
          countDialogs() === dialogs ? '' : 'dialog',
        ].filter(Boolean)
        if (changes.length > 0) found.push(`${name}: ${key} ${isComposing}: ${changes.join(', ')}`)
        if (!field.isConnected) break
      }
      field.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true, composed: true }))
    }
    return { fields, found }
  })
