const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Escapes text for an SVG file; characters that XML does not allow are removed. */
export const escapeXml = (text: string): string =>
  [...text]
    .filter((character) => isXml(character.codePointAt(0) ?? 0))
    .map((character) => escapes[character] ?? character)
    .join('')

/** The characters that XML 1.0 allows. */
const isXml = (code: number): boolean =>
  code === 9 ||
  code === 10 ||
  code === 13 ||
  (code >= 32 && code < 0xd8_00) ||
  (code > 0xdf_ff && code < 0xff_fe) ||
  code > 0xff_ff

/** An element with escaped attributes; `inside` is inserted as SVG. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number | undefined>>,
  inside = '',
): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([key, value]) => ` ${key}="${typeof value === 'number' ? short(value) : escapeXml(value ?? '')}"`)
    .join('')
  return inside === '' ? `<${name}${written}/>` : `<${name}${written}>${inside}</${name}>`
}

/** Rounds a number to hundredths; smaller differences are not visible. */
export const short = (value: number): string => String(Math.round(value * 100) / 100)

/** A text at a point, truncated to a width. */
export const text = (
  words: string,
  x: number,
  y: number,
  attributes: Readonly<Record<string, string | number | undefined>> = {},
): string => (words === '' ? '' : element('text', { x, y, ...attributes }, escapeXml(words)))
