import { html, type TemplateResult } from 'lit'

/** Splits a sentence at backticks. Parts with an odd index are code. */
export function splitCode(text: string): string[] {
  const parts = text.split('`')
  // Unbalanced backticks are ordinary characters, and the sentence has no code.
  return parts.length % 2 === 0 ? [text] : parts
}

/** Renders a sentence with names in backticks as code. @internal */
export const renderCode = (text: string): TemplateResult | string => {
  const parts = splitCode(text)
  if (parts.length === 1) return text
  return html`${parts.map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part))}`
}

/** Removes backticks from a sentence, for plain text. */
export const stripBackticks = (text: string): string => text.replaceAll('`', '')
