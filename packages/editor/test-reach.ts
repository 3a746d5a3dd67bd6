/** Finds controls that cannot be pressed and texts that are cut off. For tests only. */

function* elementsWithin(root: Element | ShadowRoot): Generator<HTMLElement> {
  for (const element of root.querySelectorAll<HTMLElement>('*')) {
    yield element
    if (element.shadowRoot) yield* elementsWithin(element.shadowRoot)
  }
}

const shownWithin = (host: Element): HTMLElement[] =>
  [...elementsWithin(host.shadowRoot ?? host)].filter(
    (element) =>
      element instanceof HTMLElement &&
      element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
      !element.closest('.nodes, .unseen, .visually-hidden, .theme-probe'),
  )

function elementAt(x: number, y: number): Element | null {
  let found = document.elementFromPoint(x, y)
  while (found?.shadowRoot) {
    const inner = found.shadowRoot.elementFromPoint(x, y)
    if (!inner || inner === found) return found
    found = inner
  }
  return found
}

const holds = (outer: Node, inner: Node | null): boolean => {
  for (let at: Node | null = inner; at; at = at.parentNode ?? (at instanceof ShadowRoot ? at.host : null)) {
    if (at === outer) return true
  }
  return false
}

const wordsOf = (element: Element): string =>
  `${element.localName}.${element.className} “${(element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 40)}”`

/**
 * The controls of an element that cannot be pressed even after scrolling: something else covers their middle, or they
 * are outside of the visible area.
 */
export function unreachable(host: Element): string[] {
  const controls = shownWithin(host).filter((element) =>
    element.matches('button, input, select, textarea, summary, a[href], [role=tab]'),
  )
  return controls
    .filter((control) => {
      control.scrollIntoView({ block: 'nearest', inline: 'nearest' })
      const { left, top, width, height } = control.getBoundingClientRect()
      const hit = elementAt(left + width / 2, top + height / 2)
      const named = [...((control as HTMLInputElement).labels ?? [])]
      return width === 0 || height === 0 || ![control, ...named].some((target) => holds(target, hit))
    })
    .map(wordsOf)
}

/** The texts of an element that are cut off without an ellipsis or a way to scroll. */
export function cutTexts(host: Element): string[] {
  return shownWithin(host)
    .filter((element) => {
      const hasText = [...element.childNodes].some((node) => node instanceof Text && node.data.trim() !== '')
      if (!hasText || element.localName === 'option') return false
      const { overflowX, overflowY, textOverflow, webkitLineClamp, clipPath } = getComputedStyle(element)
      // For screen readers only.
      if (clipPath !== 'none') return false
      const cutAcross = /hidden|clip/.test(overflowX) && textOverflow !== 'ellipsis' && webkitLineClamp === 'none'
      const cutDown = /hidden|clip/.test(overflowY) && webkitLineClamp === 'none'
      return (
        (cutAcross && element.scrollWidth > element.clientWidth + 1) ||
        // A line box is slightly higher than its letters.
        (cutDown && element.clientHeight > 0 && element.scrollHeight > element.clientHeight + 3) ||
        (element.localName === 'button' && element.scrollWidth > element.clientWidth + 1)
      )
    })
    .map(wordsOf)
}

/** The smallest font size in an element, in CSS pixels. */
export function smallestText(host: Element): number {
  const sizes = shownWithin(host)
    .filter((element) => [...element.childNodes].some((node) => node instanceof Text && node.data.trim() !== ''))
    .map((element) => parseFloat(getComputedStyle(element).fontSize))
  return Math.min(...sizes)
}
