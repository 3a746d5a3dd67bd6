import { englishFormatter } from '@aw-flow/messages/catalogs'
import {
  quoteIdentifier,
  sql,
  tableName,
  type Inspection,
  type LoadedTable,
  type Scalar,
  type SourceFile,
} from '@aw-flow/engine'
import type { LoadPlan } from '@aw-flow/schema'
import { gzipSync, zipSync } from 'fflate'
import { sizes } from '../../../test/sizes.ts'
import { decodeTypedFile, type typedFiles } from '../formats/test-typed-files.ts'
import { assertEqual, createTableId, catchProblem, type TestPlatform, type TestApi } from './test-case.ts'

/** Defines the conformance suite for loading compressed files and files with typed columns. */
export function describeFormats({ describe, it }: TestApi, platform: TestPlatform): void {
  const load = async (
    file: SourceFile,
    { format, unpack }: Inspection,
    part?: string,
    overrides: Partial<LoadPlan> = {},
  ): Promise<LoadedTable> => {
    const opened = await platform.tables().formats.open(file, { format, unpack, part })
    if (opened.kind !== 'table' || format === 'text' || format === undefined) throw new Error('Expected a typed table.')
    const plan: LoadPlan = {
      format,
      ...(unpack.length > 0 ? { unpack } : {}),
      ...(opened.part === undefined ? {} : { part: opened.part }),
      encoding: 'utf-8',
      skippedLines: 0,
      headerLines: 0,
      columns: opened.columns.map((column) => ({ ...column, nulls: [] })),
      evidence: [],
      ...overrides,
    }
    return platform.tables().load(file, plan, { id: createTableId() })
  }
  const readRows = ({ table }: LoadedTable): Promise<Record<string, Scalar>[]> =>
    platform.tables().rows(sql`SELECT * FROM ${quoteIdentifier(tableName(table.id))} ORDER BY rowid`)
  const openFixture = async (fileName: keyof typeof typedFiles) => {
    const file = await platform.file(decodeTypedFile(fileName), fileName)
    return { file, inspection: await platform.tables().formats.inspect(file) }
  }
  const getColumnTypes = ({ table }: LoadedTable): Record<string, string> =>
    Object.fromEntries(table.columns.map((column) => [column.name, column.type]))

  const toBytes = (text: string): Uint8Array => new TextEncoder().encode(text)
  const concat = (...parts: Uint8Array[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => [...part]))
  /** Unpacks a file and returns its text and the kinds of its layers. */
  const unpackText = async (bytes: Uint8Array, fileName: string): Promise<{ text: string; kinds: string[] }> => {
    const { formats } = platform.tables()
    const file = await platform.file(bytes, fileName)
    const inspection = await formats.inspect(file)
    const opened = await formats.open(file, inspection)
    if (opened.kind !== 'text') throw new Error('Expected a text file.')
    const text = new TextDecoder().decode(await opened.file.read(0, opened.file.size))
    return { text, kinds: inspection.unpack.map(({ kind }) => kind) }
  }

  describe('unpacking a file', () => {
    const lines = Array.from({ length: 5000 }, (_, row) => `${row},name ${row % 7}\n`).join('')

    it('reads gzip with one and with several members completely, and nested archives', async () => {
      assertEqual(await unpackText(gzipSync(toBytes(lines)), 'a.csv.gz'), { text: lines, kinds: ['gzip'] })
      const members = concat(gzipSync(toBytes(lines)), gzipSync(toBytes('1,2\n')), gzipSync(toBytes(lines)))
      assertEqual((await unpackText(members, 'members.gz')).text, `${lines}1,2\n${lines}`)
      const nested = zipSync({ 'a.csv.gz': gzipSync(toBytes(lines)) })
      assertEqual(await unpackText(nested, 'both.zip'), { text: lines, kinds: ['zip', 'gzip'] })
    })

    it('loads according to a plan with layers to unpack', async () => {
      const plan = {
        format: 'csv' as const,
        encoding: 'utf-8',
        dialect: { delimiter: ',', quote: '"', escape: '"', newline: '\n' as const },
        skippedLines: 0,
        headerLines: 0,
        columns: ['a', 'b'].map((column) => ({ name: column, type: 'VARCHAR', nulls: [] })),
        evidence: [],
      }
      const file = await platform.file(zipSync({ 'x.csv': toBytes(lines), 'y.csv': toBytes('1,2\n') }), 'two.zip')
      const load = (entry: string) =>
        platform.tables().load(file, { ...plan, unpack: [{ kind: 'zip', entry }] }, { id: createTableId() })
      assertEqual((await load('x.csv')).table.rows, 5000)
      assertEqual((await load('y.csv')).table.rows, 1)
      assertEqual((await catchProblem(load('z.csv'))).code, 'load.no-entry')
    })

    it('rejects truncated and damaged files, by name', async () => {
      const original = gzipSync(toBytes(lines))
      const damagedGzip = original.slice()
      damagedGzip.fill(0xff, 3000, 3050)
      const zip = zipSync({ 'x.csv': toBytes(lines) })
      const damagedZip = zip.slice()
      damagedZip.fill(0xff, 3000, 3050)
      for (const [bytes, fileName] of [
        [original.slice(0, 3000), 'cut.gz'],
        [damagedGzip, 'changed.gz'],
        [zip.slice(0, 3000), 'cut.zip'],
        [damagedZip, 'changed.zip'],
      ] as const) {
        const problem = await catchProblem(unpackText(bytes, fileName))
        assertEqual([problem.code, problem.where?.file], ['load.archive-damaged', fileName])
      }
    })

    // Unit tests of the same code reject the same archives (`unpack-bombs.test.ts`).
    if (sizes.archiveBombs > 0) {
      it('rejects files that unpack to too many bytes', async () => {
        const member = gzipSync(new Uint8Array(16 << 20), { level: 9 })
        const bomb = new Uint8Array(20 * member.length)
        for (let index = 0; index < 20; index++) bomb.set(member, index * member.length)
        const file = await platform.file(bomb, 'bomb.gz')
        const opening = platform.tables().formats.open(file, { format: 'text', unpack: [{ kind: 'gzip' }] })
        assertEqual((await catchProblem(opening)).code, 'load.decompressed-too-large.ratio')
      }, 60_000)
    }
  })

  describe('loading Parquet', () => {
    it('keeps every column type, and nulls', async () => {
      const { file, inspection } = await openFixture('types.parquet')
      assertEqual([inspection.format, inspection.unpack, inspection.parts], ['parquet', [], []])
      const loaded = await load(file, inspection)
      assertEqual(getColumnTypes(loaded), {
        a: 'TINYINT',
        b: 'SMALLINT',
        c: 'INTEGER',
        d: 'BIGINT',
        e: 'UTINYINT',
        f: 'USMALLINT',
        g: 'UINTEGER',
        h: 'UBIGINT',
        i: 'FLOAT',
        j: 'DOUBLE',
        k: 'DECIMAL(12,2)',
        l: 'DECIMAL(38,2)',
        m: 'VARCHAR',
        n: 'BLOB',
        o: 'DATE',
        p: 'TIME',
        q: 'TIMESTAMP',
        r: 'TIMESTAMP_NS',
        s: 'TIMESTAMP',
        t: 'TIMESTAMP',
        u: 'TIMESTAMP',
        v: 'UUID',
        w: 'INTEGER[]',
        x: 'STRUCT(a INTEGER, b VARCHAR)',
        y: 'MAP(VARCHAR, INTEGER)',
        z: 'INTERVAL',
        ab: 'BOOLEAN',
        ac: 'VARCHAR',
        ad: 'VARCHAR',
        ae: 'INTEGER',
        af: 'TIME_NS',
        ah: 'STRUCT(a INTEGER[])[]',
      })
      const [first, second] = await readRows(loaded)
      assertEqual(first, {
        a: 1,
        b: 2,
        c: 3,
        d: 9007199254740993n,
        e: 5,
        f: 6,
        g: 7,
        h: 18446744073709551615n,
        i: 1.5,
        j: 2.5,
        k: '1.25',
        l: '-123456789012345678901234567890.12',
        m: 'x',
        n: '\\xAA',
        o: '2024-02-29',
        p: '12:34:56.123456',
        q: '2024-02-29 12:00:00.123456',
        r: '2024-02-29 12:00:00.123456789',
        s: '1815-12-10 12:00:00',
        t: '2024-02-29 12:00:00.123',
        u: '2024-02-29 10:00:00',
        v: '2d3ae6b4-1f1c-4d6f-9ea8-0a1b2c3d4e5f',
        w: '[1, 2]',
        x: "{'a': 1, 'b': x}",
        y: '{k=1}',
        z: '1 month 3 days 00:00:04',
        ab: true,
        ac: 'a',
        ad: '{"a":1}',
        ae: null,
        af: '12:34:56.123456789',
        ah: "[{'a': [1, 2]}]",
      })
      assertEqual(
        Object.values(second ?? {}).filter((value) => value !== null),
        [],
      )
      assertEqual(
        loaded.columns.map(({ nulls, badCells }) => [nulls, badCells]).filter(([nulls]) => nulls !== 1),
        [[2, 0]],
      )
    })

    it('reads every compression codec, and row groups in order', async () => {
      for (const codec of ['uncompressed', 'snappy', 'gzip', 'zstd', 'brotli', 'lz4_raw'] as const) {
        const { file, inspection } = await openFixture(`${codec}.parquet`)
        const loaded = await load(file, inspection)
        const count = codec === 'gzip' ? 3000 : 64
        assertEqual(loaded.table.rows, count, codec)
        const [sums] = await platform
          .tables()
          .rows(
            sql`SELECT count(*) FILTER (id = rowid AND name = 'name ' || id % 7 AND part = id / 8) AS good FROM ${quoteIdentifier(tableName(loaded.table.id))}`,
          )
        assertEqual(sums, { good: count }, codec)
      }
    })

    it('loads a file without rows as a table without rows', async () => {
      const { file, inspection } = await openFixture('empty.parquet')
      const loaded = await load(file, inspection)
      assertEqual(getColumnTypes(loaded), { a: 'BIGINT', b: 'VARCHAR' })
      assertEqual(loaded.table.rows, 0)
    })

    it('loads nanoseconds as microseconds if no value needs nanoseconds', async () => {
      const { file, inspection } = await openFixture('ns.parquet')
      const loaded = await load(file, inspection)
      assertEqual(getColumnTypes(loaded), { at: 'TIMESTAMP', b: 'BIGINT' })
      assertEqual((await readRows(loaded))[2], { at: '2024-02-29 12:00:02.123456', b: 2 })
    })

    it('applies the type and the null values that the plan sets for a column', async () => {
      const { file, inspection } = await openFixture('snappy.parquet')
      const columns = [
        { name: 'number', type: 'VARCHAR', nulls: ['3'] },
        { name: 'name', type: 'BIGINT', nulls: [] },
        { name: 'part', type: 'DOUBLE', nulls: [] },
      ]
      const loaded = await load(file, inspection, undefined, { columns })
      const [first, , , fourth] = await readRows(loaded)
      assertEqual(first, { number: '0', name: null, part: 0 })
      assertEqual(fourth, { number: null, name: null, part: 0.375 })
      assertEqual(loaded.columns[1]?.badExamples[0], { row: 1, text: 'name 0' })
      assertEqual(
        loaded.columns.map(({ badCells }) => badCells),
        [0, 64, 0],
      )
    })

    it('rejects a truncated or damaged file by name and continues to read others', async () => {
      const original = decodeTypedFile('snappy.parquet')
      const { formats } = platform.tables()
      const expectRejected = async (bytes: Uint8Array, title: string) => {
        const file = await platform.file(bytes, 'orders.parquet')
        const problem = await catchProblem(load(file, { unpack: [], format: 'parquet', entries: [], parts: [] }))
        assertEqual([problem.code, problem.where?.file], ['load.file-damaged', 'orders.parquet'], title)
      }
      await expectRejected(original.slice(0, original.length - 20), 'truncated at the end')
      await expectRejected(original.slice(0, 30), 'truncated in the pages')
      const footer = original.slice()
      footer.fill(0xff, original.length - 200, original.length - 8)
      await expectRejected(footer, 'damaged in the footer')
      const tail = original.slice()
      new DataView(tail.buffer).setUint32(tail.length - 8, 0x7fffffff, true)
      await expectRejected(tail, 'a footer that is too long')
      const pages = original.slice()
      pages.fill(0xff, 4, 200)
      const file = await platform.file(pages, 'orders.parquet')
      await catchProblem(load(file, await formats.inspect(file)))
      const { file: good, inspection } = await openFixture('zstd.parquet')
      assertEqual((await load(good, inspection)).table.rows, 64)
    })
  })

  describe('loading Arrow', () => {
    const expected = {
      small: ['TINYINT', 1, null, -3],
      big: ['UBIGINT', 1, 18446744073709551615n, null],
      half: ['FLOAT', 0.5, -2, null],
      money: ['DECIMAL(12,2)', '1.25', '-1.25', null],
      huge: ['VARCHAR', '340282366920938463463374607431768211.457', null, null],
      word: ['VARCHAR', 'a', 'b', 'a'],
      nothing: ['VARCHAR', null, null, null],
      day: ['DATE', '2024-02-29', null, '1815-12-10'],
      seconds: ['TIMESTAMP', '1970-01-01 00:00:00', '1815-12-10 02:00:00', '2024-02-29 12:00:00'],
      zoned: ['TIMESTAMP', '1970-01-01 00:00:00', '1970-01-01 00:00:00.000001', '2024-02-29 12:00:00.123456'],
      nanos: ['TIMESTAMP_NS', '1970-01-01 00:00:00', '1970-01-01 00:00:00.000000001', '2024-02-29 12:00:00.123456789'],
      clock: ['TIME', '00:00:00', '00:00:01.5', '23:59:59.999'],
      span: ['INTERVAL', '00:00:00', '00:00:01.5', '24:00:00'],
      list: ['INTEGER[]', '[1, 2]', '[]', null],
      pair: ['STRUCT(a INTEGER, b VARCHAR)', "{'a': 1, 'b': x}", "{'a': NULL, 'b': y}", null],
      bytes: ['BLOB', '\\x01\\x02', '', null],
      yes: ['BOOLEAN', true, false, null],
    }

    for (const fileName of ['types.arrow', 'types.arrows'] as const) {
      it(`keeps types and values of ${fileName === 'types.arrow' ? 'a file' : 'a stream'}`, async () => {
        const { file, inspection } = await openFixture(fileName)
        assertEqual(inspection.format, 'arrow')
        const loaded = await load(file, inspection)
        const rows = await readRows(loaded)
        const actualColumns = loaded.table.columns.map(({ name: column, type }) => [
          column,
          [type, ...rows.map((row) => row[column] ?? null)],
        ])
        assertEqual(Object.fromEntries(actualColumns), expected)
      })
    }

    it('rejects a truncated file by name', async () => {
      for (const fileName of ['types.arrow', 'types.arrows'] as const) {
        const original = decodeTypedFile(fileName)
        for (const end of [original.length - 300, 700, 20]) {
          const file = await platform.file(original.slice(0, end), 'orders.feather')
          const problem = await catchProblem(load(file, { unpack: [], format: 'arrow', entries: [], parts: [] }))
          assertEqual(
            [problem.code, problem.where?.file],
            ['load.file-damaged', 'orders.feather'],
            `${fileName} ${end}`,
          )
        }
      }
    })
  })

  describe('loading SQLite', () => {
    it('lists tables and views, and infers types from the values', async () => {
      const { file, inspection } = await openFixture('shop.sqlite')
      assertEqual(inspection.parts, [
        { name: 'customers', rows: 3, columns: 10 },
        { name: 'orders', rows: 10, columns: 2 },
        { name: 'dear', rows: 8, columns: 2 },
        { name: 'nobody', rows: 0, columns: 3 },
      ])
      const customers = await load(file, inspection)
      assertEqual(getColumnTypes(customers), {
        id: 'BIGINT',
        name: 'VARCHAR',
        born: 'DATE',
        joined: 'TIMESTAMP',
        balance: 'DECIMAL(10,2)',
        active: 'BOOLEAN',
        score: 'DOUBLE',
        note: 'VARCHAR',
        code: 'VARCHAR',
        raw: 'BLOB',
      })
      assertEqual(await readRows(customers), [
        {
          id: 1,
          name: 'Ada',
          born: '1815-12-10',
          joined: '2020-01-01 10:00:00',
          balance: '12.34',
          active: true,
          score: 1.5,
          note: 'x',
          code: '007',
          raw: '\\x00\\x01',
        },
        {
          id: 2,
          name: 'Bob',
          born: null,
          joined: '2020-01-02 11:00:00.25',
          balance: '0.10',
          active: false,
          score: 2,
          note: '5',
          code: '008',
          raw: null,
        },
        {
          id: 9007199254740993n,
          name: 'Éve',
          born: '1990-02-28',
          joined: null,
          balance: '-3.00',
          active: null,
          score: null,
          note: '2.5',
          code: 'x',
          raw: '',
        },
      ])
      assertEqual((await load(file, inspection, 'dear')).table.rows, 8)
      assertEqual(getColumnTypes(await load(file, inspection, 'nobody')), { a: 'BIGINT', b: 'DATE', c: 'VARCHAR' })
    })

    it('reports columns with several kinds of values, and a missing table', async () => {
      const { file, inspection } = await openFixture('shop.sqlite')
      const opened = await platform.tables().formats.open(file, { ...inspection, part: 'customers' })
      assertEqual(
        opened.problems.map(({ code, where }) => [code, where?.column]),
        [['load.mixed-types', 'note']],
      )
      const problem = await catchProblem(platform.tables().formats.open(file, { ...inspection, part: 'people' }))
      assertEqual(problem.code, 'load.no-part')
      assertEqual(englishFormatter.renderProblem(problem).message.includes('`customers`'), true)
    })

    it('rejects a truncated database by name', async () => {
      const original = decodeTypedFile('shop.sqlite')
      const file = await platform.file(original.slice(0, 600), 'shop.db')
      const problem = await catchProblem(platform.tables().formats.inspect(file))
      assertEqual([problem.code, problem.where?.file], ['load.file-damaged', 'shop.db'])
    })
  })
}
