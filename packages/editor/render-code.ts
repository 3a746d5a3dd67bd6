import { html, type TemplateResult } from 'lit'

/** Splits a string at backticks. Parts with an odd index are code. */
export function splitCode(text: string): string[] {
  const parts = text.split('`')
  // If the backticks are unbalanced, treat them as ordinary characters.
  return parts.length % 2 === 0 ? [text] : parts
}

/** Renders text, showing the parts in backticks as code. @internal */
export const renderCode = (text: string): TemplateResult | string => {
  const parts = splitCode(text)
  if (parts.length === 1) return text
  return html`${parts.map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part))}`
}

/** Removes the backticks from a string, for display as plain text. */
export const stripBackticks = (text: string): string => text.replaceAll('`', '')
