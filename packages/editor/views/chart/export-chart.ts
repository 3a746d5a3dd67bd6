import { toRgba } from '../css-color.ts'
import type { LegendEntry } from '../drawing/render-drawing.ts'

/** A chart to be exported as a standalone image. */
export interface ChartImage {
  readonly svg: SVGSVGElement
  readonly styles: readonly string[]
  readonly title: string
  readonly legend: readonly LegendEntry[]
}

const namespace = 'http://www.w3.org/2000/svg'
const colorAttributes = ['fill', 'stroke', 'color'] as const

/** Matches characters that are not allowed in XML. A file that contains one cannot be opened. */
const invalidCharacter = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu

/** Exports a chart as an SVG document on the page's background, with the colors, font and style sheets inlined. */
export function chartToSvg({ svg, styles, title, legend }: ChartImage): string {
  const copy = svg.cloneNode(true) as SVGSVGElement
  const copiedElements = copy.querySelectorAll('*')
  for (const [index, element] of svg.querySelectorAll('*').entries()) inlineColors(element, copiedElements[index]!)
  inlineColors(svg, copy)
  const style = getComputedStyle(svg)
  const [width, height] = [svg.width.baseVal.value, svg.height.baseVal.value]
  const headerHeight = legend.length > 0 ? 56 : 32
  const textColor = toHexColor(style.color)
  const root = document.createElementNS(namespace, 'svg')
  root.setAttribute('xmlns', namespace)
  root.setAttribute('width', String(width))
  root.setAttribute('height', String(height + headerHeight))
  root.setAttribute('viewBox', `0 0 ${width} ${height + headerHeight}`)
  root.setAttribute('font-family', style.fontFamily)
  root.setAttribute('color', textColor)
  const appendElement = (name: string, attributes: Record<string, string | number>, label = ''): void => {
    const element = document.createElementNS(namespace, name)
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value))
    element.textContent = label
    root.append(element)
  }
  appendElement('title', {}, title)
  appendElement('rect', { width: '100%', height: '100%', fill: findBackground(svg) })
  appendElement('text', { x: 12, y: 22, 'font-size': 14, 'font-weight': 600, fill: textColor }, title)
  let x = 12
  for (const { label, color } of legend) {
    appendElement('rect', { x, y: 36, width: 10, height: 10, rx: 2, fill: resolveColor(svg, color) })
    appendElement('text', { x: x + 15, y: 45, 'font-size': 12, fill: textColor }, label)
    x += 15 + label.length * 7 + 14
  }
  copy.setAttribute('y', String(headerHeight))
  root.append(copy)
  const styleSheet = styles.join('\n').replaceAll('</', '<\\/')
  // The content security policy of the page blocks style elements, so the element is inserted into the serialized text.
  return new XMLSerializer()
    .serializeToString(root)
    .replaceAll(invalidCharacter, '\uFFFD')
    .replace('</title>', () => `</title><style>${escapeText(styleSheet)}</style>`)
}

export const exportChart = async (chart: ChartImage, format: 'svg' | 'png'): Promise<Blob> =>
  format === 'svg' ? new Blob([chartToSvg(chart)], { type: 'image/svg+xml' }) : chartToPng(chart)

/** Exports a chart as a PNG image, by default at twice the displayed resolution. */
export async function chartToPng(chart: ChartImage, scale = 2): Promise<Blob> {
  const url = URL.createObjectURL(new Blob([chartToSvg(chart)], { type: 'image/svg+xml' }))
  try {
    const image = new Image()
    image.src = url
    await image.decode()
    const canvas = document.createElement('canvas')
    canvas.width = image.naturalWidth * scale
    canvas.height = image.naturalHeight * scale
    const context = canvas.getContext('2d')
    if (!context) throw new Error('This browser does not provide a 2D canvas.')
    context.scale(scale, scale)
    context.drawImage(image, 0, 0)
    return await new Promise((resolve, reject) => {
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('The image is too large.'))), 'image/png')
    })
  } finally {
    URL.revokeObjectURL(url)
  }
}

const escapeText = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

/** Replaces colors that depend on the page with their computed values. */
function inlineColors(element: Element, copy: Element): void {
  const pageDependentAttributes = colorAttributes.filter((name) =>
    /var\(|color-mix|currentColor/.test(element.getAttribute(name) ?? ''),
  )
  if (pageDependentAttributes.length === 0) return
  const style = getComputedStyle(element)
  for (const name of pageDependentAttributes) copy.setAttribute(name, toHexColor(style[name]))
}

/** Resolves a color that may use CSS variables to its computed value. */
function resolveColor(svg: SVGSVGElement, color: string): string {
  const probe = document.createElementNS(namespace, 'rect')
  probe.setAttribute('fill', color)
  svg.append(probe)
  const hex = toHexColor(getComputedStyle(probe).fill)
  probe.remove()
  return hex
}

function findBackground(element: Element): string {
  for (let node: Node | null = element; node; node = node instanceof ShadowRoot ? node.host : node.parentNode) {
    if (!(node instanceof Element)) continue
    const background = getComputedStyle(node).backgroundColor
    if (!/^(transparent|rgba\(0, 0, 0, 0\))$/.test(background)) return toHexColor(background)
  }
  return '#ffffff'
}

/** Cache of converted colors. A drawing uses few colors, and each conversion creates a canvas. */
const hexColors = new Map<string, string>()

/** Converts a CSS color to `#rrggbb` or `#rrggbbaa`, which other programs support. */
function toHexColor(color: string): string {
  if (color === 'none' || color === '' || color.startsWith('#')) return color || 'none'
  const cached = hexColors.get(color)
  if (cached !== undefined) return cached
  const [r, g, b, a] = toRgba(color)
  const hex = `#${[r, g, b, ...(a < 255 ? [a] : [])].map((component) => component.toString(16).padStart(2, '0')).join('')}`
  hexColors.set(color, hex)
  return hex
}
