import type { DefaultTreeAdapterMap } from 'parse5'

export type HtmlElement = DefaultTreeAdapterMap['element']
type HtmlNode = DefaultTreeAdapterMap['node']

export const getAttribute = (element: HtmlElement, name: string): string =>
  element.attrs.find((attribute) => attribute.name === name)?.value ?? ''

/** Returns whether a page does not display an element. */
export const isHidden = (element: HtmlElement): boolean =>
  /^(?:script|style|template|noscript|head|title)$/.test(element.tagName) ||
  element.attrs.some(
    ({ name, value }) => name === 'hidden' || (name === 'style' && /(?:^|;)\s*display\s*:\s*none/i.test(value)),
  )

/**
 * Visits all displayed elements inside a node in document order. Calls `leave` after an element's descendants have been
 * visited.
 */
export function visitElements(
  node: HtmlNode,
  enter: (element: HtmlElement) => void,
  leave: (element: HtmlElement) => void,
): void {
  if (!('childNodes' in node)) return
  for (const child of node.childNodes) {
    if (!('tagName' in child) || isHidden(child)) continue
    enter(child)
    visitElements(child, enter, leave)
    leave(child)
  }
}

const blockTags = /^(?:p|div|li|ul|ol|dl|dt|dd|h[1-6]|section|article|blockquote|pre|tr)$/

interface DisplayedText {
  text: string
  /** Alternative text of the first image. */
  altText: string
}

function collectText(element: HtmlElement): DisplayedText {
  const displayedText: DisplayedText = { text: '', altText: '' }
  const visit = (node: HtmlNode): void => {
    if ('value' in node && node.nodeName === '#text') {
      displayedText.text += node.value.replace(/[ \t\r\n\f]+/g, ' ')
      return
    }
    if (!('tagName' in node)) return
    if (node !== element && (isHidden(node) || node.tagName === 'table')) return
    if (node.tagName === 'br') displayedText.text += '\n'
    else if (node.tagName === 'img' && displayedText.altText === '')
      displayedText.altText = getAttribute(node, 'alt').trim()
    const isBlock = node !== element && blockTags.test(node.tagName)
    if (isBlock) displayedText.text += '\n'
    for (const child of node.childNodes) visit(child)
    if (isBlock) displayedText.text += '\n'
  }
  visit(element)
  // Collapse runs of spaces first, so that the next pattern takes linear time.
  const lines = displayedText.text.replace(/ {2,}/g, ' ').replace(/ ?\n(?: ?\n)* ?/g, '\n')
  return {
    ...displayedText,
    text: lines
      .replace(/^[ \n]/, '')
      .replace(/[ \n]$/, '')
      .replaceAll('\u00ad', ''),
  }
}

/**
 * Returns the displayed text of an element, excluding nested tables. Whitespace is collapsed, and block elements cause
 * line breaks.
 */
export const getText = (element: HtmlElement): string => collectText(element).text

/** Returns the text of a table cell. If the cell contains only an image, returns its alternative text. */
export function getCellText(cell: HtmlElement): string {
  const { text, altText } = collectText(cell)
  return text.replace(/^\u00a0+/, '').replace(/(?<!\u00a0)\u00a0+$/, '') || altText
}
