import type { Dialect } from '@aw-flow/schema/internal'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seed, sizes } from '../../../test/sizes.ts'
import { createRecordCopier } from './copy-records.ts'
import { cleanDelimitedText } from './read-delimited.ts'
import type { LineKind } from './region-builder.ts'

interface Read {
  text: string
  result: unknown
  reported: [LineKind, number, number][]
}

async function read(
  text: string,
  dialect: Dialect,
  options: { width: number; pad: boolean; canCopy: boolean; chunkSize: number; skippedLines?: number },
): Promise<Read> {
  const bytes = new TextEncoder().encode(text)
  const reported: Read['reported'] = []
  const record = (kind: LineKind, line: number, lines: number, records = 1): void => {
    // Records that are reported together are expanded to one entry each.
    for (let index = 0; index < records; index++) reported.push([kind, line + index, records > 1 ? 1 : lines])
  }
  async function* chunks(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += options.chunkSize) yield bytes.subarray(at, at + options.chunkSize)
  }
  const repairs = [{ line: 4, lines: 1, raw: '', cells: ['repaired', 'cells'], reason: '' }]
  const clean = cleanDelimitedText(chunks(), {
    dialect,
    columnCount: options.width,
    skippedLines: options.skippedLines ?? 0,
    padShortRecords: options.pad,
    canCopy: options.canCopy,
    regions: { addLines: record },
    ...(options.skippedLines ? { repairs } : {}),
  })
  let written = ''
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  for await (const chunk of clean.chunks) written += decoder.decode(chunk, { stream: true })
  return { text: written, result: clean.result, reported }
}

const long = 'x'.repeat(300)
const signs = ['"', '""', ',', ';', '\t', '|', "'", '\\', '\\"', ' ', '  ', '\n', '\n', '\r\n', '\r']
const cells = ['a', '12', '1.5', 'é', '\ufeff', '\0', '"a"', '"a,b"', '"a;b"', '"x\ny"']
const longCells = [long, `${long},${long}`, `"${long}""${long}"`, `${long}"${long}`]
const parts = [...signs, ...cells, ...longCells]
const text = fc.array(fc.constantFrom(...parts), { maxLength: 60 }).map((chosen) => chosen.join(''))
const dialect = fc
  .record({
    delimiter: fc.constantFrom(',', ';', '\t', '|', ' ', '', '||', '¦'),
    quote: fc.constantFrom('"', '"', "'", ''),
    escape: fc.constantFrom('"', '\\', ''),
    newline: fc.constant('\n' as const),
    comment: fc.constantFrom(undefined, undefined, 'a', '12', '"', '|'),
  })
  .map(({ comment, ...rest }): Dialect => (comment === undefined ? rest : { ...rest, comment }))

describe('createRecordCopier', () => {
  it('copies records like the rules do, with any surrounding records', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(text, { minLength: 1, maxLength: 12 }),
        dialect,
        fc.integer({ min: 1, max: 4 }),
        fc.boolean(),
        fc.constantFrom(1, 3, 50, 10_000),
        fc.constantFrom(0, 0, 1),
        async (lines, tested, width, pad, chunkSize, skippedLines) => {
          const all = lines.join(tested.newline)
          const options = { width, pad, chunkSize, skippedLines }
          const expected = await read(all, tested, { ...options, canCopy: false })
          expect(await read(all, tested, { ...options, canCopy: true })).toEqual(expected)
          const rows = lines.map((line) => Array.from({ length: width }, () => line.slice(0, 4)).join(tested.delimiter))
          const plain = rows.join('\r\n')
          expect(await read(plain, tested, { ...options, canCopy: true })).toEqual(
            await read(plain, tested, { ...options, canCopy: false }),
          )
        },
      ),
      { seed, numRuns: sizes.propertyRuns },
    )
  })

  it('copies every record that needs no rule and stops at the first one that needs a rule', () => {
    const copy = createRecordCopier({ delimiter: ';', quote: '"', escape: '"', newline: '\n' }, 2)
    const source = new TextEncoder().encode('a;b\r\n1,5;"x;""y"\n;\rleft;over;here\n1;2\n')
    const out = new Uint8Array(200)
    const place = { from: 0, end: source.length, out, outOffset: 0, maxRecords: Infinity }
    const copied = copy?.(source, place)
    expect(new TextDecoder().decode(out.subarray(0, copied?.outEnd))).toBe('a,b\n"1,5","x;""y"\n,\n')
    expect(copied).toMatchObject({ nextOffset: 19, recordCount: 3, maxRecordBytes: 14 })
    expect(copy?.(source, { ...place, maxRecords: 1 })).toMatchObject({ nextOffset: 5, recordCount: 1 })
    // The line ending may continue after the available bytes.
    expect(copy?.(source, { ...place, end: 4 })).toMatchObject({ nextOffset: 0, recordCount: 0 })
  })

  it('copies nothing if the delimiter has several characters or cells are padded', () => {
    const comma: Dialect = { delimiter: ',', quote: '"', escape: '"', newline: '\n' }
    expect(createRecordCopier({ ...comma, delimiter: '||' }, 2)).toBeUndefined()
    expect(createRecordCopier({ ...comma, padded: true }, 2)).toBeUndefined()
    expect(createRecordCopier({ ...comma, quote: '«' }, 2)).toBeUndefined()
  })
})
