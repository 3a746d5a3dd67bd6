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
  padShortRecords: false,
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
    if (cause instanceof TablesError) return englishFormatter.renderProblem(cause.problem).message
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
      'Some records in `x.json` differ from the first ones: The table has no column for its key `z`.',
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

describe('JSON with data by keys or columns', () => {
  const columns: Partial<JsonOptions> = { shape: 'columns', paths: [['a'], ['b']] }

  it.each([
    ['lists', '{"a":[1,2,3],"b":["x",null,{"c":[1]}]}'],
    ['objects of numbered rows', '{"a":{"0":1,"1":2,"2":3},"b":{"0":"x","1":null,"2":{"c":[1]}}}'],
    ['a list and an object', '{"a": [1, 2 ,3],\n"b" : { "0" : "x" , "1" : null, "2":{"c":[1]} } }'],
    ['rows in another order', '{"a":{"0":1,"1":2,"2":3},"b":{"2":{"c":[1]},"1":null,"0":"x"}}'],
    ['other rows', '{"a":{"7":1,"8":2,"5":3},"b":{"7":"x","8":null,"5":{"c":[1]}}}'],
  ])('reads columns that are %s', async (_, text) => {
    for (const size of [1, 7, 1000]) {
      const [csv] = (await read(text, size, columns)) as [string, CleanResult]
      expect(csv).toBe('1,"x"\n2,\n3,"{""c"":[1]}"\n')
    }
  })

  it('reads missing cells as null, and rows in the order of the columns', async () => {
    const expectCsv = async (text: string, csv: string): Promise<void> =>
      expect(await read(text, 1000, columns)).toMatchObject([csv, { rejects: 0 }])
    await expectCsv('{"a":[1,2],"b":[]}', '1,\n2,\n')
    await expectCsv('{"a":{"2":1,"9":2},"b":{"4":3,"9":4}}', '1,\n2,4\n,3\n')
    await expectCsv('{"a":{"1":1,"1":2},"b":{"1":3}}', '2,3\n')
    await expectCsv('{"a":[1],"b":{"3":2,"0":3}}', '1,3\n,2\n')
    expect(await read('{"a":[1],"z":[2]}', 1000, columns)).toMatch(/the table has no column for `z`/)
  })

  it('passes on records of an object before the object ends', async () => {
    const members = Array.from({ length: 60_000 }, (_, index) => `"k\\n${index}": {"a": ${index}, "b": "text"}`)
    const bytes = new TextEncoder().encode(`{${members.join(',')}}`)
    let readBytes = 0
    async function* counted(): AsyncGenerator<Uint8Array> {
      for await (const chunk of cut(bytes, 1 << 16)) {
        readBytes += chunk.length
        yield chunk
      }
    }
    const { chunks, result } = cleanJson(counted(), { ...options, shape: 'keyed', paths: [[], ['a'], ['b']] })
    let first = 0
    let csv = ''
    for await (const chunk of chunks) {
      first ||= readBytes
      csv += new TextDecoder().decode(chunk)
    }
    expect(first).toBeLessThan(bytes.length)
    expect(result).toMatchObject({ rows: 60_000, rejects: 0 })
    expect(csv.slice(0, 30)).toBe('"k\n0",0,"text"\n"k\n1",1,"text"\n')
  })

  it.each(['{"x":{"a":1}]', '{"x":{"a":1} "y":{}}', '{"x" {"a":1}}', '{"x":{"a":1}} 1', '{"x":{"a":1}', '[{"a":1}}'])(
    'rejects %s for any chunk size',
    async (text) => {
      for (const size of [1, 3, 100])
        expect(await read(text, size, { shape: 'keyed', paths: [[], ['a']] })).toMatch(/^The file is not valid JSON/)
    },
  )

  it('holds at most 1,000 characters of a rejected record', async () => {
    const [, { rejectSample }] = (await read(`[{"z":"${'é'.repeat(100_000)}"}]`, 1 << 16, {})) as [string, CleanResult]
    expect(rejectSample[0]?.raw).toBe(`{"z":"${'é'.repeat(994)}`)
  })
})
