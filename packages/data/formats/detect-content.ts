import type { ReadableFormat } from './format-reader.ts'
import { isMarkdown } from './markdown/is-markdown.ts'
import { detectMarkupKind } from './markup/detect-markup-kind.ts'
import { isTarHeader } from './tar-archive.ts'

/**
 * Kind of a file's content: a format, a compressed file or archive, text, or `undefined` for unknown binary content.
 */
export type Content = ReadableFormat | ContainerFormat | 'text' | undefined

/** Kinds of compressed files and archives. */
export type ContainerFormat = 'gzip' | 'zstd' | 'zip' | 'tar'

export const isContainerFormat = (content: Content): content is ContainerFormat =>
  content === 'gzip' || content === 'zstd' || content === 'zip' || content === 'tar'

/** Number of leading bytes to pass to `detectContent`. */
export const contentHeadBytes = 64 * 1024

/** Magic numbers of readable formats. "?" matches any byte. */
const signatures: [string, Content][] = [
  ['1f 8b 08', 'gzip'],
  ['28 b5 2f fd', 'zstd'],
  ['50 4b 03 04', 'zip'],
  ['50 4b 05 06', 'zip'],
  ['50 41 52 31', 'parquet'],
  ['41 52 52 4f 57 31 00 00', 'arrow'],
  ['ff ff ff ff ? ? 00 00 10 00 00 00 00 00 0a 00', 'arrow'],
  ['53 51 4c 69 74 65 20 66 6f 72 6d 61 74 20 33 00', 'sqlite'],
  ['d0 cf 11 e0 a1 b1 1a e1', 'excel'],
  // Excel 2, 3 and 4 workbooks, which are not compound files.
  ['09 00 04 00 ? ? 10 00', 'excel'],
  ['09 02 06 00 ? ? 10 00', 'excel'],
  ['09 04 06 00 ? ? 10 00', 'excel'],
]

/** Start of documents that consist partly of text but contain no tables. */
const documentStart = /^(%PDF-|%!PS|\{\\rtf|From \S+ )/

/**
 * Detects the kind of content from the first bytes. A ZIP archive may still turn out to be a workbook; see
 * `ZipArchive.document`.
 */
export function detectContent(head: Uint8Array): Content {
  for (const [signature, content] of signatures) if (startsWith(head, signature)) return content
  if (isTarHeader(head)) return 'tar'
  return isText(head) ? (detectMarkupKind(head) ?? (isMarkdown(head) ? 'markdown' : 'text')) : undefined
}

const startsWith = (bytes: Uint8Array, signature: string): boolean =>
  signature.split(' ').every((part, index) => part === '?' || bytes[index] === Number.parseInt(part, 16))

/**
 * Returns whether the bytes are text in any encoding: they have no document signature and hardly any control
 * characters.
 */
function isText(head: Uint8Array): boolean {
  const bytes = head.subarray(0, 4096)
  const hasByteOrderMark = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
  if (hasByteOrderMark) return true
  const nulCounts = [0, 0]
  let controlCount = 0
  bytes.forEach((byte, index) => {
    if (byte === 0) nulCounts[index % 2] = (nulCounts[index % 2] as number) + 1
    else if ((byte < 32 && !(byte >= 9 && byte <= 13) && byte !== 27) || byte === 127) controlCount++
  })
  const [evenNulCount = 0, oddNulCount = 0] = nulCounts
  const isUtf16 =
    Math.max(evenNulCount, oddNulCount) > 0.2 * bytes.length &&
    Math.min(evenNulCount, oddNulCount) <= 0.05 * bytes.length
  const isUtf32 = evenNulCount + oddNulCount > 0.7 * bytes.length
  const nulCount = isUtf16 || isUtf32 ? 0 : evenNulCount + oddNulCount
  if ((nulCount + controlCount) / Math.max(1, bytes.length) > 0.01) return false
  return !documentStart.test(String.fromCharCode(...bytes.subarray(0, 64)))
}
