// Finds controls that cannot be clicked and text that is clipped. For tests only.

function* walkElements(root: Element | ShadowRoot): Generator<HTMLElement> {
  for (const element of root.querySelectorAll<HTMLElement>('*')) {
    yield element
    if (element.shadowRoot) yield* walkElements(element.shadowRoot)
  }
}

const listVisibleElements = (host: Element): HTMLElement[] =>
  [...walkElements(host.shadowRoot ?? host)].filter(
    (element) =>
      element instanceof HTMLElement &&
      element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
      !element.closest('.nodes, .visually-hidden, .theme-probe'),
  )

function findElementAt(x: number, y: number): Element | null {
  let element = document.elementFromPoint(x, y)
  while (element?.shadowRoot) {
    const inner = element.shadowRoot.elementFromPoint(x, y)
    if (!inner || inner === element) return element
    element = inner
  }
  return element
}

const contains = (outer: Node, inner: Node | null): boolean => {
  for (let node: Node | null = inner; node; node = node.parentNode ?? (node instanceof ShadowRoot ? node.host : null)) {
    if (node === outer) return true
  }
  return false
}

const describeElement = (element: Element): string =>
  `${element.localName}.${element.className} “${(element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 40)}”`

/**
 * Returns the controls of an element that cannot be clicked even after scrolling, because something covers their center
 * or they are outside the visible area.
 */
export function findUnreachableControls(host: Element): string[] {
  const controls = listVisibleElements(host).filter((element) =>
    element.matches('button, input, select, textarea, summary, a[href], [role=tab]'),
  )
  return controls
    .filter((control) => {
      control.scrollIntoView({ block: 'nearest', inline: 'nearest' })
      const { left, top, width, height } = control.getBoundingClientRect()
      const hit = findElementAt(left + width / 2, top + height / 2)
      const labels = [...((control as HTMLInputElement).labels ?? [])]
      return width === 0 || height === 0 || ![control, ...labels].some((target) => contains(target, hit))
    })
    .map(describeElement)
}

/** Returns the descendants of an element whose text is clipped without an ellipsis or a way to scroll. */
export function findClippedText(host: Element): string[] {
  return listVisibleElements(host)
    .filter((element) => {
      const hasText = [...element.childNodes].some((node) => node instanceof Text && node.data.trim() !== '')
      if (!hasText || element.localName === 'option') return false
      const { overflowX, overflowY, textOverflow, webkitLineClamp, clipPath } = getComputedStyle(element)
      // The text is for screen readers only.
      if (clipPath !== 'none') return false
      const isClippedHorizontally =
        /hidden|clip/.test(overflowX) && textOverflow !== 'ellipsis' && webkitLineClamp === 'none'
      const isClippedVertically = /hidden|clip/.test(overflowY) && webkitLineClamp === 'none'
      return (
        (isClippedHorizontally && element.scrollWidth > element.clientWidth + 1) ||
        // A line box is slightly taller than its letters.
        (isClippedVertically && element.clientHeight > 0 && element.scrollHeight > element.clientHeight + 3) ||
        (element.localName === 'button' && element.scrollWidth > element.clientWidth + 1)
      )
    })
    .map(describeElement)
}

/** Returns the smallest font size in an element, in CSS pixels. */
export function getMinFontSize(host: Element): number {
  const sizes = listVisibleElements(host)
    .filter((element) => [...element.childNodes].some((node) => node instanceof Text && node.data.trim() !== ''))
    .map((element) => parseFloat(getComputedStyle(element).fontSize))
  return Math.min(...sizes)
}
