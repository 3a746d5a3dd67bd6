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

/** All elements in a node that are shown, in the page's order. */
export function* elementsIn(node: HtmlNode): Generator<HtmlElement> {
  if (!('childNodes' in node)) return
  for (const child of node.childNodes) {
    if (!('tagName' in child)) continue
    yield child
    if (!isHidden(child) || child.tagName === 'head') yield* elementsIn(child)
  }
}

const blocks = /^(?:p|div|li|ul|ol|dl|dt|dd|h[1-6]|section|article|blockquote|pre|tr)$/

/** What an element shows: blanks collapsed, a line a block or `br`; tables in it are not part of it. */
export function textOf(element: HtmlElement): string {
  let text = ''
  const visit = (node: HtmlNode): void => {
    if ('value' in node && node.nodeName === '#text') {
      text += node.value.replace(/[ \t\r\n\f]+/g, ' ')
      return
    }
    if (!('tagName' in node)) return
    if (node !== element && (isHidden(node) || node.tagName === 'table')) return
    if (node.tagName === 'br') text += '\n'
    const isBlock = node !== element && blocks.test(node.tagName)
    if (isBlock) text += '\n'
    for (const child of node.childNodes) visit(child)
    if (isBlock) text += '\n'
  }
  visit(element)
  return text
    .replace(/ *\n[\n ]*/g, '\n')
    .replace(/ {2,}/g, ' ')
    .replace(/^[ \n]+|[ \n]+$/g, '')
    .replaceAll('\u00ad', '')
}

/** The text of a table's cell; of one that only shows a picture, what is said instead of it. */
export function cellText(cell: HtmlElement): string {
  const text = textOf(cell).replace(/^\u00a0+|\u00a0+$/g, '')
  if (text !== '') return text
  for (const element of elementsIn(cell)) if (element.tagName === 'img') return attributeOf(element, 'alt').trim()
  return ''
}
