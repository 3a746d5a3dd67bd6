import {
  createCatalog,
  createMemoryJournal,
  quoteIdentifier,
  resumeRun,
  runWorkflow,
  sql,
  systemClock,
  tableName,
} from '@aw-flow/engine'
import { foldRun, type Config, type Json, type LoadReport, type Problem, type RunEvent, unwrap } from '@aw-flow/schema'
import { describe, expect, it } from 'vitest'
import { fetchEgress, openModelServer, type Reply } from '../../agents/language-model/test-model-server.ts'
import { builtInNodes } from '../built-in-nodes.ts'
import { createWorkflow } from '../logic/test-logic.ts'
import { loadingNode } from './loading.ts'
import { openTestTables } from '../../../test/open-tables.ts'

const tables = await openTestTables()

const dataset = 'd'.repeat(64)
let runs = 0

/** Loads a file, with a model that follows a script. */
async function load(
  text: string,
  script: readonly Reply[],
  options: { config?: Config; isGranted?: boolean; record?: RunEvent[]; address?: string } = {},
) {
  const server = await openModelServer('first', script)
  const bytes = new TextEncoder().encode(text)
  const file = {
    name: 'file.csv',
    dataset,
    size: bytes.length,
    read: async (start: number, end: number) => bytes.slice(start, end),
  }
  const { config = {}, isGranted = true, record, address = server.address } = options
  // The test server has no route below this address.
  const gone = { id: 'gone', protocol: 'openai' as const, address: address.replace('/v1', '/v2'), model: 'large' }
  const models = isGranted ? [gone, { id: 'small', protocol: 'openai' as const, address, model: 'small' }] : []
  const ports = {
    catalog: createCatalog(builtInNodes),
    tables,
    files: { open: async () => file },
    services: { egress: fetchEgress, models: { read: async () => ({ models }) } },
    clock: systemClock,
    signal: new AbortController().signal,
  }
  const workflow = createWorkflow({ load: ['loading', { dataset, ...config }] }, [])
  const events = record
    ? unwrap(await resumeRun({ ...ports, journal: createMemoryJournal(record) }))
    : await runWorkflow({ ...ports, workflow, run: `r${runs++}`, seed: 1 })
  await server.close()
  const view = foldRun(events)
  const { outputs, report, problems = [] } = view.nodes.load!
  const table = outputs.table?.kind === 'table' ? outputs.table.table : undefined
  if (!table) throw new Error('It returned no table.')
  return {
    events,
    table,
    rows: await tables.rows(sql`SELECT * FROM ${quoteIdentifier(tableName(table.id))} ORDER BY rowid`),
    report: report!.report as LoadReport,
    problems,
    requests: server.requests,
    address,
  }
}

/** Every cell is a word, so that the data leave open whether the first line contains the column names. */
const words = 'color,kind\nred,car\ncolor,bus\nblue,tram\n'
const numbers = 'a,b\n1,2\n3,4\n5,6\n'
const says = (value: Json): Reply => ({ says: JSON.stringify(value) })
const findNote = (problems: readonly Problem[]) => problems.find(({ code }) => code === 'load.by-model')
const other = ({ report }: { report: LoadReport }): 'yes' | 'no' => (report.headerLines > 0 ? 'no' : 'yes')

describe('Load with a model', () => {
  it('does not ask a model by default or for unambiguous data', async () => {
    expect((await load(words, [])).requests).toEqual([])
    const { requests, table } = await load(numbers, [says({ header: 'no' })], { config: { model: 'small' } })
    expect(requests).toEqual([])
    expect(table.columns.map((column) => column.name)).toEqual(['a', 'b'])
  })

  it('decides what the data leave open from the allowed number of lines, and the report says so', async () => {
    const byRules = await load(words, [])
    const byModel = await load(words, [says({ header: other(byRules) })], { config: { model: 'small', modelRows: 2 } })
    expect(byModel.report.headerLines > 0).toBe(byRules.report.headerLines === 0)
    expect(byModel.rows).toHaveLength(byRules.rows.length + byRules.report.headerLines - byModel.report.headerLines)
    expect(findNote(byModel.problems)?.params).toMatchObject({
      model: 'small',
      outcome: 'changed',
      decisions: [`header "${other(byRules)}"`],
    })
    const evidence = byModel.report.plan.evidence.find(({ decision }) => decision === 'header')
    expect(evidence?.reason).toMatchObject({ code: 'loading.by-model', params: { model: 'small' } })
    expect(byModel.requests).toHaveLength(1)
    const sent = JSON.stringify(byModel.requests)
    expect(sent).toContain('red,car')
    expect(sent).not.toContain('blue')
    const unseen = await load(words, [says({})], { config: { model: 'small', modelRows: 0 } })
    expect(JSON.stringify(unseen.requests)).not.toContain('color')
  })

  it.each<[string, Reply, string, string?]>([
    ['a delimiter that the data do not have', says({ header: 'yes', delimiter: '|' }), 'rejected'],
    ['a decision that was not asked', says({ encoding: 'utf-16le', part: '2' }), 'unclear'],
    ['no JSON', { says: 'I refuse.' }, 'unclear'],
    ['a refusal', { refuses: 'No.' }, 'unclear'],
    ['column names that are numbers', says({ header: 'yes' }), 'rejected', 'Ann,1\nBob,2\nEve,3\n'],
    ['agreement', says({ header: 'no' }), 'agrees', words],
    // A semicolon once, so that the delimiter is uncertain as well.
  ])('ignores %s', async (_, reply, outcome, text = 'red;car\nblue,bus\ngreen,tram\n') => {
    const byRules = await load(text, [])
    const { report, rows, problems, requests } = await load(text, [reply], { config: { model: 'small' } })
    expect(requests).toHaveLength(1)
    expect(rows).toEqual(byRules.rows)
    expect(report.columns).toEqual(byRules.report.columns)
    expect(findNote(problems)?.params).toMatchObject({ outcome })
  })

  it('asks the fallback if the model fails, and names it', async () => {
    const byRules = await load(words, [])
    const config = { model: 'gone', fallbackModels: ['small'] }
    const { problems, requests } = await load(words, [says({ header: other(byRules) })], { config })
    expect(requests).toHaveLength(1)
    expect(findNote(problems)?.params).toMatchObject({ model: 'small', outcome: 'changed' })
    const { problems: alone } = await load(words, [], { config: { model: 'gone' } })
    expect(findNote(alone)).toBe(undefined)
  })

  it('continues with the rules without a grant, and after a failed request', async () => {
    const byRules = await load(words, [])
    for (const [script, isGranted, code] of [
      [[], false, 'model.not-granted.none'],
      [[{ status: 400, body: { error: { message: 'no' } } }], true, 'model.'],
    ] as const) {
      const { rows, problems } = await load(words, script, { config: { model: 'small' }, isGranted })
      expect(rows).toEqual(byRules.rows)
      expect(problems.find((problem) => problem.code.startsWith(code))).toMatchObject({ severity: 'warning' })
    }
  })

  it('replays a record without a request', async () => {
    const byRules = await load(words, [])
    const first = await load(words, [says({ header: other(byRules) })], { config: { model: 'small' } })
    const end = first.events.findLastIndex(({ type }) => type === 'effect-ended')
    const again = await load(words, [], { record: first.events.slice(0, end + 1), address: first.address })
    expect(again.requests).toEqual([])
    expect(again.rows).toEqual(first.rows)
  })

  it('derives tables from the model only if one is set', () => {
    const derive = (config: Config): unknown =>
      loadingNode.derivation!({ settings: loadingNode.settings.parse(config), inputs: {} })
    expect(derive({ modelRows: 9 })).toEqual(derive({}))
    expect(derive({ model: 'small' })).not.toEqual(derive({}))
    expect(derive({})).not.toHaveProperty('model')
  })
})
