const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Escapes text for an SVG file; characters that XML does not allow are removed. */
export const escapeXml = (value: string): string =>
  [...value]
    .filter((character) => isXml(character.codePointAt(0) ?? 0))
    .map((character) => escapes[character] ?? character)
    .join('')

/** Returns whether XML 1.0 allows a character. */
const isXml = (code: number): boolean =>
  code === 9 ||
  code === 10 ||
  code === 13 ||
  (code >= 32 && code < 0xd8_00) ||
  (code > 0xdf_ff && code < 0xff_fe) ||
  code > 0xff_ff

/** Returns an element with escaped attributes; `content` is inserted as SVG. */
export function renderElement(
  name: string,
  attributes: Readonly<Record<string, string | number | undefined>>,
  content = '',
): string {
  const attributeText = Object.entries(attributes)
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([key, value]) => ` ${key}="${typeof value === 'number' ? formatNumber(value) : escapeXml(value ?? '')}"`)
    .join('')
  return content === '' ? `<${name}${attributeText}/>` : `<${name}${attributeText}>${content}</${name}>`
}

/** Formats a number, rounded to hundredths; smaller differences are not visible. */
export const formatNumber = (value: number): string => String(Math.round(value * 100) / 100)

/** Returns a text element at a point; an empty string for empty content. */
export const renderTextElement = (
  content: string,
  x: number,
  y: number,
  attributes: Readonly<Record<string, string | number | undefined>> = {},
): string => (content === '' ? '' : renderElement('text', { x, y, ...attributes }, escapeXml(content)))
