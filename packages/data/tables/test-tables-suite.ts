import { englishFormatter } from '@aw-flow/messages/catalogs'
import { quoteIdentifier, sql, tableName, unsafeSql, type Sql } from '@aw-flow/engine'
import type { TableRef } from '@aw-flow/schema'
import { tableFromIPC } from '@uwdata/flechette'
import {
  createCsvPlan,
  assertEqual,
  createTableId,
  catchProblem,
  type TestPlatform,
  type TestApi,
} from './test-case.ts'

const everyType = unsafeSql(`
  SELECT * FROM (VALUES
    (true, 1::TINYINT, 2::SMALLINT, 3::INTEGER, 9007199254740993::BIGINT, 4::UTINYINT, 18446744073709551615::UBIGINT,
     170141183460469231731687303715884105727::HUGEINT, 0.1::FLOAT, 0.1::DOUBLE, 12345678901234.567::DECIMAL(18,3),
     'é "x",' || chr(10), DATE '2024-05-01', TIME '10:00:00.25', TIMESTAMP '2024-05-01 10:00:00.123456',
     UUID '00000000-0000-4000-8000-000000000001', INTERVAL 1 DAY, 'a'::ENUM('a', 'b'), [1, 2], {'k': 'v'},
     MAP {'k': 1}, '\\xAA'::BLOB, TIMESTAMP_NS '2024-05-01 10:00:00.123456789'),
    (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
     NULL, NULL, NULL, NULL),
    (false, -1, -2, -3, -4, 0, 0, -5, 1e30, 'nan', -0.001, '', DATE '1900-01-01', TIME '00:00:00',
     TIMESTAMP '1900-01-01 00:00:00', UUID 'ffffffff-ffff-4fff-8fff-ffffffffffff', INTERVAL 2 MONTH, 'b', [], {'k': NULL},
     MAP {}, '', TIMESTAMP_NS '1970-01-01 00:00:00')
  ) t(bool, i8, i16, i32, i64, u8, u64, i128, f32, f64, dec, txt, day, clock, ts, id, span, choice, list, record, map,
      bytes, ns)`)

/** Defines the conformance suite for creating, reading and dropping tables. */
export function describeTables({ describe, it }: TestApi, platform: TestPlatform): void {
  const createTable = (select: Sql, id = createTableId()): Promise<TableRef> => platform.tables().create(select, { id })
  const selectAll = (table: TableRef): Sql => sql`SELECT * FROM ${quoteIdentifier(tableName(table.id))}`
  const readCsv = async (table: TableRef): Promise<string> => {
    const decoder = new TextDecoder()
    let text = ''
    for await (const chunk of platform.tables().csv(table)) text += decoder.decode(chunk, { stream: true })
    return text + decoder.decode()
  }
  const readPage = async (table: TableRef, offset: number, limit: number) =>
    tableFromIPC(await platform.tables().page(table, { offset, limit }), { useBigInt: true, useDecimalInt: true })

  describe('tables', () => {
    it('are created, found, replaced and dropped', async () => {
      const tables = platform.tables()
      const id = createTableId()
      assertEqual(tables.has(id), false)
      assertEqual(await createTable(sql`SELECT 1 AS num1, 'x' AS txt1`, id), {
        id,
        columns: [
          { name: 'num1', type: 'INTEGER' },
          { name: 'txt1', type: 'VARCHAR' },
        ],
        rows: 1,
      })
      assertEqual(tables.has(id), true)
      const replacement = await createTable(
        sql`SELECT num1 + i AS num1 FROM ${quoteIdentifier(tableName(id))}, range(3) t(i) ORDER BY i`,
        id,
      )
      assertEqual(await tables.rows(selectAll(replacement)), [{ num1: 1 }, { num1: 2 }, { num1: 3 }])
      await tables.drop(id)
      await tables.drop(id)
      assertEqual(tables.has(id), false)
      assertEqual((await catchProblem(tables.page(replacement, { offset: 0, limit: 1 }))).code, 'tables.missing')
    })

    it('support quotes in ids and names', async () => {
      const table = await createTable(
        sql`SELECT 1 AS ${quoteIdentifier('a"b')}, 2 AS ${quoteIdentifier("c'; DROP TABLE x; --")}`,
        'an "odd" id',
      )
      assertEqual(await readCsv(table), `"a""b",c'; DROP TABLE x; --\n1,2\n`)
    })

    it('are described without being created', async () => {
      assertEqual(await platform.tables().describe(sql`SELECT 1 AS a, 'x' AS b, 1.5 AS c, [1] AS d`), [
        { name: 'a', type: 'INTEGER' },
        { name: 'b', type: 'VARCHAR' },
        { name: 'c', type: 'DECIMAL(2,1)' },
        { name: 'd', type: 'INTEGER[]' },
      ])
    })

    it('can be deferred, and are created on first access', async () => {
      const tables = platform.tables()
      const baseTable = await createTable(sql`SELECT i AS num1, i % 3 AS num2 FROM range(10) t(i)`)
      const columns = [{ name: 'num1', type: 'BIGINT' }]
      const cells = [sql`num1 * 10 AS num1`]
      const from = await tables.relation(baseTable)
      const deferredTable = await tables.defer({ columns, cells, from, where: sql`num2 = 1` }, { id: createTableId() })
      assertEqual(deferredTable.rows, 3)
      assertEqual(tables.has(deferredTable.id), true)
      const relation = await tables.relation(deferredTable)
      assertEqual((await tables.rows(sql`SELECT sum(num1) AS s FROM ${relation.from}`))[0], { s: 120 })
      // The deferred table stays readable after its base is dropped.
      await tables.drop(baseTable.id)
      assertEqual(tables.has(baseTable.id), false)
      assertEqual(await readCsv(deferredTable), 'num1\n10\n40\n70\n')
      assertEqual(await tables.relation(deferredTable), {
        from: quoteIdentifier(tableName(deferredTable.id)),
        row: sql`rowid`,
        table: deferredTable.id,
      })
      assertEqual((await catchProblem(tables.page(baseTable, { offset: 0, limit: 1 }))).code, 'tables.missing')
      const invalid = { columns, cells: [sql`nothing AS num1`], from: await tables.relation(deferredTable), rows: 3 }
      assertEqual((await catchProblem(tables.defer(invalid, { id: createTableId() }))).code, 'sql.names')
    })

    it('keep the row order of their statement', async () => {
      const rows = 300_000
      const table = await createTable(sql`SELECT i, (i * 7919) % 300007 AS k FROM range(${rows}) t(i) ORDER BY k DESC`)
      assertEqual(table.rows, rows)
      const page = await readPage(table, 250_000, 3)
      const keys = Array.from({ length: rows }, (_, index) => (index * 7919) % 300007).sort((a, b) => b - a)
      assertEqual([...page.getChild('k').toArray()], keys.slice(250_000, 250_003).map(BigInt))
      const invalid = sql`SELECT count(*) AS n FROM (SELECT k, lag(k) OVER (ORDER BY rowid) AS before FROM ${quoteIdentifier(tableName(table.id))}) WHERE k > before`
      assertEqual(await platform.tables().rows(invalid), [{ n: 0 }])
    })

    it('return rows as plain values', async () => {
      const rows = await platform.tables().rows(everyType)
      assertEqual(rows[0], {
        bool: true,
        i8: 1,
        i16: 2,
        i32: 3,
        i64: 9007199254740993n,
        u8: 4,
        u64: 18446744073709551615n,
        i128: 170141183460469231731687303715884105727n,
        f32: Math.fround(0.1),
        f64: 0.1,
        dec: '12345678901234.567',
        txt: 'é "x",\n',
        day: '2024-05-01',
        clock: '10:00:00.25',
        ts: '2024-05-01 10:00:00.123456',
        id: '00000000-0000-4000-8000-000000000001',
        span: '1 day',
        choice: 'a',
        list: '[1, 2]',
        record: "{'k': v}",
        map: '{k=1}',
        bytes: '\\xAA',
        ns: '2024-05-01 10:00:00.123456789',
      })
      assertEqual(new Set(Object.values(rows[1] ?? {})), new Set([null]))
      assertEqual([rows[2]?.i128, rows[2]?.f64, rows[2]?.dec, rows[2]?.txt], [-5, Number.NaN, '-0.001', ''])
    })

    it('return instants in UTC in every output', async () => {
      const table = await createTable(sql`SELECT to_timestamp(0) AS instant`)
      assertEqual(await platform.tables().rows(selectAll(table)), [{ instant: '1970-01-01 00:00:00+00' }])
      assertEqual(await readCsv(table), 'instant\n1970-01-01 00:00:00+00\n')
      assertEqual((await readPage(table, 0, 1)).getChild('instant').at(0), '1970-01-01 00:00:00+00')
    })

    it('keep the leading byte order mark of a string', async () => {
      const table = await createTable(sql`SELECT ${'\ufeffx'} AS ${quoteIdentifier('\ufeffa')}, ${'\ufeff'} AS b`)
      assertEqual(table.columns[0]?.name, '\ufeffa')
      assertEqual(await platform.tables().rows(selectAll(table)), [{ '\ufeffa': '\ufeffx', b: '\ufeff' }])
    })

    it('return at most 10,000 rows', async () => {
      assertEqual((await platform.tables().rows(sql`SELECT i FROM range(10000) t(i)`)).length, 10_000)
      assertEqual(
        (await catchProblem(platform.tables().rows(sql`SELECT i FROM range(10001) t(i)`))).code,
        'tables.too-many-rows',
      )
    })

    it('return pages as an Arrow stream with exact values', async () => {
      const page = await readPage(await createTable(everyType), 0, 10)
      assertEqual(page.numRows, 3)
      const getCell = (column: string, row: number): unknown => page.getChild(column).at(row)
      assertEqual(
        ['bool', 'i8', 'i64', 'u64', 'i128', 'f32', 'f64', 'txt', 'id', 'span', 'choice', 'list', 'record'].map(
          (column) => getCell(column, 0),
        ),
        [
          true,
          1,
          9007199254740993n,
          18446744073709551615n,
          '170141183460469231731687303715884105727',
          Math.fround(0.1),
          0.1,
          'é "x",\n',
          '00000000-0000-4000-8000-000000000001',
          '1 day',
          'a',
          '[1, 2]',
          "{'k': v}",
        ],
      )
      assertEqual(getCell('dec', 0), 12345678901234567n)
      assertEqual(getCell('ts', 0), Date.UTC(2024, 4, 1, 10) + 123.456)
      assertEqual(getCell('ts', 2), Date.UTC(1900, 0, 1))
      assertEqual(getCell('day', 0), Date.UTC(2024, 4, 1))
      assertEqual(getCell('day', 2), Date.UTC(1900, 0, 1))
      assertEqual(getCell('clock', 0), 36_000_250_000n)
      for (const { name: column } of page.schema.fields) assertEqual(getCell(column, 1), null, column)
      assertEqual(
        page.schema.fields.map(({ name: column, type }) => `${column} ${type.typeId}`),
        'bool 6,i8 2,i16 2,i32 2,i64 2,u8 2,u64 2,i128 5,f32 3,f64 3,dec 7,txt 5,day 8,clock 9,ts 10,id 5,span 5,choice 5,list 5,record 5,map 5,bytes 5,ns 5'.split(
          ',',
        ),
      )
    })

    it('return pages at any offset, and empty pages beyond the end', async () => {
      const table = await createTable(sql`SELECT i AS num1, 'row ' || i AS txt1 FROM range(250000) t(i)`)
      for (const [offset, limit, first, count] of [
        [0, 2, 'row 0', 2],
        [122_879, 2, 'row 122879', 2],
        [249_999, 100, 'row 249999', 1],
        [250_000, 10, undefined, 0],
        [5, 0, undefined, 0],
      ] as const) {
        const page = await readPage(table, offset, limit)
        assertEqual([page.numRows, count ? page.getChild('txt1').at(0) : undefined], [count, first])
        assertEqual(
          page.schema.fields.map((field) => field.name),
          ['num1', 'txt1'],
        )
      }
    })

    it('return pages with truncated cells if they have too many bytes, and the lengths of all cells', async () => {
      const table = await createTable(
        sql`SELECT i AS num1, repeat('ä', 5000000) AS txt1, CASE WHEN i > 0 THEN 'short' END AS txt2 FROM range(8) t(i)`,
      )
      const page = await readPage(table, 0, 8)
      const characters = (64 * 1024 * 1024) / 4 / 16
      assertEqual(
        page.schema.fields.map((field) => field.name),
        ['num1', 'txt1', 'txt2', 'aw:lengths'],
      )
      for (const [row, lengths] of [
        [0, '[null,5000000,null]'],
        [7, '[null,5000000,5]'],
      ] as const) {
        const cells = ['num1', 'txt1', 'txt2', 'aw:lengths'].map((column) => page.getChild(column).at(row) as unknown)
        assertEqual(cells[1] === `${'ä'.repeat(characters)}…`, true)
        assertEqual([Number(cells[0]), cells[2], cells[3]], [row, row > 0 ? 'short' : null, lengths])
      }
      const completePage = await readPage(table, 7, 1)
      assertEqual(completePage.numCols, 3)
      assertEqual(completePage.getChild('txt1').at(0) === 'ä'.repeat(5_000_000), true)
    })

    it('are written as CSV without loss', async () => {
      assertEqual(
        await readCsv(
          await createTable(sql`SELECT bool, i64, i128, f64, dec, txt, day, ts, list FROM query(${everyType.text})`),
        ),
        [
          'bool,i64,i128,f64,dec,txt,day,ts,list',
          'true,9007199254740993,170141183460469231731687303715884105727,0.1,12345678901234.567,"é ""x"",\n",2024-05-01,2024-05-01 10:00:00.123456,"[1, 2]"',
          ',,,,,,,,',
          'false,-4,-5,nan,-0.001,"",1900-01-01,1900-01-01 00:00:00,[]',
          '',
        ].join('\n'),
      )
    })

    it('are written as CSV in row order, for any number of rows', async () => {
      const csv = await readCsv(await createTable(sql`SELECT i, 'ä' || i AS t FROM range(300000) t(i)`))
      let expected = 'i,t\n'
      for (let index = 0; index < 300_000; index++) expected += `${index},ä${index}\n`
      assertEqual(csv.length, expected.length)
      assertEqual(csv === expected, true)
    })

    it('have empty pages, an empty CSV and a hash if they have no columns', async () => {
      const { table } = await platform
        .tables()
        .load(await platform.file(''), { ...createCsvPlan([]), format: 'empty' }, { id: createTableId() })
      assertEqual(table.columns, [])
      assertEqual(await readCsv(table), '')
      assertEqual((await readPage(table, 0, 10)).numRows, 0)
      assertEqual((await createTable(selectAll(table))).columns, [])
      assertEqual(await platform.tables().rows(selectAll(table)), [])
      assertEqual((await platform.tables().contentHash(table)).length, 64)
    })

    it('have a content hash of names, types and rows in order', async () => {
      const hash = async (select: Sql): Promise<string> => platform.tables().contentHash(await createTable(select))
      const firstHash = await hash(sql`SELECT 1 AS a, '' AS b UNION ALL SELECT 2, NULL`)
      assertEqual(firstHash, '0c82d02cc7022843a3f4689283034768c65c0ececb6c0776f4029dd8e2511114')
      const otherHashes = await Promise.all(
        [
          sql`SELECT 1 AS a, NULL AS b UNION ALL SELECT 2, ''`,
          sql`SELECT 2 AS a, NULL AS b UNION ALL SELECT 1, ''`,
          sql`SELECT 1 AS a, '' AS c UNION ALL SELECT 2, NULL`,
          sql`SELECT 1::BIGINT AS a, '' AS b UNION ALL SELECT 2, NULL`,
        ].map(hash),
      )
      assertEqual(new Set([firstHash, ...otherHashes]).size, 5)
      assertEqual(await hash(sql`SELECT 1 AS a, '' AS b UNION ALL SELECT 2, NULL`), firstHash)
      assertEqual(await hash(everyType), '85276196becdd12ad2db027b3e0c80223787c54620e7fb1df877e100c214dac9')
    })

    it('are rejected with a problem, and existing tables stay usable', async () => {
      const id = createTableId()
      await createTable(sql`SELECT 1 AS a`, id)
      const namesProblem = await catchProblem(
        platform.tables().create(sql`SELECT nope FROM ${quoteIdentifier(tableName(id))}`, { id: createTableId() }),
      )
      assertEqual(
        [namesProblem.code, englishFormatter.renderProblem(namesProblem).message.includes('nope')],
        ['sql.names', true],
      )
      assertEqual((await catchProblem(createTable(sql`SELECT CAST('x' AS INTEGER)`))).code, 'sql.conversion')
      assertEqual((await catchProblem(createTable(unsafeSql('SELEC 1')))).code, 'sql.syntax')
      assertEqual((await catchProblem(createTable(sql`SELECT 1 AS RowId`, id))).code, 'tables.reserved-name')
      assertEqual((await catchProblem(platform.tables().describe(unsafeSql('')))).code, 'sql.syntax')
      assertEqual((await catchProblem(platform.tables().rows(sql`SELECT * FROM nowhere`))).code, 'sql.names')
      assertEqual(await platform.tables().rows(sql`SELECT a FROM ${quoteIdentifier(tableName(id))}`), [{ a: 1 }])
    })

    it('stop when the signal is aborted, with its reason', async () => {
      const controller = new AbortController()
      const reason = new Error('enough')
      const id = createTableId()
      const slowStatement = platform
        .tables()
        .create(sql`SELECT i, hash(i) AS h FROM range(30000000) t(i) ORDER BY h`, { id, signal: controller.signal })
      setTimeout(() => controller.abort(reason), 20)
      assertEqual(await slowStatement.catch((cause: unknown) => cause === reason), true)
      assertEqual(platform.tables().has(id), false)
      assertEqual(await platform.tables().rows(sql`SELECT 1 AS a`), [{ a: 1 }])
      const abortedStatement = platform.tables().rows(sql`SELECT 1 AS a`, { signal: controller.signal })
      assertEqual(await abortedStatement.catch((cause: unknown) => cause === reason), true)
    })

    it('are readable while another statement runs', async () => {
      const table = await createTable(sql`SELECT i FROM range(10) t(i)`)
      const controller = new AbortController()
      const reason = new Error('answered')
      let hasEnded = false
      const longStatement = platform
        .tables()
        .create(sql`SELECT i, hash(i) AS h FROM range(30000000) t(i) ORDER BY h`, {
          id: createTableId(),
          signal: controller.signal,
        })
        .catch((cause: unknown) => cause)
        .finally(() => (hasEnded = true))
      await new Promise((resolve) => {
        setTimeout(resolve, 0)
      })
      assertEqual((await readPage(table, 0, 10)).numRows, 10)
      assertEqual(hasEnded, false)
      controller.abort(reason)
      assertEqual((await longStatement) === reason, true)
    })

    it('return the current date in UTC without an extension', async () => {
      const [row] = await platform
        .tables()
        .rows(sql`SELECT current_date = today() AS same, typeof(current_date) AS type`)
      assertEqual(row, { same: true, type: 'DATE' })
    })
  })
}
