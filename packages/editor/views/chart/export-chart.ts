import { rgbaOf } from '../css-color.ts'

/** A chart as a standalone file: colors, font and style sheets are written into it. */
export interface ChartPicture {
  readonly svg: SVGSVGElement
  readonly styles: readonly string[]
  readonly title: string
  readonly legend: readonly { readonly label: string; readonly color: string }[]
}

const namespace = 'http://www.w3.org/2000/svg'
const colored = ['fill', 'stroke', 'color'] as const

/** The chart as SVG text, with the page's background. */
export function svgOfChart({ svg, styles, title, legend }: ChartPicture): string {
  const copy = svg.cloneNode(true) as SVGSVGElement
  const pairs = [...svg.querySelectorAll('*')].map(
    (element, index) => [element, copy.querySelectorAll('*')[index]] as const,
  )
  for (const [element, other] of pairs) if (other) writeColors(element, other)
  writeColors(svg, copy)
  const look = getComputedStyle(svg)
  const [width, height] = [svg.width.baseVal.value, svg.height.baseVal.value]
  const head = legend.length > 0 ? 56 : 32
  const text = plainColor(look.color)
  const whole = document.createElementNS(namespace, 'svg')
  whole.setAttribute('xmlns', namespace)
  whole.setAttribute('width', String(width))
  whole.setAttribute('height', String(height + head))
  whole.setAttribute('viewBox', `0 0 ${width} ${height + head}`)
  whole.setAttribute('font-family', look.fontFamily)
  whole.setAttribute('color', text)
  const add = (name: string, attributes: Record<string, string | number>, label = ''): void => {
    const element = document.createElementNS(namespace, name)
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value))
    element.textContent = label
    whole.append(element)
  }
  add('title', {}, title)
  add('rect', { width: '100%', height: '100%', fill: groundOf(svg) })
  add('text', { x: 12, y: 22, 'font-size': 14, 'font-weight': 600, fill: text }, title)
  let x = 12
  for (const { label, color } of legend) {
    add('rect', { x, y: 36, width: 10, height: 10, rx: 2, fill: colorIn(svg, color) })
    add('text', { x: x + 15, y: 45, 'font-size': 12, fill: text }, label)
    x += 15 + label.length * 7 + 14
  }
  copy.setAttribute('y', String(head))
  whole.append(copy)
  const sheet = styles.join('\n').replaceAll('</', '<\\/')
  // The page's policy forbids a style element; in the file it is text.
  return new XMLSerializer()
    .serializeToString(whole)
    .replace('</title>', () => `</title><style>${escapeText(sheet)}</style>`)
}

/** The chart as PNG, at twice the displayed resolution. */
export async function pngOfChart(picture: ChartPicture, scale = 2): Promise<Blob> {
  const address = URL.createObjectURL(new Blob([svgOfChart(picture)], { type: 'image/svg+xml' }))
  try {
    const image = new Image()
    image.src = address
    await image.decode()
    const canvas = document.createElement('canvas')
    canvas.width = image.naturalWidth * scale
    canvas.height = image.naturalHeight * scale
    const context = canvas.getContext('2d')
    if (!context) throw new Error('This browser gives no canvas.')
    context.scale(scale, scale)
    context.drawImage(image, 0, 0)
    return await new Promise((resolve, reject) => {
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('The picture is too large.'))), 'image/png')
    })
  } finally {
    URL.revokeObjectURL(address)
  }
}

const escapeText = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

/** Resolves colors that depend on the page. */
function writeColors(element: Element, copy: Element): void {
  const needed = colored.filter((name) => /var\(|color-mix|currentColor/.test(element.getAttribute(name) ?? ''))
  if (needed.length === 0) return
  const look = getComputedStyle(element)
  for (const name of needed) copy.setAttribute(name, plainColor(look[name]))
}

/** The computed value of a color with variables at an element. */
function colorIn(svg: SVGSVGElement, color: string): string {
  const probe = document.createElementNS(namespace, 'rect')
  probe.setAttribute('fill', color)
  svg.append(probe)
  const plain = plainColor(getComputedStyle(probe).fill)
  probe.remove()
  return plain
}

function groundOf(element: Element): string {
  for (let at: Node | null = element; at; at = at instanceof ShadowRoot ? at.host : at.parentNode) {
    if (!(at instanceof Element)) continue
    const ground = getComputedStyle(at).backgroundColor
    if (!/^(transparent|rgba\(0, 0, 0, 0\))$/.test(ground)) return plainColor(ground)
  }
  return '#ffffff'
}

/** Any CSS color as `#rrggbb` with its opacity, which every SVG reader supports. */
function plainColor(color: string): string {
  if (color === 'none' || color === '' || color.startsWith('#')) return color || 'none'
  const [r, g, b, a] = rgbaOf(color)
  const hex = [r, g, b, ...(a < 255 ? [a] : [])].map((part) => part.toString(16).padStart(2, '0')).join('')
  return `#${hex}`
}
