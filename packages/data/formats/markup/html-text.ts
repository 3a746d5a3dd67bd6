import type { DefaultTreeAdapterMap } from 'parse5'

export type HtmlElement = DefaultTreeAdapterMap['element']
type HtmlNode = DefaultTreeAdapterMap['node']

export const attributeOf = (element: HtmlElement, name: string): string =>
  element.attrs.find((attribute) => attribute.name === name)?.value ?? ''

/** True for what a page does not show. */
export const isHidden = (element: HtmlElement): boolean =>
  /^(?:script|style|template|noscript|head|title)$/.test(element.tagName) ||
  element.attrs.some(
    ({ name, value }) => name === 'hidden' || (name === 'style' && /(?:^|;)\s*display\s*:\s*none/i.test(value)),
  )

/** Visits all elements in a node that are shown, in the page's order, and says when one is left. */
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

const blocks = /^(?:p|div|li|ul|ol|dl|dt|dd|h[1-6]|section|article|blockquote|pre|tr)$/

interface Shown {
  text: string
  /** What is said instead of the first picture. */
  picture: string
}

function shownIn(element: HtmlElement): Shown {
  const shown: Shown = { text: '', picture: '' }
  const visit = (node: HtmlNode): void => {
    if ('value' in node && node.nodeName === '#text') {
      shown.text += node.value.replace(/[ \t\r\n\f]+/g, ' ')
      return
    }
    if (!('tagName' in node)) return
    if (node !== element && (isHidden(node) || node.tagName === 'table')) return
    if (node.tagName === 'br') shown.text += '\n'
    else if (node.tagName === 'img' && shown.picture === '') shown.picture = attributeOf(node, 'alt').trim()
    const isBlock = node !== element && blocks.test(node.tagName)
    if (isBlock) shown.text += '\n'
    for (const child of node.childNodes) visit(child)
    if (isBlock) shown.text += '\n'
  }
  visit(element)
  // Runs are made short first, so that none is looked through again and again.
  const lines = shown.text.replace(/ {2,}/g, ' ').replace(/ ?\n(?: ?\n)* ?/g, '\n')
  return {
    ...shown,
    text: lines
      .replace(/^[ \n]/, '')
      .replace(/[ \n]$/, '')
      .replaceAll('\u00ad', ''),
  }
}

/** What an element shows: blanks collapsed, a line a block or `br`; tables in it are not part of it. */
export const textOf = (element: HtmlElement): string => shownIn(element).text

/** The text of a table's cell; of one that only shows a picture, what is said instead of it. */
export function cellText(cell: HtmlElement): string {
  const { text, picture } = shownIn(cell)
  return text.replace(/^\u00a0+/, '').replace(/(?<!\u00a0)\u00a0+$/, '') || picture
}
