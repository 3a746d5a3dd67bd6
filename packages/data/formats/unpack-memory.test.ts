import type { SourceFile } from '@aw-flow/engine'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, describe, expect, it } from 'vitest'
import { sizes } from '../../../test/sizes.ts'
import { createNodeFormatsPlatform } from '../node/node-formats-platform.ts'
import { openFormats } from '../node/open-duckdb.ts'
import {
  concat,
  encodeNumber,
  compressEntry,
  createRepeatedFile,
  encodeText,
  createZipFile,
  type TestEntry,
} from './test-large-files.ts'
import { createUnpacker } from './unpack.ts'

const platform = createNodeFormatsPlatform()
const formats = openFormats()
afterAll(() => Promise.all([platform.close(), formats.close()]))

const megabyte = 1 << 20
const maxHeldBytes = 32 * megabyte

/** A megabyte of text that deflate packs to about a third. */
const block = encodeText(
  Array.from({ length: megabyte / 16 }, (_, row) => `${((row * 2_654_435_761) % 1e12).toString().padStart(15, '7')}\n`)
    .join('')
    .slice(0, megabyte),
)
const times = sizes.unpackedMegabytes

const gzipFile = (): SourceFile => {
  const { parts, checksum, size } = compressEntry({ name: '', block, times })
  return createRepeatedFile('large.csv.gz', [
    { bytes: Uint8Array.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]) },
    ...parts,
    { bytes: concat(encodeNumber(checksum, 4), encodeNumber(size % 2 ** 32, 4)) },
  ])
}

/** Creates a frame with a window of 128 KB and uncompressed blocks (RFC 8878). */
const zstdFile = (): SourceFile => {
  const rawBlock = block.subarray(0, 1 << 17)
  return createRepeatedFile('large.csv.zst', [
    { bytes: Uint8Array.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x38]) },
    { bytes: concat(encodeNumber(rawBlock.length << 3, 3), rawBlock), times: 8 * times },
    { bytes: encodeNumber(1, 3) },
  ])
}

const tarFile = (): SourceFile => {
  const header = Buffer.alloc(512)
  header.write('large.csv', 0)
  header.write((times * megabyte).toString(8).padStart(11, '0'), 124)
  header.write('0', 156)
  header.fill(' ', 148, 156)
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return createRepeatedFile('large.tar', [{ bytes: header }, { bytes: block, times }, { bytes: new Uint8Array(1024) }])
}

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

async function measureHeldBytes(): Promise<number> {
  // Buffers of streams are released in later turns.
  for (let turn = 0; turn < 3; turn++) {
    await new Promise((resolve) => setTimeout(resolve, 5))
    collectGarbage()
  }
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

/** Returns a stream that measures, after garbage collection, how much memory is held while it is read. */
function measuring(file: SourceFile): { file: SourceFile; maxHeld: () => number; start: () => Promise<void> } {
  let base = 0
  let maxHeld = 0
  let nextMeasurement = 0
  let readBytes = 0
  const start = async (): Promise<void> => void (base = await measureHeldBytes())
  return {
    file: {
      ...file,
      async read(from, to) {
        readBytes += to - from
        if (readBytes >= nextMeasurement) {
          nextMeasurement = readBytes + file.size / 3
          maxHeld = Math.max(maxHeld, (await measureHeldBytes()) - base)
        }
        return file.read(from, to)
      },
    },
    start,
    maxHeld: () => maxHeld,
  }
}

const entry = 'large.csv'
const packed = [
  {
    name: 'zip',
    file: () => createZipFile('large.zip', [{ name: entry, block, times }]),
    layer: { kind: 'zip', entry },
  },
  { name: 'tar', file: tarFile, layer: { kind: 'tar', entry } },
  { name: 'gzip', file: gzipFile, layer: { kind: 'gzip' } },
  { name: 'Zstandard', file: zstdFile, layer: { kind: 'zstd' } },
] as const

describe(`${sizes.unpackedMegabytes} MB are unpacked with less than 32 MB held in memory`, () => {
  for (const { name, file, layer } of packed) {
    it(`from ${name}`, async () => {
      const measured = measuring(file())
      await measured.start()
      const { readChunks: chunks } = await createUnpacker(platform).openUnpacked(measured.file, [layer], {})
      let bytes = 0
      for await (const chunk of chunks()) bytes += chunk.length
      expect(bytes).toBe(times * megabyte)
      expect(measured.maxHeld()).toBeLessThan(maxHeldBytes)
    })
  }

  /** Markup without cells, so that only unpacking needs memory. */
  const comment = concat(encodeText('<!--'), block.subarray(0, megabyte - 7), encodeText('-->'))

  it('from xlsx', async () => {
    const sheet = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
    const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
    const relations = 'http://schemas.openxmlformats.org/package/2006/relationships'
    const small = (entryName: string, head: string): TestEntry => ({ name: entryName, head, block, times: 0 })
    const file = createZipFile('large.xlsx', [
      small('[Content_Types].xml', '<Types/>'),
      small(
        '_rels/.rels',
        `<Relationships xmlns="${relations}"><Relationship Id="a" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
      ),
      small(
        'xl/workbook.xml',
        `<workbook xmlns="${sheet}" xmlns:r="${office}"><sheets><sheet name="A" sheetId="1" r:id="s"/></sheets></workbook>`,
      ),
      small(
        'xl/_rels/workbook.xml.rels',
        `<Relationships xmlns="${relations}"><Relationship Id="s" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
      ),
      {
        name: 'xl/worksheets/sheet1.xml',
        head: `<worksheet xmlns="${sheet}"><sheetData><row r="1"><c r="A1"><v>1</v></c></row>`,
        block: comment,
        times,
        tail: '</sheetData></worksheet>',
      },
    ])
    const measured = measuring(file)
    await measured.start()
    await formats.open(measured.file, { format: 'excel', unpack: [] })
    expect(measured.maxHeld()).toBeLessThan(maxHeldBytes)
  })

  it('from ods', async () => {
    const names = ['office', 'table', 'text'].map(
      (part) => `xmlns:${part}="urn:oasis:names:tc:opendocument:xmlns:${part}:1.0"`,
    )
    const file = createZipFile('large.ods', [
      { name: 'mimetype', head: 'application/vnd.oasis.opendocument.spreadsheet', block, times: 0 },
      {
        name: 'content.xml',
        head: `<office:document-content ${names.join(' ')}><office:body><office:spreadsheet><table:table table:name="A"><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell></table:table-row>`,
        block: comment,
        times,
        tail: '</table:table></office:spreadsheet></office:body></office:document-content>',
      },
    ])
    const measured = measuring(file)
    await measured.start()
    await formats.open(measured.file, { format: 'ods', unpack: [] })
    expect(measured.maxHeld()).toBeLessThan(maxHeldBytes)
  })
})
