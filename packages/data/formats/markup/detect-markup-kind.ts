import { detectMarkupEncoding } from './detect-markup-encoding.ts'

/** Formats that are written in markup. */
export type MarkupKind = 'html' | 'xml' | 'excel' | 'ods'

/** Tags that can start an HTML page or copied HTML. */
const htmlTags =
  /^(?:html|head|body|table|thead|tbody|tr|meta|title|style|link|script|div|p|span|center|font|h[1-6]|br|hr|ul|section|article|main|b|a)$/i
const spreadsheetNamespace = 'urn:schemas-microsoft-com:office:spreadsheet'
const openDocumentNamespace = 'urn:oasis:names:tc:opendocument:xmlns:office'

/**
 * Detects the kind of markup from the beginning of a file. Returns `undefined` if the text merely starts with a tag,
 * which may also occur in a table cell.
 */
export function detectMarkupKind(head: Uint8Array): MarkupKind | undefined {
  if (!canBeMarkup(head)) return undefined
  const text = new TextDecoder(detectMarkupEncoding(head)).decode(head)
  // The header that the Windows clipboard adds to copied HTML.
  if (/^Version:\d\.\d\r?\nStartHTML:/i.test(text)) return 'html'
  let rest = text.trimStart()
  const isDeclared = /^<\?xml\s/i.test(rest)
  for (;;) {
    const [prologItem] = /^(?:<\?[^>]*\?>|<!--[\s\S]*?-->)\s*/.exec(rest) ?? []
    if (prologItem === undefined) break
    rest = rest.slice(prologItem.length)
  }
  const [, doctype] = /^<!doctype\s+([\w:.-]+)/i.exec(rest) ?? []
  if (doctype !== undefined) return /^html$/i.test(doctype) ? 'html' : 'xml'
  const [tag, name = ''] = /^<([A-Za-z_][\w:.-]*)(?=[\s>/])[^>]*>?/.exec(rest) ?? []
  if (tag === undefined) return isDeclared ? 'xml' : undefined
  const localName = name.slice(name.indexOf(':') + 1)
  if (localName === 'Workbook' && tag.includes(spreadsheetNamespace)) return 'excel'
  if (localName === 'document' && tag.includes(openDocumentNamespace)) return 'ods'
  if (!tag.includes('xmlns') && !isDeclared && isHtmlPage(name, rest)) return 'html'
  if (/^html$/i.test(localName)) return 'html'
  return isDeclared || looksLikeXml(rest, name) ? 'xml' : undefined
}

/** Returns whether the text starts with a tag of a page or table, or with another HTML tag and contains a table tag. */
const isHtmlPage = (name: string, text: string): boolean =>
  /^(?:html|head|body|table)$/i.test(name) || (htmlTags.test(name) && /<t(?:able|body|r)[\s>]/i.test(text))

/**
 * Returns whether most lines start with a tag and, if the first element is closed within this text, only comments or
 * processing instructions follow it.
 */
function looksLikeXml(text: string, name: string): boolean {
  const closingTagStart = text.indexOf(`</${name}>`)
  const content = closingTagStart < 0 ? '' : text.slice(0, closingTagStart)
  // If no element of the same name is nested, this tag closes the document element, after which no other element may
  // follow.
  const isNested = [' ', '\t', '\n', '\r', '>', '/'].some((end) => content.includes(`<${name}${end}`, 1))
  const isClosed = closingTagStart >= 0 && !isNested
  if (isClosed && !/^\s*(?:<[!?][\s\S]*)?$/.test(text.slice(closingTagStart + name.length + 3))) return false
  const lines = text.split('\n', 200).filter((line) => line.trim() !== '')
  return lines.filter((line) => /^\s*<[/A-Za-z!?]/.test(line)).length >= 0.6 * lines.length
}

/** Returns whether the first visible character, in any encoding, is `<`, or the bytes start like copied HTML. */
function canBeMarkup(head: Uint8Array): boolean {
  for (let index = 0; index < Math.min(head.length, 1024); index++) {
    const byte = head[index] as number
    if (byte === 0x3c) return true
    const isSkipped = byte <= 0x20 || byte === 0xef || byte === 0xbb || byte === 0xbf || byte === 0xfe || byte === 0xff
    if (!isSkipped) return byte === 0x56 && head[index + 1] === 0x65 && head[index + 7] === 0x3a
  }
  return false
}
