import type { Dialect } from '@aw-flow/schema'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seed, sizes } from '../../../test/sizes.ts'
import { recordCopier } from './copy-records.ts'
import { cleanDelimited } from './read-delimited.ts'
import type { RecordKind } from './region-builder.ts'

interface Read {
  text: string
  result: unknown
  told: [RecordKind, number, number][]
}

async function read(
  text: string,
  dialect: Dialect,
  options: { width: number; pad: boolean; copies: boolean; pieceSize: number; skippedLines?: number },
): Promise<Read> {
  const bytes = new TextEncoder().encode(text)
  const told: Read['told'] = []
  const record = (kind: RecordKind, line: number, lines: number, records = 1): void => {
    // Records that are told together are told as if they came one by one.
    for (let index = 0; index < records; index++) told.push([kind, line + index, records > 1 ? 1 : lines])
  }
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += options.pieceSize) yield bytes.subarray(at, at + options.pieceSize)
  }
  const mends = [{ line: 4, lines: 1, raw: '', cells: ['mended', 'here'], reason: '' }]
  const clean = cleanDelimited(pieces(), {
    dialect,
    width: options.width,
    skippedLines: options.skippedLines ?? 0,
    pad: options.pad,
    copies: options.copies,
    regions: { record },
    ...(options.skippedLines ? { mends } : {}),
  })
  let written = ''
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  for await (const piece of clean.pieces) written += decoder.decode(piece, { stream: true })
  return { text: written, result: clean.result, told }
}

const long = 'x'.repeat(300)
const signs = ['"', '""', ',', ';', '\t', '|', "'", '\\', '\\"', ' ', '  ', '\n', '\n', '\r\n', '\r']
const cells = ['a', '12', '1.5', 'é', '\ufeff', '\0', '"a"', '"a,b"', '"a;b"', '"x\ny"']
const longOnes = [long, `${long},${long}`, `"${long}""${long}"`, `${long}"${long}`]
const bits = [...signs, ...cells, ...longOnes]
const text = fc.array(fc.constantFrom(...bits), { maxLength: 60 }).map((parts) => parts.join(''))
const dialect = fc.record({
  delimiter: fc.constantFrom(',', ';', '\t', '|', ' ', '', '||', '¦'),
  quote: fc.constantFrom('"', '"', "'", ''),
  escape: fc.constantFrom('"', '\\', ''),
  newline: fc.constant('\n' as const),
})

describe('records that are copied', () => {
  it('are what the rules make of them, whatever stands around them', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(text, { minLength: 1, maxLength: 12 }),
        dialect,
        fc.integer({ min: 1, max: 4 }),
        fc.boolean(),
        fc.constantFrom(1, 3, 50, 10_000),
        fc.constantFrom(0, 0, 1),
        async (lines, of, width, pad, pieceSize, skippedLines) => {
          const all = lines.join(of.newline)
          const options = { width, pad, pieceSize, skippedLines }
          const ruled = await read(all, of, { ...options, copies: false })
          expect(await read(all, of, { ...options, copies: true })).toEqual(ruled)
          const rows = lines.map((line) => Array.from({ length: width }, () => line.slice(0, 4)).join(of.delimiter))
          const plain = rows.join('\r\n')
          expect(await read(plain, of, { ...options, copies: true })).toEqual(
            await read(plain, of, { ...options, copies: false }),
          )
        },
      ),
      { seed, numRuns: sizes.propertyRuns },
    )
  })

  it('are all that need no rule, up to the first other one', () => {
    const copy = recordCopier({ delimiter: ';', quote: '"', escape: '"', newline: '\n' }, 2)
    const source = new TextEncoder().encode('a;b\r\n1,5;"x;""y"\n;\rleft;over;here\n1;2\n')
    const out = new Uint8Array(200)
    const place = { from: 0, end: source.length, out, at: 0, most: Infinity }
    const copied = copy?.(source, place)
    expect(new TextDecoder().decode(out.subarray(0, copied?.written))).toBe('a,b\n"1,5","x;""y"\n,\n')
    expect(copied).toMatchObject({ next: 19, records: 3, longest: 14 })
    expect(copy?.(source, { ...place, most: 1 })).toMatchObject({ next: 5, records: 1 })
    // The line end may go on behind what is there.
    expect(copy?.(source, { ...place, end: 4 })).toMatchObject({ next: 0, records: 0 })
  })

  it('are none where delimiters are several characters or blanks stand around them', () => {
    const comma: Dialect = { delimiter: ',', quote: '"', escape: '"', newline: '\n' }
    expect(recordCopier({ ...comma, delimiter: '||' }, 2)).toBeUndefined()
    expect(recordCopier({ ...comma, padded: true }, 2)).toBeUndefined()
    expect(recordCopier({ ...comma, quote: '«' }, 2)).toBeUndefined()
  })
})
