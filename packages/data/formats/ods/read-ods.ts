import { message } from '@aw-flow/messages'
import type { SourceFile } from '@aw-flow/engine'
import { readFileChunks } from '../../files/decode-chunks.ts'
import { createDamagedWorkbookError, createEntryFinder } from '../excel/read-entry.ts'
import { createProtectedWorkbookError } from '../excel/protected-workbook-error.ts'
import type { FormatReader, ReadOptions } from '../format-reader.ts'
import { createSheetsReader, type ParsedSheet } from '../grid/read-sheets.ts'
import { SaxDocument } from '../markup/sax-document.ts'
import { readFirstBytes } from '../read-first-bytes.ts'
import { unpackEntry } from '../unpack-limits.ts'
import { openZip } from '../open-zip.ts'
import { OdsSheets } from './ods-sheets.ts'

/** Maximum number of bytes to read from a package's manifest. The rest is ignored. */
const maxManifestBytes = 1 << 20

/** Reads OpenDocument spreadsheets, both packages (`.ods`) and single XML documents (`.fods`). */
export const odsReader: FormatReader = createSheetsReader('sheet', readOds)

async function readOds(file: SourceFile, { platform, signal }: ReadOptions): Promise<ParsedSheet[]> {
  const [firstByte] = await file.read(0, 1)
  if (firstByte !== 0x50) return readContent(file, readFileChunks(file, { signal }))
  const findEntry = createEntryFinder(await openZip(file))
  const content = findEntry('content.xml')
  if (!content) throw createDamagedWorkbookError(file, message('file.error.no-content', {}))
  const manifest = findEntry('META-INF/manifest.xml')
  const manifestBytes = manifest && (await readFirstBytes(manifest.readChunks({ signal }), maxManifestBytes))
  if (new TextDecoder().decode(manifestBytes).includes('encryption-data')) throw createProtectedWorkbookError(file)
  const limits = { name: file.name, maxUnpackedBytes: platform.maxUnpackedBytes }
  return readContent(file, unpackEntry(content, limits, { signal }))
}

async function readContent(file: SourceFile, chunks: AsyncIterable<Uint8Array>): Promise<ParsedSheet[]> {
  const sheets = new OdsSheets(file)
  const document = new SaxDocument(file.name, sheets)
  const decoder = new TextDecoder()
  for await (const chunk of chunks) document.write(decoder.decode(chunk, { stream: true }))
  document.write(decoder.decode())
  document.end()
  return sheets.finish()
}
