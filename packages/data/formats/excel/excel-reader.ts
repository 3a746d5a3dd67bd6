import { TablesError, type Opened, type SourceFile } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'
import type { FormatReader, ReadOptions } from '../format-reader.ts'
import { keepOpened, sheetsReader, type ReadSheet } from '../grid/read-sheets.ts'
import { markupKind } from '../markup/markup-kind.ts'
import { withinLimits } from '../unpack-limits.ts'
import { openZip, type ZipArchive } from '../zip-archive.ts'
import { protectedWorkbook } from './protected-workbook.ts'
import { entryFinder } from './read-entry.ts'
import { openXlsx, xlsxParts } from './read-xlsx.ts'

/**
 * Reads xls and xlsb workbooks, which are small or rare, with a library that is loaded on demand. xlsx workbooks can be
 * large and are read by our own reader.
 */
const legacyReader = sheetsReader('sheet', readLegacy)

export const excelReader: FormatReader = {
  async parts(file, options) {
    const archive = await xlsxArchive(file)
    return archive ? xlsxParts(file, archive, options) : legacyReader.parts(file, options)
  },
  open: keepOpened(async (file, options): Promise<Opened> => {
    const archive = await xlsxArchive(file)
    return archive ? openXlsx(file, archive, options) : legacyReader.open(file, options)
  }),
}

/** Opens the package of an xlsx workbook; `undefined` for other kinds of workbooks. */
async function xlsxArchive(file: SourceFile): Promise<ZipArchive | undefined> {
  if (!(await isZip(file))) return undefined
  const archive = await openZip(file)
  return entryFinder(archive)('xl/workbook.bin') ? undefined : archive
}

async function isZip(file: SourceFile): Promise<boolean> {
  const [first, second] = await file.read(0, 2)
  return first === 0x50 && second === 0x4b
}

async function readLegacy(file: SourceFile, { platform, signal }: ReadOptions): Promise<ReadSheet[]> {
  const head = await file.read(0, 64 * 1024)
  if (markupKind(head) !== undefined) {
    const { readSpreadsheetXml } = await import('./spreadsheet-xml.ts')
    return readSpreadsheetXml(file, signal)
  }
  const { maxLibraryBytes, readWithLibrary } = await import('./read-with-library.ts')
  if (file.size > maxLibraryBytes) throw tooLarge(file, maxLibraryBytes)
  if (await isZip(file)) {
    // The library unpacks without limits, so the file is unpacked once before to check them.
    let unpacked = 0
    for (const entry of (await openZip(file)).entries) {
      const limits = {
        name: file.name,
        maxUnpackedBytes: platform.maxUnpackedBytes,
        packedBytes: () => entry.packedSize,
      }
      for await (const { length } of withinLimits(entry.chunks({ signal }), limits)) unpacked += length
      if (unpacked > 4 * maxLibraryBytes) throw tooLarge(file, maxLibraryBytes)
    }
  }
  const bytes = await file.read(0, file.size)
  signal?.throwIfAborted()
  const streams = compoundStreams(bytes)
  if (streams.includes('EncryptedPackage')) throw protectedWorkbook(file)
  if (streams.includes('WordDocument') || streams.includes('PowerPoint Document')) throw notAWorkbook(file)
  return readWithLibrary(file, bytes)
}

/** Finds the streams that identify the kind of a compound file; their names are encoded in UTF-16. */
function compoundStreams(bytes: Uint8Array): string[] {
  if (bytes[0] !== 0xd0) return []
  const text = new TextDecoder('windows-1252')
    .decode(bytes.subarray(0, 8 << 20))
    .concat(new TextDecoder('windows-1252').decode(bytes.subarray(Math.max(8 << 20, bytes.length - (1 << 20)))))
  return ['EncryptedPackage', 'WordDocument', 'PowerPoint Document'].filter((name) =>
    text.includes([...name].join('\0')),
  )
}

const tooLarge = ({ name, size }: SourceFile, maxBytes: number): TablesError =>
  new TablesError(error('load.too-large.workbook', { file: name, size, max: maxBytes }, { where: { file: name } }))

const notAWorkbook = ({ name }: SourceFile): TablesError =>
  new TablesError(error('load.no-reader.document', { file: name }, { where: { file: name } }))
