import { html, type TemplateResult } from 'lit'

/** Splits a sentence at names between backticks: every second part is a name. */
export function codeParts(text: string): string[] {
  const parts = text.split('`')
  // With an odd number of backticks, the last one belongs to the text.
  return parts.length % 2 === 0 ? [text] : parts
}

/** A sentence with the names between backticks set as code. @internal */
export const withCode = (text: string): TemplateResult | string => {
  const parts = codeParts(text)
  if (parts.length === 1) return text
  return html`${parts.map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part))}`
}

/** The same sentence without backticks, for plain text. */
export const withoutCode = (text: string): string => text.replaceAll('`', '')
