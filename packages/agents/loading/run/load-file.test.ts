import { englishFormatter, renderTexts } from '@aw-flow/messages/catalogs'
import { hashFile, openNodeFile } from '@aw-flow/data/node'
import { quoteIdentifier, NodeError, sql, tableName, TablesError, type LoadedTable, type Tables } from '@aw-flow/engine'
import { error as createProblem, type LoadPlan, type LoadReport, type Problem } from '@aw-flow/schema'
import { failedLoadReportSchema, loadReportSchema } from '@aw-flow/schema/internal'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { createMemoryFile } from '../../test-file.ts'
import { loadFile, type LoadFileOptions } from './load-file.ts'
import { sizes } from '../../../../test/sizes.ts'
import { planLoad } from '../plan/plan-load.ts'
import { previewFile } from './preview-file.ts'
import { openTestTables } from '../../../../test/open-tables.ts'
import { createColumns } from '../../../../test/columns.ts'

const fixture = async (name: string) => {
  const path = fileURLToPath(new URL(`../../../../test/fixtures/${name}`, import.meta.url))
  return openNodeFile(path, await hashFile(path))
}

const tables = await openTestTables()

const load = async (content: string | Uint8Array, options: Partial<LoadFileOptions> = {}): Promise<LoadReport> =>
  (await loadFile(createMemoryFile('test.csv', content), { tables, id: 'test', maxRetries: 3, ...options })).report

const loadFixture = async (name: string): Promise<LoadReport> => {
  const { report } = await loadFile(await fixture(name), { tables, id: 'fixture', maxRetries: 3 })
  expect(loadReportSchema.parse(JSON.parse(JSON.stringify(report)))).toEqual(JSON.parse(JSON.stringify(report)))
  return report
}

const types = (report: LoadReport): Record<string, string> =>
  Object.fromEntries(report.columns.map(({ name, type }) => [name, type]))
const textOfProblem = (problem: Problem): string => englishFormatter.renderProblem(problem).message
const codes = (report: LoadReport): string[] => report.warnings.map(({ code }) => code)
const failure = async (work: Promise<unknown>): Promise<NodeError> => {
  const cause = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  expect(cause).toBeInstanceOf(NodeError)
  return cause as NodeError
}

describe('test cases of the Python library', () => {
  it('sample.csv', async () => {
    const report = await loadFixture('sample.csv')
    expect(types(report)).toEqual({ id: 'BIGINT', name: 'VARCHAR', value: 'DOUBLE', category: 'VARCHAR' })
    expect(report).toMatchObject({
      rows: 5,
      rejects: 0,
      delimiter: ',',
      headerLines: 1,
      encoding: 'utf-8',
      warnings: [],
    })
    expect(report.sample[0]).toEqual(['1', 'Alpha', '10.5', 'A'])
  })

  it('inventory.csv', async () => {
    const report = await loadFixture('inventory.csv')
    expect(types(report)).toEqual({ id: 'BIGINT', product: 'VARCHAR', price: 'DOUBLE', stock: 'BIGINT' })
    expect(report.rows).toBe(10)
  })

  it('detects while loading that a large file is not UTF-8', async () => {
    const lines = Array.from({ length: 30_000 }, (_, index) => `${index},place ${index % 97},${index / 4}`)
    lines[12_345] = '12345,Orléans,1'
    for (const broken of [[], ['1,"x']]) {
      const text = ['id,name,size', ...lines, ...broken, ''].join('\n')
      const latin1 = Uint8Array.from(Buffer.from(text, 'latin1'))
      const report = await load(latin1, { maxRetries: 0 })
      expect(report).toMatchObject({ encoding: 'windows-1252', rows: 30_000, rejects: broken.length })
      expect(report.attempts.map(({ success }) => success)).toEqual([true])
      const [row] = await tables.rows(sql`SELECT name FROM ${quoteIdentifier(tableName('test'))} WHERE id = 12345`)
      expect(row).toEqual({ name: 'Orléans' })
      expect(await load(text, { maxRetries: 0 })).toMatchObject({ encoding: 'utf-8', rows: 30_000 })
    }
  })

  it('latin1.csv: detects the encoding', async () => {
    const report = await loadFixture('latin1.csv')
    expect(report).toMatchObject({ encoding: 'windows-1252', rows: 4 })
    expect(report.sample[1]).toEqual(['2', 'François', 'Besançon', '7.25'])
  })

  it.each<[string, string, string]>([
    ['one line above', 'Sales 2026\na,b,c\n1,2,3\n4,5,6\n', 'The first line is not part of the table. 1 line above'],
    [
      'a line that specifies the delimiter',
      'sep=;\na;b\nx;1,5\ny;2,5\n',
      'The line specifies the delimiter for the file.',
    ],
    [
      'names in a comment',
      '##source=x\n##by=y\n#K\tPOS\tREF\na\t1\tx\nb\t2\ty\n',
      'The first 2 lines are not part of the table. 2 lines are above the column names.',
    ],
    [
      'an order of day and month',
      'id,d\n1,03/04/2026\n2,07/02/2026\n3,01/05/2026\n',
      'Dates are read as month, day, year.',
    ],
    ['an empty list', '[]', '`test.csv` contains no records. The table has no columns.'],
  ])('warns about %s', async (_, content, words) => {
    expect((await load(content)).warnings.map(textOfProblem)).toContainEqual(expect.stringContaining(words))
  })

  it('reports where JSON is cut off', async () => {
    const { problem } = await failure(load('[{"a": 1},\n{"a": 2}, {"a": 3\n'))
    expect(textOfProblem(problem)).toContain('line 2, column 18: the text ends before the JSON is complete')
  })

  it('warns about a column that became text, and drops the warning about its planned type', async () => {
    const { warnings, plan, columns } = await load('when,n\n2026-02-28,1\n2026-02-30,2\n2026-03-01,3\n')
    const reason = {
      code: 'loading.corrected-text',
      params: { column: 'when', cells: 1, values: 3, type: 'DATE', value: '2026-02-30' },
    }
    expect(columns.map(({ type }) => type)).toEqual(['VARCHAR', 'BIGINT'])
    expect(warnings).toMatchObject([
      { code: 'load.column-stays-text.counted', params: { reason }, where: { column: 'when' } },
    ])
    expect(plan.evidence.filter(({ decision }) => decision === 'type of when')).toMatchObject([
      { value: 'VARCHAR', reason },
    ])
  })

  it('lists the lines of rejected JSON records once', async () => {
    const { warnings, rows } = await load('[{"a": 1}, 5, null, {"a": 2},\n{"a": 3}, {"a": 4}, 6]')
    expect(rows).toBe(4)
    expect(warnings.map(({ params }) => params)).toContainEqual(
      expect.objectContaining({ rejects: 3, records: 7, lines: [1, 2] }),
    )
  })

  it('ragged.csv: rejects and reports a ragged row', async () => {
    const report = await loadFixture('ragged.csv')
    expect(report).toMatchObject({ rows: 4, rejects: 1, rejectSample: [{ line: 4, raw: '3,Cid,30,unexpected' }] })
    const warning = report.warnings.find(({ code }) => code === 'load.rejected-records')
    expect(warning).toMatchObject({ where: { line: 4 } })
    expect(warning?.params).toMatchObject({ rejects: 1, records: 5, lines: [4] })
  })

  it('semicolons with decimal commas', async () => {
    const report = await loadFixture('semicolon-decimal-comma.csv')
    expect(report).toMatchObject({ delimiter: ';', encoding: 'windows-1252', rows: 5 })
    expect(types(report)).toEqual({ Straße: 'VARCHAR', Ort: 'VARCHAR', Fläche: 'DOUBLE', Preis: 'DOUBLE' })
    expect(report.sample[0]).toEqual(['Königsallee 1', 'Düsseldorf', '84.5', '1250000.0'])
  })

  it('a pipe inside a comma file', async () => {
    const report = await loadFixture('pipe-in-comma.csv')
    expect(report).toMatchObject({ delimiter: ',', rows: 4 })
    expect(types(report)).toEqual({ id: 'BIGINT', tags: 'VARCHAR', score: 'BIGINT' })
  })

  it('nested.json: loads the nested records', async () => {
    const report = await loadFixture('nested.json')
    expect(report).toMatchObject({ format: 'json', rows: 3, plan: { recordsPath: ['items'] } })
    expect(types(report)).toEqual({ id: 'VARCHAR', 'place.lat': 'DOUBLE', 'place.lon': 'DOUBLE', tags: 'VARCHAR' })
  })

  it('money.csv: converts amounts and percentages to numbers', async () => {
    const report = await loadFixture('money.csv')
    expect(types(report)).toEqual({ item: 'VARCHAR', price: 'DOUBLE', share: 'DOUBLE', tax: 'DOUBLE' })
    expect(report.sample[3]).toEqual(['Sofa', '10999.0', '55.1', '879.92'])
  })

  it('nulls-and-inf.csv: reads and counts nulls and infinities', async () => {
    const report = await loadFixture('nulls-and-inf.csv')
    expect(report.columns[0]).toMatchObject({ name: 'x', type: 'DOUBLE', nulls: 1, badCells: 0 })
    expect(report.sample.map(([x]) => x)).toEqual(['1.5', null, 'inf', '2.5', '-inf'])
  })

  it.each(['text-only.csv', 'edges.csv'])('%s: texts with a header', async (name) => {
    const report = await loadFixture(name)
    expect(report).toMatchObject({ rows: 4, headerLines: 1, rejects: 0 })
  })

  it('empty.csv: creates a table without columns, with a warning', async () => {
    const report = await loadFixture('empty.csv')
    expect(report).toMatchObject({ format: 'empty', rows: 0, columns: [] })
    expect(codes(report)).toEqual(['load.empty-file'])
    expect(report.attempts).toHaveLength(1)
  })
})

describe('other messy files', () => {
  it('skips lines above the table', async () => {
    const report = await loadFixture('preamble.csv')
    expect(report).toMatchObject({ skippedLines: 4, headerLines: 1, rows: 4 })
    expect(report.sample[3]).toEqual(['Bremen', '2024-Q1', '830.1', '790.4'])
  })

  it('loads a hundred columns with one rejected row, and reports its line', async () => {
    const report = await loadFixture('hundred-columns.csv')
    expect(report).toMatchObject({ rows: 29, rejects: 1 })
    expect(report.columns).toHaveLength(100)
    expect(report.rejectSample[0]?.line).toBe(18)
    expect(report.columns.every(({ type }) => type !== 'VARCHAR')).toBe(true)
  })

  it.each([8, 200])('keeps the delimiter of %i records if one in eight has too many cells', async (records) => {
    const lines = Array.from({ length: records }, (_, index) =>
      [1000 + index, `Customer ${index}`, `0${1 + (index % 9)}.02.2026`, `1.${100 + (index % 900)},50`, 'yes']
        .concat(index % 8 === 6 ? ['extra', 'more'] : [])
        .join(';'),
    )
    const { report } = await loadFile(
      createMemoryFile('orders.csv', ['Order;Customer;Day;Amount;Paid', ...lines].join('\n')),
      { tables, id: 'ragged', maxRetries: 3 },
    )
    expect(report).toMatchObject({ delimiter: ';', headerLines: 1, rows: records * (7 / 8), rejects: records / 8 })
    expect(report.columns.map(({ name }) => name)).toEqual(['Order', 'Customer', 'Day', 'Amount', 'Paid'])
  })

  it('reads a file of one line as a header or a row, with a warning', async () => {
    const header = await loadFixture('header-only.csv')
    expect(header).toMatchObject({ rows: 0, headerLines: 1 })
    expect(header.columns.map(({ name }) => name)).toEqual(['id', 'name', 'value', 'category'])
    expect(codes(header)).toEqual(['load.only-header'])
    const row = await loadFixture('one-row.csv')
    expect(row).toMatchObject({ rows: 1, headerLines: 0 })
    expect(codes(row)).toEqual(['load.only-row'])
  })

  it('reads JSON lines', async () => {
    const report = await loadFixture('records.jsonl')
    expect(report).toMatchObject({ format: 'jsonl', rows: 3, rejects: 0 })
    expect(types(report)).toEqual({ id: 'BIGINT', name: 'VARCHAR', joined: 'DATE', left: 'BOOLEAN' })
  })

  it.each<[string, string]>([
    ['an object of columns', '{"n": [1, 2, 3], "s": ["a", "b", "c"]}'],
    ['an object of columns keyed by row', '{"n": {"0": 1, "1": 2, "2": 3}, "s": {"0": "a", "1": "b", "2": "c"}}'],
    ['lists with names', '[["n", "s"], [1, "a"], [2, "b"], [3, "c"]]'],
    ['a list of objects', '[{"n": 1, "s": "a"}, {"n": 2, "s": "b"}, {"n": 3, "s": "c"}]'],
  ])('reads %s as the same table', async (_, text) => {
    const report = await load(text)
    expect(types(report)).toEqual({ n: 'BIGINT', s: 'VARCHAR' })
    expect(report.sample).toEqual([
      ['1', 'a'],
      ['2', 'b'],
      ['3', 'c'],
    ])
  })

  it('loses no digits if decimals occur only after the samples', async () => {
    const rows = Array.from({ length: 60_000 }, (_, index) => `${index},word ${index},${index % 900}`)
    rows[20_000] = '20000,word,12.75'
    const report = await load(`n,text,m\n${rows.join('\n')}\n`)
    expect(types(report)).toMatchObject({ m: 'DOUBLE' })
    expect(report.attempts.map(({ success }) => success)).toEqual([false, true])
    expect(report.attempts[0]?.reason).toEqual({
      code: 'loading.corrected-decimals',
      params: { column: 'm', value: '12.75' },
    })
    expect(report.columns.every(({ badCells }) => badCells === 0)).toBe(true)
  })

  it('corrects null values and types after the samples', async () => {
    const rows = Array.from({ length: 60_000 }, (_, index) => `${index},word ${index},${index % 900},${index % 7}`)
    for (let index = 20_000; index < 22_000; index++) rows[index] = `${index},word,n/a,red`
    const report = await load(`n,text,m,k\n${rows.join('\n')}\n`)
    expect(types(report)).toMatchObject({ m: 'BIGINT', k: 'VARCHAR' })
    expect(report.columns[2]).toMatchObject({ nulls: 2000, badCells: 0 })
    expect(report.attempts.length).toBeLessThanOrEqual(4)
  })

  it('reports a few invalid cells as null', async () => {
    const rows = Array.from({ length: 300 }, (_, index) => `${index},${index === 99 ? 'oops' : index / 4}`)
    const report = await load(`n,m\n${rows.join('\n')}\n`)
    expect(report.columns[1]).toMatchObject({ type: 'DOUBLE', badCells: 1, badExamples: [{ row: 100, text: 'oops' }] })
    expect(report.warnings).toMatchObject([{ code: 'load.invalid-cells', where: { column: 'm', row: 100 } }])
  })

  it('prefers overrides to detected values', async () => {
    const report = await load('a;b,c\n1;2,3\n', { overrides: { delimiter: ',', header: 'no', encoding: 'latin1' } })
    expect(report).toMatchObject({ delimiter: ',', headerLines: 0, rows: 2, encoding: 'windows-1252' })
    const links = await load('{"nodes": [{"id": 1}], "links": [{"source": 1, "target": 1, "value": 2}]}', {
      overrides: { recordsPath: ['links'] },
    })
    expect(links.columns.map(({ name }) => name)).toEqual(['source', 'target', 'value'])
  })

  it('accepts dangerous column names', async () => {
    const report = await load('__proto__,constructor,"a ""b"""\n1,2,3\n4,5,6\n')
    expect(report.columns.map(({ name }) => name)).toEqual(['__proto__', 'constructor', 'a "b"'])
    expect(report.sample).toEqual([
      ['1', '2', '3'],
      ['4', '5', '6'],
    ])
  })
})

describe('dates after the samples', () => {
  it('decide the order of day and month if the samples are ambiguous', async () => {
    const early = Array.from(
      { length: 60_000 },
      (_, index) => `${(index % 12) + 1}/${((index * 7) % 12) + 1}/2020,aaaaa\n`,
    )
    early[30_100] = '25/03/2020,aaaaa\n'
    const report = await load(`when,x\n${early.join('')}`)
    expect(report.plan.columns[0]).toMatchObject({ type: 'DATE', format: '%d/%m/%Y' })
    expect(report.columns[0]).toMatchObject({ badCells: 0 })
    expect(report.attempts.map(({ success }) => success)).toEqual([false, true])
    expect(codes(report)).not.toContain('load.ambiguous-dates')
  })
})

describe('unreadable files', () => {
  it('rejects a binary file with the evidence after trying two readers', async () => {
    const error = await failure(loadFixture('binary.bin'))
    expect(error).toMatchObject({ kind: 'permanent', agentRetries: 1 })
    expect(textOfProblem(error.problem)).toContain('`binary.bin`')
    expect(textOfProblem(error.problem)).toContain('of the first 4,096 bytes are NUL')
    expect(englishFormatter.renderProblem(error.problem).hint).toBeTruthy()
  })

  it('reports the format of a PDF without control characters', async () => {
    const error = await failure(load('%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\n'))
    expect(JSON.stringify(renderTexts(error, englishFormatter))).toContain('It is a PDF document, not text.')
  })

  it('reports the position of a JSON syntax error', async () => {
    const error = await failure(loadFixture('broken.json'))
    expect(error.problem).toMatchObject({ where: { file: 'broken.json', line: 4 } })
    expect(error.agentRetries).toBe(1)
  })

  it('reports the duration of each attempt in tenths of a millisecond', async () => {
    let now = 0
    const elapsed = (): number => (now += 12.100000001490116)
    const { attempts } = await load('a,b\n1,2\n', { elapsed })
    expect(attempts.map(({ ms }) => ms)).toEqual([12.1])
    const { report } = await failure(load('\x89PNG\r\n\x1A\n\0\0\0\rIHDR', { elapsed }))
    const failed = failedLoadReportSchema.parse(report?.report)
    expect(failed.attempts.map(({ ms }) => ms)).toEqual([12.1, 0])
  })

  it('detects HTML', async () => {
    expect(textOfProblem((await failure(load('<html><table></table></html>'))).problem)).toContain('HTML')
  })
})

describe('attempts', () => {
  /** Creates a fake tables port whose `load` returns scripted results. */
  const scripted = (answers: ((plan: LoadPlan) => LoadedTable)[]): { tables: Tables; plans: LoadPlan[] } => {
    const plans: LoadPlan[] = []
    const port = {
      load: (_file: unknown, plan: LoadPlan) => {
        plans.push(plan)
        const answer = answers[Math.min(plans.length, answers.length) - 1] as (plan: LoadPlan) => LoadedTable
        return Promise.resolve().then(() => answer(plan))
      },
      rows: () => Promise.resolve([]),
      drop: () => Promise.resolve(),
    }
    return { tables: port as unknown as Tables, plans }
  }
  const bad = (plan: LoadPlan): LoadedTable => ({
    table: { id: 'x', rows: 100, columns: plan.columns.map(({ name, type }) => ({ name, type })) },
    columns: plan.columns.map(({ name, type }) => ({
      name,
      type,
      nulls: type === 'VARCHAR' ? 0 : 50,
      badCells: type === 'VARCHAR' ? 0 : 50,
      badExamples: type === 'VARCHAR' ? [] : [{ row: 1, text: 'oops' }],
    })),
    rejects: 0,
    rejectSample: [],
    padded: 0,
  })
  const refuse = (): LoadedTable => {
    throw new TablesError({ code: 'x', severity: 'error', message: 'It was refused.' })
  }

  it('differ from each other and end when nothing needs a correction', async () => {
    const script = scripted([bad])
    const report = await load('a,b\n1,2\n3,4\n', { tables: script.tables })
    expect(script.plans).toHaveLength(2)
    expect(new Set(script.plans.map((plan) => JSON.stringify(plan))).size).toBe(2)
    expect(report.attempts.map(({ success }) => success)).toEqual([false, true])
  })

  it('are limited to the retries plus one', async () => {
    const script = scripted([bad])
    const report = await load('a,b\n1,2\n3,4\n', { tables: script.tables, maxRetries: 0 })
    expect(script.plans).toHaveLength(1)
    expect(codes(report)).toContain('load.invalid-cells')
  })

  it('end if memory is exhausted, because a different delimiter would read fewer cells', async () => {
    const exhaust = (): LoadedTable => {
      throw new TablesError(createProblem('tables.out-of-memory', { reason: 'full' }))
    }
    const script = scripted([exhaust])
    const failed = await failure(load('a,b|c,d\n1,x|y,3\n4,z|w,6\n', { tables: script.tables }))
    expect(script.plans).toHaveLength(1)
    expect(textOfProblem(failed.problem)).toContain('test.csv')
    expect(textOfProblem(failed.problem)).toContain('memory')
  })

  it('try a different delimiter if a plan is refused, and fail with the last reason', async () => {
    const script = scripted([refuse])
    const text = 'a,b|c,d\n1,x|y,3\n4,z|w,6\n'
    const error = await failure(load(text, { tables: script.tables }))
    expect(script.plans.length).toBeGreaterThan(1)
    expect(new Set(script.plans.map(({ dialect }) => dialect?.delimiter)).size).toBe(script.plans.length)
    expect(error).toMatchObject({ kind: 'permanent', agentRetries: script.plans.length - 1 })
    expect(error.problem.params).toMatchObject({ reason: 'It was refused.' })
  })

  it('stop when the signal is aborted', async () => {
    const controller = new AbortController()
    controller.abort(new Error('enough'))
    await expect(load('a,b\n1,2\n', { signal: controller.signal })).rejects.toThrow('enough')
  })
})

describe('planLoad and previewFile', () => {
  it('return the columns before the file is loaded', async () => {
    expect(await previewFile(createMemoryFile('x.csv', 'id,day\n1,2024-01-31\n'))).toMatchObject({
      format: 'csv',
      columns: createColumns('id BIGINT, day DATE'),
    })
    expect(await previewFile(createMemoryFile('x.png', Uint8Array.of(0x89, 0x50, 0x4e, 0x47)))).toMatchObject({
      format: 'binary',
      columns: [],
    })
    expect(await previewFile(createMemoryFile('x', ''))).toMatchObject({ format: 'empty', columns: [] })
  })

  it('sample the middle and the end of large files, and read all of it for its encoding', async () => {
    const rows = Array.from({ length: 80_000 }, (_, index) => `${index},abc`)
    rows[rows.length - 1] = '79999.5,abc'
    const text = `n,t\n${rows.join('\n')}\n`
    const { filePlan } = await planLoad(createMemoryFile('x.csv', text))
    expect(filePlan?.plan.columns[0]?.type).toBe('DOUBLE')
    const bytes = new TextEncoder().encode(text)
    bytes[300_000] = 0xe9
    const exact = await planLoad(createMemoryFile('x.csv', bytes), { exact: true })
    expect(exact.filePlan?.plan.encoding).toBe('windows-1252')
  })

  it('find a second date format that only occurs between the samples', async () => {
    const rows = Array.from({ length: 60_000 }, (_, index) => {
      const [month, day] = [String((index % 12) + 1).padStart(2, '0'), String((index % 16) + 13)]
      return index > 28_000 && index < 31_000
        ? `${index},${day}.${month}.2024,abcdefgh`
        : `${index},2024-${month}-${day},abcdefgh`
    })
    const report = await load(`n,day,t\n${rows.join('\n')}\n`)
    expect(report.columns[1]).toMatchObject({ type: 'DATE', nulls: 0, badCells: 0 })
  })

  it('find keys of late records', async () => {
    const records = Array.from({ length: 30_000 }, (_, index) =>
      index === 29_000 ? { id: index, note: 'late' } : { id: index, t: 'text' },
    )
    const { filePlan } = await planLoad(createMemoryFile('x.json', JSON.stringify(records)), { exact: true })
    expect(filePlan?.plan.columns.map(({ name }) => name)).toEqual(['id', 't', 'note'])
  })
})

describe('a large text', () => {
  const rows = (count: number, row: (index: number) => string): string =>
    Array.from({ length: count }, (_, index) => `${row(index)}\n`).join('')
  const places = `id,name,town,size\n${rows(sizes.largeTextRows, (index) => `${index},place ${index % 977},town ${index % 31},${index / 4}`)}`

  /** Loads a text, and returns its report and the plans that were loaded. */
  const loadWithPlans = async (text: string): Promise<{ report: LoadReport; plans: LoadPlan[] }> => {
    const plans: LoadPlan[] = []
    const recording: Tables = {
      ...tables,
      load: (file, plan, options) => {
        plans.push(plan)
        return tables.load(file, plan, options)
      },
    }
    return { report: await load(text, { tables: recording }), plans }
  }

  it('with one table is loaded with the plan from its samples', async () => {
    const { report, plans } = await loadWithPlans(places)
    expect(report).toMatchObject({ rows: sizes.largeTextRows, rejects: 0 })
    expect(plans).toHaveLength(1)
  })

  it('with a blank line in a quoted cell is one table', async () => {
    const { report, plans } = await loadWithPlans(
      `${places}-1,"a\n\nb",town,7\n${places.slice(places.indexOf('\n') + 1)}`,
    )
    expect(report).toMatchObject({ rows: 2 * sizes.largeTextRows + 1, rejects: 0 })
    expect(plans.at(-1)?.otherTables).toBeUndefined()
  })

  it('warns about a table below the first, which its start does not show', async () => {
    const other = rows(sizes.largeTextRows, (index) => `c${index},kind ${index},x,y`)
    const { report } = await loadWithPlans(`${places}\nkey,title,kind,note\n${other}`)
    expect(report.warnings).toContainEqual(expect.objectContaining({ code: 'load.other-cells' }))
    expect((await loadWithPlans(places)).report.warnings).toEqual([])
  })

  it('is loaded until it is canceled', async () => {
    const controller = new AbortController()
    const onProgress = () => controller.abort(new Error('stop'))
    await expect(load(places, { signal: controller.signal, onProgress })).rejects.toThrow('stop')
  })
})
