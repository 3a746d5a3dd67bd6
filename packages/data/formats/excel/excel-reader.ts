import { TablesError, type OpenedSource, type SourceFile } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'
import type { FormatReader, ReadOptions } from '../format-reader.ts'
import { cacheOpenedParts, createSheetsReader, type ParsedSheet } from '../grid/read-sheets.ts'
import { detectMarkupKind } from '../markup/detect-markup-kind.ts'
import { createUnpackCheck, unpackEntry } from '../unpack-limits.ts'
import { openZip } from '../open-zip.ts'
import type { ZipArchive } from '../zip-archive.ts'
import { createProtectedWorkbookError } from './protected-workbook-error.ts'
import { openXlsx, listXlsxParts } from './read-xlsx.ts'

/**
 * Reads xls and xlsb workbooks, which are small or rare, with a library that is loaded on demand. Xlsx workbooks may be
 * large and have their own reader.
 */
const legacyReader = createSheetsReader('sheet', readLegacyWorkbook)

export const excelReader: FormatReader = {
  async listParts(file, options) {
    const archive = await openXlsxArchive(file)
    return archive ? listXlsxParts(file, archive, options) : legacyReader.listParts(file, options)
  },
  open: cacheOpenedParts(async (file, options): Promise<OpenedSource> => {
    const archive = await openXlsxArchive(file)
    return archive ? openXlsx(file, archive, options) : legacyReader.open(file, options)
  }),
}

/** Opens the ZIP package of an xlsx workbook. Returns `undefined` for other kinds of workbooks. */
async function openXlsxArchive(file: SourceFile): Promise<ZipArchive | undefined> {
  if (!(await isZip(file))) return undefined
  const archive = await openZip(file)
  return archive.entries.some(({ name }) => /(?:^|[\\/])workbook\.bin$/i.test(name)) ? undefined : archive
}

async function isZip(file: SourceFile): Promise<boolean> {
  const [first, second] = await file.read(0, 2)
  return first === 0x50 && second === 0x4b
}

async function readLegacyWorkbook(file: SourceFile, { platform, signal }: ReadOptions): Promise<ParsedSheet[]> {
  const head = await file.read(0, 64 * 1024)
  if (detectMarkupKind(head) !== undefined) {
    const { readSpreadsheetXml } = await import('./spreadsheet-xml.ts')
    return readSpreadsheetXml(file, signal)
  }
  const { maxLibraryBytes, readWithLibrary } = await import('./read-with-library.ts')
  if (file.size > maxLibraryBytes) throw createTooLargeError(file, maxLibraryBytes)
  if (await isZip(file)) {
    // The library does not limit unpacking, so the file is first unpacked once to enforce the limits.
    const check = createUnpackCheck({
      name: file.name,
      fileBytes: file.packedSize ?? file.size,
      maxUnpackedBytes: 4 * maxLibraryBytes,
      getCompressedBytes: () => file.size,
    })
    const limits = { name: file.name, maxUnpackedBytes: platform.maxUnpackedBytes }
    for (const entry of (await openZip(file)).entries)
      for await (const { length } of unpackEntry(entry, limits, { signal })) check(length)
  }
  const bytes = await file.read(0, file.size)
  signal?.throwIfAborted()
  const streams = findCompoundStreams(bytes)
  if (streams.includes('EncryptedPackage')) throw createProtectedWorkbookError(file)
  if (streams.includes('WordDocument') || streams.includes('PowerPoint Document')) throw createNotAWorkbookError(file)
  return readWithLibrary(file, bytes)
}

/** Finds the streams that identify the kind of a compound file. Their names are encoded in UTF-16. */
function findCompoundStreams(bytes: Uint8Array): string[] {
  if (bytes[0] !== 0xd0) return []
  const text = new TextDecoder('windows-1252')
    .decode(bytes.subarray(0, 8 << 20))
    .concat(new TextDecoder('windows-1252').decode(bytes.subarray(Math.max(8 << 20, bytes.length - (1 << 20)))))
  return ['EncryptedPackage', 'WordDocument', 'PowerPoint Document'].filter((name) =>
    text.includes([...name].join('\0')),
  )
}

const createTooLargeError = ({ name, size }: SourceFile, maxBytes: number): TablesError =>
  new TablesError(error('load.too-large.workbook', { file: name, size, max: maxBytes }, { where: { file: name } }))

const createNotAWorkbookError = ({ name }: SourceFile): TablesError =>
  new TablesError(error('load.no-reader.document', { file: name }, { where: { file: name } }))
