type ColorLayers = readonly string[]

const context = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })!
const blendedColors = new Map<string, readonly [number, number, number]>()

/** Blends layers of colors, the last one on top, and returns the resulting color as RGB. */
function blendColors(colors: ColorLayers): readonly [number, number, number] {
  const key = colors.join('|')
  const cached = blendedColors.get(key)
  if (cached) return cached
  for (const color of colors) {
    context.fillStyle = color
    context.fillRect(0, 0, 1, 1)
  }
  const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data
  blendedColors.set(key, [red, green, blue])
  return [red, green, blue]
}

/** Computes the relative luminance of blended colors (WCAG 2.2). */
const computeLuminance = (colors: ColorLayers): number => {
  const [red, green, blue] = blendColors(colors).map((channel) => {
    const share = channel / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!
}
const computeContrast = (a: number, b: number): number => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)

const listChildren = (element: Element): Element[] => {
  if (element.shadowRoot) return [...element.shadowRoot.children]
  if (element instanceof HTMLSlotElement && element.assignedElements().length > 0) return element.assignedElements()
  return [...element.children]
}
/** Returns whether an element is visible, that is, neither hidden nor intended only for screen readers. */
const isVisible = (element: Element): boolean => {
  const { width, height } = element.getBoundingClientRect()
  return width > 1 && height > 1 && element.checkVisibility({ opacityProperty: true, visibilityProperty: true })
}
const describeElement = (element: Element): string =>
  `${element.localName}${element.id ? `#${element.id}` : ''}${[...element.classList].map((className) => `.${className}`).join('')}`

/** Returns the luminance of an element's background, from 0 to 1, including the backgrounds behind the element. */
export function measureLightness(element: Element): number {
  const backdrop = 'white'
  const path: Element[] = []
  for (let node: Node | null = element; node; node = node instanceof ShadowRoot ? node.host : node.parentNode) {
    if (node instanceof Element) path.unshift(node)
  }
  return computeLuminance([backdrop, ...path.map((ancestor) => getComputedStyle(ancestor).backgroundColor)])
}

/**
 * Lists elements whose text contrast is too low (WCAG 2.2, 1.4.3: at least 4.5, or 3 for large text). Ignores disabled
 * controls, drawings, and text over images.
 */
export function findLowContrast(root: Element): string[] {
  const violations: string[] = []
  const visit = (element: Element, backgrounds: ColorLayers): void => {
    if (element instanceof SVGElement || element.matches(':disabled, [aria-disabled=true]')) return
    const { backgroundColor, backgroundImage, color, fontSize, fontWeight } = getComputedStyle(element)
    if (backgroundImage.startsWith('url')) return
    const innerBackgrounds = [...backgrounds, backgroundColor]
    const text = [...element.childNodes]
      .map((node) => (node.nodeType === Node.TEXT_NODE ? node.textContent!.trim() : ''))
      .join('')
    if (text && isVisible(element)) {
      const size = Number.parseFloat(fontSize)
      const minContrast = size >= 24 || (size >= 18.66 && Number(fontWeight) >= 700) ? 3 : 4.5
      const ratio = computeContrast(computeLuminance([...innerBackgrounds, color]), computeLuminance(innerBackgrounds))
      if (ratio < minContrast - 0.05)
        violations.push(`${describeElement(element)} “${text.slice(0, 30)}”: ${ratio.toFixed(2)}`)
    }
    for (const inner of listChildren(element)) visit(inner, innerBackgrounds)
  }
  visit(root, ['white', getComputedStyle(document.documentElement).backgroundColor])
  return violations
}

/** Lists descendants that extend beyond the left or right edge of an element and are neither scrolled nor clipped. */
export function findOverflow(root: Element): string[] {
  const overflowing: string[] = []
  const { left, right } = root.getBoundingClientRect()
  const visit = (element: Element): void => {
    const { overflowX, position } = getComputedStyle(element)
    if (element !== root) {
      // Popovers and fixed elements may use the entire page.
      if (position === 'fixed' || element.matches(':popover-open, dialog[open]')) return
      const rect = element.getBoundingClientRect()
      if (isVisible(element) && (rect.left < left - 1 || rect.right > right + 1)) {
        overflowing.push(
          `${describeElement(element)}: ${Math.round(rect.left - left)} to ${Math.round(rect.right - left)}`,
        )
      }
    }
    if (overflowX === 'visible' || element === root) for (const inner of listChildren(element)) visit(inner)
  }
  visit(root)
  return overflowing
}

/** Measures how far an element's controls and headings are from its inline-start edge, in CSS pixels. */
export function measureOffsets(root: Element, direction: 'ltr' | 'rtl'): Map<Element, number> {
  const offsets = new Map<Element, number>()
  const box = root.getBoundingClientRect()
  // An element that contains only a dialog has no width. The dialog is centered in the window.
  const bounds = box.width > 0 ? box : document.documentElement.getBoundingClientRect()
  const visit = (element: Element): void => {
    if (element.matches('button, select, input, textarea, h1, h2, h3, h4, h5, summary') && isVisible(element)) {
      const { left, right } = element.getBoundingClientRect()
      offsets.set(element, direction === 'ltr' ? left - bounds.left : bounds.right - right)
      return
    }
    for (const inner of listChildren(element)) visit(inner)
  }
  visit(root)
  return offsets
}

/** Counts an element's descendants across all shadow roots. */
export const countDescendants = (root: Element): number =>
  listChildren(root).reduce((sum, inner) => sum + 1 + countDescendants(inner), 0)
