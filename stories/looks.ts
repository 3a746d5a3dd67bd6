type Ground = readonly string[]

const picture = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })!
const painted = new Map<string, readonly [number, number, number]>()

/** Returns the visible color of layers, with the last one on top. */
function seen(colors: Ground): readonly [number, number, number] {
  const key = colors.join('|')
  const known = painted.get(key)
  if (known) return known
  for (const color of colors) {
    picture.fillStyle = color
    picture.fillRect(0, 0, 1, 1)
  }
  const [red = 0, green = 0, blue = 0] = picture.getImageData(0, 0, 1, 1).data
  painted.set(key, [red, green, blue])
  return [red, green, blue]
}

/** Relative luminance, WCAG 2.2. */
const luminance = (colors: Ground): number => {
  const [red, green, blue] = seen(colors).map((part) => {
    const share = part / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!
}
const contrast = (one: number, other: number): number => (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05)

const innerOf = (element: Element): Element[] => {
  if (element.shadowRoot) return [...element.shadowRoot.children]
  if (element instanceof HTMLSlotElement && element.assignedElements().length > 0) return element.assignedElements()
  return [...element.children]
}
/** Whether an element is neither hidden nor for screen readers only. */
const isSeen = (element: Element): boolean => {
  const { width, height } = element.getBoundingClientRect()
  return width > 1 && height > 1 && element.checkVisibility({ opacityProperty: true, visibilityProperty: true })
}
const nameOf = (element: Element): string =>
  `${element.localName}${element.id ? `#${element.id}` : ''}${[...element.classList].map((one) => `.${one}`).join('')}`

/** Luminance of an element's background, from 0 to 1, including the backgrounds behind it. */
export function lightness(element: Element): number {
  const ground: string[] = ['white']
  const path: Element[] = []
  for (let at: Node | null = element; at; at = at instanceof ShadowRoot ? at.host : at.parentNode) {
    if (at instanceof Element) path.unshift(at)
  }
  return luminance([...ground, ...path.map((one) => getComputedStyle(one).backgroundColor)])
}

/**
 * Describes texts with too little contrast (WCAG 2.2, 1.4.3: 4.5, large ones 3). Excludes disabled controls, drawings
 * and texts over images.
 */
export function unreadable(root: Element): string[] {
  const found: string[] = []
  const look = (element: Element, around: Ground): void => {
    if (element instanceof SVGElement || element.matches(':disabled, [aria-disabled=true]')) return
    const { backgroundColor, backgroundImage, color, fontSize, fontWeight } = getComputedStyle(element)
    if (backgroundImage.startsWith('url')) return
    const ground = [...around, backgroundColor]
    const text = [...element.childNodes]
      .map((node) => (node.nodeType === Node.TEXT_NODE ? node.textContent!.trim() : ''))
      .join('')
    if (text && isSeen(element)) {
      const size = Number.parseFloat(fontSize)
      const needed = size >= 24 || (size >= 18.66 && Number(fontWeight) >= 700) ? 3 : 4.5
      const ratio = contrast(luminance([...ground, color]), luminance(ground))
      if (ratio < needed - 0.05) found.push(`${nameOf(element)} “${text.slice(0, 30)}”: ${ratio.toFixed(2)}`)
    }
    for (const inner of innerOf(element)) look(inner, ground)
  }
  look(root, ['white', getComputedStyle(document.documentElement).backgroundColor])
  return found
}

/** Elements that overflow the sides of an element and are neither scrolled nor clipped. */
export function stickingOut(root: Element): string[] {
  const found: string[] = []
  const { left, right } = root.getBoundingClientRect()
  const look = (element: Element): void => {
    const { overflowX, position } = getComputedStyle(element)
    if (element !== root) {
      // Popovers and fixed elements may use the full page.
      if (position === 'fixed' || element.matches(':popover-open, dialog[open]')) return
      const place = element.getBoundingClientRect()
      if (isSeen(element) && (place.left < left - 1 || place.right > right + 1)) {
        found.push(`${nameOf(element)}: ${Math.round(place.left - left)} to ${Math.round(place.right - left)}`)
      }
    }
    if (overflowX === 'visible' || element === root) for (const inner of innerOf(element)) look(inner)
  }
  look(root)
  return found
}

/** Offsets of the controls and headings of an element from its inline start, in CSS pixels. */
export function roomBefore(root: Element, direction: 'ltr' | 'rtl'): Map<Element, number> {
  const rooms = new Map<Element, number>()
  const around = root.getBoundingClientRect()
  const look = (element: Element): void => {
    if (element.matches('button, select, input, textarea, h1, h2, h3, h4, h5, summary') && isSeen(element)) {
      const { left, right } = element.getBoundingClientRect()
      rooms.set(element, direction === 'ltr' ? left - around.left : around.right - right)
      return
    }
    for (const inner of innerOf(element)) look(inner)
  }
  look(root)
  return rooms
}

/** Number of descendants of an element, through all shadow roots. */
export const countUnder = (root: Element): number =>
  innerOf(root).reduce((sum, inner) => sum + 1 + countUnder(inner), 0)
