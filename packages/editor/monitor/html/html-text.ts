import { codeParts } from '../../with-code.ts'

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Escapes a text for HTML. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (sign) => escapes[sign]!)

/** A sentence as HTML, with the names between backticks set as code: the equivalent of `withCode` for files. */
export const sentenceHtml = (text: string): string =>
  codeParts(text)
    .map((part, index) => (index % 2 === 1 ? `<code>${escapeHtml(part)}</code>` : escapeHtml(part)))
    .join('')

const maxCharacters = 20_000

/** The content of a `<pre>`: text unchanged, other values as JSON, shortened. */
export function jsonHtml(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value, undefined, 2) ?? '')
  return escapeHtml(text.length > maxCharacters ? `${text.slice(0, maxCharacters)}…` : text)
}
