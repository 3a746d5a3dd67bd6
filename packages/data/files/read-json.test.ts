import { englishFormatter } from '@aw-flow/messages/catalogs'
import { TablesError } from '@aw-flow/engine'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seed, sizes } from '../../../test/sizes.ts'
import type { CleanResult } from './clean-csv.ts'
import { cleanJson, type JsonOptions } from './read-json.ts'

const options: JsonOptions = {
  format: 'json',
  recordsPath: [],
  shape: undefined,
  paths: [['a'], ['b'], ['c', 'd']],
  skippedRecords: 0,
  pad: false,
  file: 'x.json',
}

async function* cut(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function read(
  text: string,
  size: number,
  overrides: Partial<JsonOptions>,
): Promise<[string, CleanResult] | string> {
  const { chunks, result } = cleanJson(cut(new TextEncoder().encode(text), size), { ...options, ...overrides })
  const decoder = new TextDecoder()
  let csv = ''
  try {
    for await (const chunk of chunks) csv += decoder.decode(chunk, { stream: true })
  } catch (cause) {
    if (cause instanceof TablesError) return englishFormatter.problem(cause.problem).message
    throw cause
  }
  return [csv, result]
}

const leaf = fc.oneof(
  fc.constantFrom<unknown>(null, true, false, '', 'é', 'a"b', '\\', '\n', 'x,y', '\u2028', '😀'),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer(),
  fc.string({ maxLength: 5 }),
)
const value = fc.oneof(
  leaf,
  fc.array(leaf, { maxLength: 3 }),
  fc.dictionary(fc.constantFrom('d', 'e', '__proto__'), leaf),
)
const record = fc.oneof(
  { weight: 9, arbitrary: fc.dictionary(fc.constantFrom('a', 'b', 'c'), value, { maxKeys: 3 }) },
  fc.dictionary(fc.constantFrom('a', 'z'), value),
  value,
)
const text = fc.oneof(
  fc
    .tuple(fc.array(record, { maxLength: 6 }), fc.constantFrom(0, 1))
    .map(([all, indent]) => JSON.stringify(all, null, indent)),
  fc.array(record, { maxLength: 6 }).map((all) => all.map((item) => JSON.stringify(item)).join('\n')),
)

describe('JSON in chunks', () => {
  it('gives the same result for any chunk size, also for invalid JSON', async () => {
    await fc.assert(
      fc.asyncProperty(
        text,
        fc.constantFrom('json' as const, 'jsonl' as const),
        fc.nat({ max: 40 }),
        fc.option(fc.nat({ max: 200 }), { freq: 2 }),
        async (document, format, size, sliceAtDelimiter) => {
          const content =
            sliceAtDelimiter === null
              ? document
              : document.slice(0, sliceAtDelimiter % (document.length + 1)) + document.slice(sliceAtDelimiter + 2)
          const expected = await read(content, content.length + 1, { format })
          expect(await read(content, size + 1, { format })).toEqual(expected)
        },
      ),
      { numRuns: 10 * sizes.databaseRuns, seed },
    )
  })

  it('buffers only what has not been read yet', async () => {
    const records = Array.from({ length: 60_000 }, (_, index) => ({ a: index, b: `text ${index}`, c: { d: 1.5 } }))
    for (const format of ['json', 'jsonl'] as const) {
      const bytes = new TextEncoder().encode(
        format === 'json' ? JSON.stringify(records) : records.map((record) => JSON.stringify(record)).join('\n'),
      )
      let readBytes = 0
      async function* counted(): AsyncGenerator<Uint8Array> {
        for await (const chunk of cut(bytes, 1 << 16)) {
          readBytes += chunk.length
          yield chunk
        }
      }
      const { chunks, result } = cleanJson(counted(), { ...options, format })
      let first = 0
      for await (const _ of chunks) first ||= readBytes
      expect(first).toBeLessThan(bytes.length)
      expect(result).toMatchObject({ rows: 60_000, rejects: 0 })
    }
  })

  it('reports a value that belongs to no column if the reader is strict', async () => {
    expect(await read('[{"a":1},{"z":2}]', 100, { strict: true })).toBe(
      'Some records of `x.json` differ from the first ones: The table has no column for its key `z`.',
    )
    expect(await read('[{"a":1},null]', 100, { strict: true })).toMatchObject([`1,,\n`, { rejects: 1 }])
  })

  it('reports the line numbers of records that are rejected late in the file', async () => {
    const good = '{"a":1,"b":"x","c":{"d":2}}\n'.repeat(90_000)
    const [, result] = (await read(`${good}nonsense\n${good}{"q":1}\n`, 1 << 20, { format: 'jsonl' })) as [
      string,
      CleanResult,
    ]
    expect(result.rejectSample.map(({ line, raw }) => [line, raw])).toEqual([
      [90_001, 'nonsense'],
      [180_002, '{"q":1}'],
    ])
  })
})

it('reads NaN as null and keeps infinities, as Python writes them, for any chunk size', async () => {
  const text = '[{"a": NaN, "b": Infinity}, {"a": -Infinity, "b": [NaN, 1]}]'
  for (const size of [1, 7, 1000]) {
    const [csv] = (await read(text, size, { paths: [['a'], ['b']] })) as [string, CleanResult]
    expect(csv).toBe(',Infinity\n-Infinity,"[NaN,1]"\n')
  }
  expect(await read('[{"a": Nil}]', 1000, { paths: [['a']] })).toMatch(/unexpected `.+`/)
})
