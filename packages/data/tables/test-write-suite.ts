import { quoteIdentifier, sql, tableName, type Scalar, type SourceFile } from '@aw-flow/engine'
import type { Column, LoadPlan, TableRef } from '@aw-flow/schema'
import type { TableFormat } from '@aw-flow/schema/internal'
import { assertEqual, createTableId, catchProblem, type TestPlatform, type TestApi } from './test-case.ts'

/** Defines the conformance suite for writing tables. The tests read the written files back to verify them. */
export function describeWriting({ describe, it }: TestApi, platform: TestPlatform): void {
  const writeBytes = async (table: TableRef, format: TableFormat): Promise<Uint8Array> => {
    const chunks: Uint8Array[] = []
    for await (const chunk of platform.tables().write(table, format)) chunks.push(Uint8Array.from(chunk))
    const bytes = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0))
    let offset = 0
    for (const chunk of chunks) {
      bytes.set(chunk, offset)
      offset += chunk.length
    }
    return bytes
  }
  const writeText = async (table: TableRef, format: TableFormat): Promise<string> =>
    new TextDecoder().decode(await writeBytes(table, format))
  const createTable = (select: ReturnType<typeof sql>): Promise<TableRef> =>
    platform.tables().create(select, { id: createTableId() })
  const readRows = ({ id, columns }: TableRef): Promise<Scalar[][]> =>
    platform
      .tables()
      .rows(sql`SELECT * FROM ${quoteIdentifier(tableName(id))} ORDER BY rowid`)
      .then((rows) => rows.map((row) => columns.map((column) => row[column.name] ?? null)))
  const loadTyped = async (file: SourceFile): Promise<TableRef> => {
    const inspection = await platform.tables().formats.inspect(file)
    const opened = await platform.tables().formats.open(file, inspection)
    if (opened.kind !== 'table' || inspection.format === 'text' || inspection.format === undefined)
      throw new Error('Expected a typed table.')
    const plan: LoadPlan = {
      format: inspection.format,
      encoding: 'utf-8',
      skippedLines: 0,
      headerLines: 0,
      columns: opened.columns.map((column) => ({ ...column, nulls: [] })),
      evidence: [],
    }
    return (await platform.tables().load(file, plan, { id: createTableId() })).table
  }
  const allTypesQuery = sql`
    SELECT * FROM (VALUES
      (1, 9007199254740993, 1.5, CAST('12.50' AS DECIMAL(12,2)), 'a "b", <c>', true, DATE '2024-02-29', TIME '12:34:56.5', TIMESTAMP '2024-02-29 12:00:00.25', 18446744073709551615::UBIGINT),
      (2, NULL, -0.1, CAST('-0.01' AS DECIMAL(12,2)), '', false, DATE '1815-12-10', TIME '00:00:00', TIMESTAMP '1969-12-31 23:59:59.999999', 0::UBIGINT),
      (NULL, -5, 'NaN'::DOUBLE, NULL, NULL, NULL, NULL, NULL, NULL, NULL)
    ) AS t(small, big, real, money, word, yes, day, clock, moment, huge)`

  describe('writing', () => {
    for (const format of ['parquet', 'arrow'] as const) {
      it(`keeps names, types, values and order in ${format}`, async () => {
        const table = await createTable(allTypesQuery)
        const reloaded = await loadTyped(await platform.file(await writeBytes(table, format), `table.${format}`))
        assertEqual(reloaded.columns, table.columns)
        assertEqual(await readRows(reloaded), await readRows(table))
        assertEqual(await platform.tables().contentHash(reloaded), await platform.tables().contentHash(table))
      })

      it(`writes several batches of rows, and no rows, to ${format}`, async () => {
        const largeTable = await createTable(
          sql`SELECT range AS id, 'name ' || range % 97 AS name, CASE WHEN range % 3 > 0 THEN range / 7 END AS part FROM range(130000)`,
        )
        const reloaded = await loadTyped(await platform.file(await writeBytes(largeTable, format), 'large'))
        assertEqual(await platform.tables().contentHash(reloaded), await platform.tables().contentHash(largeTable))
        const emptyTable = await createTable(sql`SELECT 1 AS id, 'x' AS word WHERE false`)
        const reloadedEmptyTable = await loadTyped(await platform.file(await writeBytes(emptyTable, format), 'none'))
        assertEqual([reloadedEmptyTable.columns, reloadedEmptyTable.rows], [emptyTable.columns, 0])
      })
    }

    it('writes types that the format lacks as text', async () => {
      const table = await createTable(
        sql`SELECT [1, 2] AS list, {'a': 1} AS pair, TIMESTAMP_NS '2024-02-29 12:00:00.123456789' AS fine, UUID '2d3ae6b4-1f1c-4d6f-9ea8-0a1b2c3d4e5f' AS id`,
      )
      const reloaded = await loadTyped(await platform.file(await writeBytes(table, 'parquet'), 'nested.parquet'))
      assertEqual(await readRows(reloaded), await readRows(table))
      assertEqual(new Set(reloaded.columns.map(({ type }: Column) => type)).size, 1)
    })

    it('writes CSV for Excel without formulas in strings, and plain CSV unchanged', async () => {
      const table = await createTable(sql`
        SELECT * FROM (VALUES
          (-1, '=HYPERLINK("http://evil.example")', DATE '2024-02-29'), (2, '+1', NULL), (3, '-1+1', NULL),
          (4, '@SUM(A1)', NULL), (5, chr(9) || '=1', NULL), (6, chr(13) || '=1', NULL), (7, 'a=1', NULL), (8, '', NULL),
          (9, ' =1', NULL), (10, NULL, NULL), (11, 'ü', NULL)
        ) AS t(id, "=name", "-day")`)
      const plainLines = [
        'id,=name,-day',
        '-1,"=HYPERLINK(""http://evil.example"")",2024-02-29',
        '2,+1,',
        '3,-1+1,',
        '4,@SUM(A1),',
        '5,\t=1,',
        '6,"\r=1",',
        '7,a=1,',
        '8,"",',
        '9, =1,',
        '10,,',
        '11,ü,',
        '',
      ]
      assertEqual(await writeText(table, 'csv'), plainLines.join('\n'))
      const writtenBytes = await writeBytes(table, 'csv-excel')
      assertEqual([...writtenBytes.subarray(0, 3)], [0xef, 0xbb, 0xbf])
      const expected = [
        "id,'=name,'-day",
        `-1,"'=HYPERLINK(""http://evil.example"")",2024-02-29`,
        "2,'+1,",
        "3,'-1+1,",
        "4,'@SUM(A1),",
        "5,'\t'=1,",
        `6,"'\r'=1",`,
        '7,a=1,',
        '8,"",',
        '9, =1,',
        '10,,',
        '11,ü,',
        '',
      ]
      assertEqual(new TextDecoder().decode(writtenBytes), expected.join('\n'))
    })

    // In many countries, Excel separates cells with semicolons, and starts new cells even within quotation marks.
    it('writes CSV for Excel without formulas after semicolons, tabs and line breaks in strings', async () => {
      const table = await createTable(sql`
        SELECT * FROM (VALUES
          (1, 'a;=1+1;b'), (2, 'a;"=1+1'), (3, 'a' || chr(10) || '@SUM(A1)'), (4, 'a' || chr(9) || '+1;-1'),
          (5, 'a;b=1-2'), (6, '=1;;=2'), (7, NULL), (8, '＝1;－1;a＋1')
        ) AS t(id, "a;=1")`)
      const plainLines = ['id,a;=1', '1,a;=1+1;b', '2,"a;""=1+1"', '3,"a\n@SUM(A1)"', '4,a\t+1;-1', '5,a;b=1-2', '6,=1;;=2', '7,', '8,＝1;－1;a＋1', ''] // oxfmt-ignore
      assertEqual(await writeText(table, 'csv'), plainLines.join('\n'))
      const expected = ["id,a;'=1", "1,a;'=1+1;b", `2,"a;""'=1+1"`, `3,"a\n'@SUM(A1)"`, "4,a\t'+1;'-1", '5,a;b=1-2', "6,'=1;;'=2", '7,', "8,'＝1;'－1;a＋1", ''] // oxfmt-ignore
      assertEqual(await writeText(table, 'csv-excel'), expected.join('\n'))
    })

    it('writes JSON and JSON lines', async () => {
      const table = await createTable(sql`SELECT * EXCLUDE (day, clock, moment) FROM (${allTypesQuery}) LIMIT 2`)
      const first =
        '{"small":1,"big":9007199254740993,"real":1.5,"money":"12.50","word":"a \\"b\\", <c>","yes":true,"huge":18446744073709551615}'
      const second = '{"small":2,"big":null,"real":-0.1,"money":"-0.01","word":"","yes":false,"huge":0}'
      assertEqual(await writeText(table, 'json'), `[\n${first},\n${second}\n]\n`)
      assertEqual(await writeText(table, 'jsonl'), `${first}\n${second}\n`)
      const emptyTable = await createTable(sql`SELECT 1 AS id WHERE false`)
      assertEqual([await writeText(emptyTable, 'json'), await writeText(emptyTable, 'jsonl')], ['[]\n', ''])
    })

    it('writes the same CSV as `csv`', async () => {
      const table = await createTable(allTypesQuery)
      let text = ''
      for await (const chunk of platform.tables().csv(table)) text += new TextDecoder().decode(chunk)
      assertEqual(await writeText(table, 'csv'), text)
    })

    it('writes a reproducible workbook with all cells', async () => {
      const table = await createTable(allTypesQuery)
      const bytes = await writeBytes(table, 'xlsx')
      assertEqual(await writeBytes(table, 'xlsx'), bytes)
      const file = await platform.file(bytes, 'table.xlsx')
      const inspection = await platform.tables().formats.inspect(file)
      assertEqual([inspection.format, inspection.parts.map((part) => part.name)], ['excel', ['Table']])
      const opened = await platform.tables().formats.open(file, inspection)
      if (opened.kind !== 'text') throw new Error('Expected cells as text.')
      const text = new TextDecoder().decode(await opened.file.read(0, opened.file.size))
      assertEqual(text.split('\n').slice(0, 2), [
        'small,big,real,money,word,yes,day,clock,moment,huge',
        '1,9007199254740993,1.5,12.5,"a ""b"", <c>",true,2024-02-29,12:34:56.500,2024-02-29 12:00:00.250,18446744073709551615',
      ])
    })

    it('rejects tables that the format cannot represent', async () => {
      const tallTable = await createTable(sql`SELECT range AS id FROM range(1048576)`)
      assertEqual((await catchProblem(writeBytes(tallTable, 'xlsx'))).code, 'out.sheet-too-large')
      const longTextTable = await createTable(sql`SELECT repeat('x', 40000) AS text`)
      assertEqual((await catchProblem(writeBytes(longTextTable, 'xlsx'))).code, 'out.cell-too-long')
    })
  })
}
