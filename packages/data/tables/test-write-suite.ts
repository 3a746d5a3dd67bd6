import { name, sql, tableName, type Scalar, type SourceFile } from '@aw-flow/engine'
import type { Column, LoadPlan, TableFormat, TableRef } from '@aw-flow/schema'
import { equal, newId, problemOf, type Place, type TestApi } from './test-case.ts'

/** What every adapter writes, read back. */
export function describeWriting({ describe, it }: TestApi, place: Place): void {
  const bytesOf = async (table: TableRef, format: TableFormat): Promise<Uint8Array> => {
    const pieces: Uint8Array[] = []
    for await (const piece of place.tables().write(table, format)) pieces.push(Uint8Array.from(piece))
    const bytes = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0))
    let at = 0
    for (const piece of pieces) {
      bytes.set(piece, at)
      at += piece.length
    }
    return bytes
  }
  const textOf = async (table: TableRef, format: TableFormat): Promise<string> =>
    new TextDecoder().decode(await bytesOf(table, format))
  const create = (select: ReturnType<typeof sql>): Promise<TableRef> => place.tables().create(select, { id: newId() })
  const rowsOf = ({ id, columns }: TableRef): Promise<Scalar[][]> =>
    place
      .tables()
      .rows(sql`SELECT * FROM ${name(tableName(id))} ORDER BY rowid`)
      .then((rows) => rows.map((row) => columns.map((column) => row[column.name] ?? null)))
  const loadTyped = async (file: SourceFile): Promise<TableRef> => {
    const found = await place.tables().formats.inspect(file)
    const opened = await place.tables().formats.open(file, found)
    if (opened.kind !== 'table' || found.format === 'text' || found.format === undefined) throw new Error('No table.')
    const plan: LoadPlan = {
      format: found.format,
      encoding: 'utf-8',
      skippedLines: 0,
      headerLines: 0,
      columns: opened.columns.map((column) => ({ ...column, nulls: [] })),
      evidence: [],
    }
    return (await place.tables().load(file, plan, { id: newId() })).table
  }
  const every = sql`
    SELECT * FROM (VALUES
      (1, 9007199254740993, 1.5, CAST('12.50' AS DECIMAL(12,2)), 'a "b", <c>', true, DATE '2024-02-29', TIME '12:34:56.5', TIMESTAMP '2024-02-29 12:00:00.25', 18446744073709551615::UBIGINT),
      (2, NULL, -0.1, CAST('-0.01' AS DECIMAL(12,2)), '', false, DATE '1815-12-10', TIME '00:00:00', TIMESTAMP '1969-12-31 23:59:59.999999', 0::UBIGINT),
      (NULL, -5, 'NaN'::DOUBLE, NULL, NULL, NULL, NULL, NULL, NULL, NULL)
    ) AS t(small, big, real, money, word, yes, day, clock, moment, huge)`

  describe('writing', () => {
    for (const format of ['parquet', 'arrow'] as const) {
      it(`keeps names, types, values and order in ${format}`, async () => {
        const table = await create(every)
        const again = await loadTyped(await place.file(await bytesOf(table, format), `table.${format}`))
        equal(again.columns, table.columns)
        equal(await rowsOf(again), await rowsOf(table))
        equal(await place.tables().contentHash(again), await place.tables().contentHash(table))
      })

      it(`writes more rows than are written at once, and none, to ${format}`, async () => {
        const large = await create(
          sql`SELECT range AS id, 'name ' || range % 97 AS name, CASE WHEN range % 3 > 0 THEN range / 7 END AS part FROM range(250000)`,
        )
        const again = await loadTyped(await place.file(await bytesOf(large, format), 'large'))
        equal(await place.tables().contentHash(again), await place.tables().contentHash(large))
        const none = await create(sql`SELECT 1 AS id, 'x' AS word WHERE false`)
        const empty = await loadTyped(await place.file(await bytesOf(none, format), 'none'))
        equal([empty.columns, empty.rows], [none.columns, 0])
      })
    }

    it('writes what a format has no type for as text', async () => {
      const table = await create(
        sql`SELECT [1, 2] AS list, {'a': 1} AS pair, TIMESTAMP_NS '2024-02-29 12:00:00.123456789' AS fine, UUID '2d3ae6b4-1f1c-4d6f-9ea8-0a1b2c3d4e5f' AS id`,
      )
      const again = await loadTyped(await place.file(await bytesOf(table, 'parquet'), 'nested.parquet'))
      equal(await rowsOf(again), await rowsOf(table))
      equal(new Set(again.columns.map(({ type }: Column) => type)).size, 1)
    })

    it('writes JSON and JSON lines', async () => {
      const table = await create(sql`SELECT * EXCLUDE (day, clock, moment) FROM (${every}) LIMIT 2`)
      const first =
        '{"small":1,"big":9007199254740993,"real":1.5,"money":"12.50","word":"a \\"b\\", <c>","yes":true,"huge":18446744073709551615}'
      const second = '{"small":2,"big":null,"real":-0.1,"money":"-0.01","word":"","yes":false,"huge":0}'
      equal(await textOf(table, 'json'), `[\n${first},\n${second}\n]\n`)
      equal(await textOf(table, 'jsonl'), `${first}\n${second}\n`)
      const none = await create(sql`SELECT 1 AS id WHERE false`)
      equal([await textOf(none, 'json'), await textOf(none, 'jsonl')], ['[]\n', ''])
    })

    it('writes the CSV that it has ever written', async () => {
      const table = await create(every)
      let text = ''
      for await (const piece of place.tables().csv(table)) text += new TextDecoder().decode(piece)
      equal(await textOf(table, 'csv'), text)
    })

    it('writes a workbook that is the same bytes each time and holds the cells', async () => {
      const table = await create(every)
      const bytes = await bytesOf(table, 'xlsx')
      equal(await bytesOf(table, 'xlsx'), bytes)
      const file = await place.file(bytes, 'table.xlsx')
      const found = await place.tables().formats.inspect(file)
      equal([found.format, found.parts.map((part) => part.name)], ['excel', ['Table']])
      const opened = await place.tables().formats.open(file, found)
      if (opened.kind !== 'text') throw new Error('Cells were expected.')
      const text = new TextDecoder().decode(await opened.file.read(0, opened.file.size))
      equal(text.split('\n').slice(0, 2), [
        'small,big,real,money,word,yes,day,clock,moment,huge',
        '1,9007199254740993,1.5,12.5,"a ""b"", <c>",true,2024-02-29,12:34:56.500,2024-02-29 12:00:00.250,18446744073709551615',
      ])
    })

    it('refuses what a format cannot hold', async () => {
      const rows = await create(sql`SELECT range AS id FROM range(1048576)`)
      equal((await problemOf(bytesOf(rows, 'xlsx'))).code, 'out.sheet-too-large')
      const long = await create(sql`SELECT repeat('x', 40000) AS text`)
      equal((await problemOf(bytesOf(long, 'xlsx'))).code, 'out.cell-too-long')
    })
  })
}
