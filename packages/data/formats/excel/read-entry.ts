import { message, type Message } from '@aw-flow/messages'
import { TablesError, type SourceFile } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'
import { SaxesParser } from 'saxes'
import type { ZipArchive, ZipEntry } from '../zip-archive.ts'

/** Maximum size of each metadata file in a workbook (sheets, styles, relationships), in bytes. */
const maxMetadataBytes = 64 << 20

export const createDamagedWorkbookError = (
  { name: file }: Pick<SourceFile, 'name'>,
  reason: Message,
  cause?: unknown,
): TablesError => new TablesError(error('load.damaged', { file, reason }, { where: { file } }), cause)

/**
 * Returns a function that finds files in a package by name. Names are not case-sensitive, and backslashes count as
 * slashes.
 */
export function createEntryFinder({ entries }: ZipArchive): (name: string) => ZipEntry | undefined {
  const entriesByName = new Map<string, ZipEntry>()
  for (const entry of entries) {
    const name = normalizeName(entry.name)
    if (!entriesByName.has(name)) entriesByName.set(name, entry)
  }
  return (name) => entriesByName.get(normalizeName(name))
}

/** Normalizes a name: lowercase, no leading slash, `..` resolved. */
function normalizeName(name: string): string {
  const parts: string[] = []
  for (const part of name.replaceAll('\\', '/').toLowerCase().split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return parts.join('/')
}

/** Visits the elements of a small XML document in a package, in document order. Names are passed without prefixes. */
export async function visitXmlElements(
  file: SourceFile,
  entry: ZipEntry,
  visit: (name: string, attributes: Readonly<Record<string, string>>) => void,
  signal?: AbortSignal | undefined,
): Promise<void> {
  const parser = new SaxesParser()
  const decoder = new TextDecoder()
  parser.on('doctype', () => {
    throw createDamagedWorkbookError(file, message('file.error.entry-doctype', { entry: entry.name }))
  })
  parser.on('error', (cause) => {
    throw createDamagedWorkbookError(
      file,
      message('file.error.entry-xml', { entry: entry.name, reason: cause.message }),
      cause,
    )
  })
  parser.on('opentag', ({ name, attributes }) => visit(getLocalName(name), toLocalNames(attributes)))
  let size = 0
  for await (const chunk of entry.readChunks({ signal })) {
    size += chunk.length
    if (size > maxMetadataBytes)
      throw createDamagedWorkbookError(
        file,
        message('file.error.entry-size', { entry: entry.name, max: maxMetadataBytes }),
      )
    parser.write(decoder.decode(chunk, { stream: true }))
  }
  parser.write(decoder.decode()).close()
}

export const getLocalName = (name: string): string => name.slice(name.indexOf(':') + 1)

/** Keys attributes by local name. Attributes without a prefix take precedence. */
function toLocalNames(attributes: Readonly<Record<string, string>>): Record<string, string> {
  const attributesByLocalName: Record<string, string> = Object.create(null)
  for (const [name, value] of Object.entries(attributes)) {
    if (!name.includes(':')) attributesByLocalName[name] = value
    else attributesByLocalName[getLocalName(name)] ??= value
  }
  return attributesByLocalName
}
