import { html, type TemplateResult } from 'lit'

/** A sentence in which names stand between backticks, in parts: every second one is such a name. */
export function codeParts(text: string): string[] {
  const parts = text.split('`')
  // An odd number of backticks is a backtick of the text itself.
  return parts.length % 2 === 0 ? [text] : parts
}

/** A sentence in which names stand between backticks, with the names set as code. */
export const withCode = (text: string): TemplateResult | string => {
  const parts = codeParts(text)
  if (parts.length === 1) return text
  return html`${parts.map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part))}`
}

/** The same sentence without its backticks, for where only plain text can stand. */
export const withoutCode = (text: string): string => text.replaceAll('`', '')
