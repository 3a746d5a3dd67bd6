import { splitCode } from '../../render-code.ts'

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Escapes text for HTML. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => escapes[character]!)

/** Renders a sentence as HTML. Like `renderCode` on the page, it renders names in backticks as code. */
export const renderSentenceHtml = (text: string): string =>
  splitCode(text)
    .map((segment, index) => (index % 2 === 1 ? `<code>${escapeHtml(segment)}</code>` : escapeHtml(segment)))
    .join('')

const maxCharacters = 20_000

/** Cache of rendered JSON objects. Each output is also rendered as the input of subsequent attempts. */
const renderedObjects = new WeakMap<object, string>()

/**
 * Renders the content of a `<pre>` element. Strings are rendered as is, all other values as JSON. Long content is
 * truncated.
 */
export function renderJsonHtml(value: unknown): string {
  if (typeof value === 'string') return renderTextHtml(value)
  if (typeof value !== 'object' || value === null) return renderTextHtml(JSON.stringify(value) ?? '')
  const html = renderedObjects.get(value) ?? renderTextHtml(JSON.stringify(value, undefined, 2))
  renderedObjects.set(value, html)
  return html
}

const renderTextHtml = (text: string): string =>
  escapeHtml(text.length > maxCharacters ? `${text.slice(0, maxCharacters)}…` : text)

/**
 * Renders items until their combined HTML exceeds a limit, and returns the number of omitted items. Browsers limit
 * strings to about 500 million characters, and an export must not block the page for minutes.
 */
export function renderWithinLimit<Item>(
  items: readonly Item[],
  maxHtmlCharacters: number,
  renderItem: (item: Item) => string,
): { html: string; omitted: number } {
  const renderedItems: string[] = []
  let characterCount = 0
  for (const item of items) {
    if (characterCount > maxHtmlCharacters) break
    const itemHtml = renderItem(item)
    characterCount += itemHtml.length
    renderedItems.push(itemHtml)
  }
  return { html: renderedItems.join('\n'), omitted: items.length - renderedItems.length }
}
