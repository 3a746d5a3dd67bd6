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
 * Reads Excel workbooks: xlsx by our own reader, since those are the large ones; xls and xlsb, which are small or rare,
 * by a library that is loaded when the first one comes.
 */
const older = sheetsReader('sheet', readOlder)

export const excelReader: FormatReader = {
  async parts(file, options) {
    const archive = await xlsxArchive(file)
    return archive ? xlsxParts(file, archive, options) : older.parts(file, options)
  },
  open: keepOpened(async (file, options): Promise<Opened> => {
    const archive = await xlsxArchive(file)
    return archive ? openXlsx(file, archive, options) : older.open(file, options)
  }),
}

/** The package of an xlsx workbook; `undefined` for workbooks in other forms. */
async function xlsxArchive(file: SourceFile): Promise<ZipArchive | undefined> {
  if (!(await isZip(file))) return undefined
  const archive = await openZip(file)
  return entryFinder(archive)('xl/workbook.bin') ? undefined : archive
}

async function isZip(file: SourceFile): Promise<boolean> {
  const [first, second] = await file.read(0, 2)
  return first === 0x50 && second === 0x4b
}

async function readOlder(file: SourceFile, { place, signal }: ReadOptions): Promise<ReadSheet[]> {
  const head = await file.read(0, 64 * 1024)
  if (markupKind(head) !== undefined) {
    const { readSpreadsheetXml } = await import('./spreadsheet-xml.ts')
    return readSpreadsheetXml(file, signal)
  }
  const { mostOfLibrary, readWithLibrary } = await import('./read-with-library.ts')
  if (file.size > mostOfLibrary) throw tooLarge(file, mostOfLibrary)
  if (await isZip(file)) {
    // The library unpacks without asking for limits: so it is unpacked once before.
    let unpacked = 0
    for (const entry of (await openZip(file)).entries) {
      const limits = { name: file.name, most: place.mostUnpacked, read: () => entry.packedSize }
      for await (const { length } of withinLimits(entry.pieces({ signal }), limits)) unpacked += length
      if (unpacked > 4 * mostOfLibrary) throw tooLarge(file, mostOfLibrary)
    }
  }
  const bytes = await file.read(0, file.size)
  signal?.throwIfAborted()
  const streams = compoundStreams(bytes)
  if (streams.includes('EncryptedPackage')) throw protectedWorkbook(file)
  if (streams.includes('WordDocument') || streams.includes('PowerPoint Document')) throw noWorkbook(file)
  return readWithLibrary(file, bytes)
}

/** Which of the streams that tell what a compound file is are in it; their names are written in UTF-16. */
function compoundStreams(bytes: Uint8Array): string[] {
  if (bytes[0] !== 0xd0) return []
  const text = new TextDecoder('windows-1252')
    .decode(bytes.subarray(0, 8 << 20))
    .concat(new TextDecoder('windows-1252').decode(bytes.subarray(Math.max(8 << 20, bytes.length - (1 << 20)))))
  return ['EncryptedPackage', 'WordDocument', 'PowerPoint Document'].filter((name) =>
    text.includes([...name].join('\0')),
  )
}

const tooLarge = ({ name, size }: SourceFile, most: number): TablesError =>
  new TablesError(error('load.too-large.workbook', { file: name, size, max: most }, { where: { file: name } }))

const noWorkbook = ({ name }: SourceFile): TablesError =>
  new TablesError(error('load.no-reader.document', { file: name }, { where: { file: name } }))
