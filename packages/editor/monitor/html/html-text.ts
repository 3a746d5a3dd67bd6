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

/** Renders a sentence as HTML, with names in backticks as code, like `renderCode` on the page. */
export const renderSentenceHtml = (text: string): string =>
  splitCode(text)
    .map((part, index) => (index % 2 === 1 ? `<code>${escapeHtml(part)}</code>` : escapeHtml(part)))
    .join('')

const maxCharacters = 20_000

/** Returns the content of a `<pre>`: a string unchanged, other values as JSON. Long content is truncated. */
export function renderJsonHtml(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value, undefined, 2) ?? '')
  return escapeHtml(text.length > maxCharacters ? `${text.slice(0, maxCharacters)}…` : text)
}
