const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Escapes text for an SVG file and removes characters that XML does not allow. */
export const escapeXml = (value: string): string =>
  [...value]
    .filter((character) => isXmlCharacter(character.codePointAt(0) ?? 0))
    .map((character) => escapes[character] ?? character)
    .join('')

/** Returns whether XML 1.0 allows a code point. */
const isXmlCharacter = (codePoint: number): boolean =>
  codePoint === 9 ||
  codePoint === 10 ||
  codePoint === 13 ||
  (codePoint >= 32 && codePoint < 0xd8_00) ||
  (codePoint > 0xdf_ff && codePoint < 0xff_fe) ||
  codePoint > 0xff_ff

/** Renders an element. Attribute values are escaped; `content` must already be SVG markup. */
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

/** Formats a number with at most two decimals. Smaller differences are not visible. */
export const formatNumber = (value: number): string => String(Math.round(value * 100) / 100)

/** Renders a text element at a point. Returns an empty string for empty content. */
export const renderTextElement = (
  content: string,
  x: number,
  y: number,
  attributes: Readonly<Record<string, string | number | undefined>> = {},
): string => (content === '' ? '' : renderElement('text', { x, y, ...attributes }, escapeXml(content)))
