import { createMemoryJournal, resumeRun, systemClock, type RunControl, type SourceFile } from '@aw-flow/engine'
import { nodeDigest, openDuckDb } from '@aw-flow/data/node'
import { createBuiltInCatalog } from '@aw-flow/nodes'
import { createRunHistory, foldRun, runEventSchema, unwrap } from '@aw-flow/schema'
import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { aw } from '../../packages/cli/test-command-line.ts'
import { runMonitorStrings } from '../../packages/editor/monitor/monitor-strings.ts'
import { renderRunHtml } from '../../packages/editor/monitor/html/run-html.ts'
import {
  fixture,
  fixtureRecord,
  orders,
  places,
  runJson,
  nodeStates,
  findStrings,
  temporaryFolder,
} from './fixtures.ts'

/** Run records of v0.1 open, display their stored texts unchanged, and resume. */

const temporary = temporaryFolder()
const names = ['completed', 'failed', 'cancelled', 'skipped', 'waiting', 'waiting-for-event', 'interrupted']

/** Texts as v0.1 stored them. */
const stored = {
  log: 'Loading orders.csv (445 bytes).',
  problem: '1 record of 12 does not fit the table and is set aside: line 9. It has 6 cells, the table has 5.',
  hint: 'The report keeps them as written. Correct them in the source and load it again to have them in.',
  decision: 'All 10 cells looked at are numbers. Read as no value: "n/a".',
  reject: 'It has 6 cells, the table has 5.',
  finding: '1 of 11 rows fail: `amount` is more than 100 or no number.',
  generated:
    "No column is unique and named or shaped like an id. `id` is generated: row-1, row-2, … in the rows' order.",
  operation: "No column is unique and named or shaped like an id. The id is generated from the row's number.",
  notice: 'Orders: 11 rows have come.',
  exported: 'Kept points.csv (167 bytes).',
  invalid: 'The table is not valid: 3 of 11 rules fail. 1 of 11 rows fail: `amount` has no value.',
  invalidHint: 'Read the report, and correct the data or the schema; or set "When not valid" to "report".',
  unreachable: '"127.0.0.1", port 9, could not be reached: it refused the connection.',
  afterFailure: 'Not run, because "check" failed.',
  afterSkipped: 'Not run, because "sorted" was skipped.',
  notTaken: 'Not run, because "enough" did not take "true".',
  rejectedNotTaken: 'Not run, because "approve" did not take "rejected".',
  disabled: 'Not run, because it is disabled.',
  approval: 'Are these the orders of the first quarter?',
}

/** Texts of a record that the view of the run contains. */
const inView: Record<string, readonly string[]> = {
  completed: [
    stored.log,
    stored.problem,
    stored.hint,
    stored.decision,
    stored.reject,
    stored.finding,
    stored.generated,
    stored.operation,
    stored.notice,
    stored.exported,
  ],
  failed: [
    stored.log,
    stored.problem,
    stored.invalid,
    stored.invalidHint,
    stored.unreachable,
    stored.afterFailure,
    stored.afterSkipped,
  ],
  cancelled: [stored.log, stored.problem, stored.hint, stored.decision],
  skipped: [stored.log, stored.notTaken, stored.disabled],
  waiting: [stored.log, stored.problem, stored.approval],
  'waiting-for-event': [stored.log, stored.problem, stored.rejectedNotTaken],
  interrupted: [stored.log, stored.problem, stored.notice],
}

/** Texts that the HTML report omits, or in which it displays labels instead of node ids. */
const notInHtml = new Set([
  stored.notTaken,
  stored.rejectedNotTaken,
  stored.disabled,
  stored.afterFailure,
  stored.afterSkipped,
  stored.approval,
])

/** The visible text of an HTML report, in which names in backticks are code. */
const seen = (html: string): string =>
  html
    .replace(/<style>[^]*?<\/style>/, '')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')

test.each(names)('%s opens completely, and its view contains the stored texts unchanged', async (name) => {
  const text = await readFile(fixture(`records/${name}.jsonl`), 'utf8')
  const lines = text.split('\n').slice(0, -1)
  const events = await fixtureRecord(name)
  expect(events).toHaveLength(lines.length)
  expect(createRunHistory(lines.map((line) => JSON.parse(line) as unknown)).problem).toBeUndefined()
  const texts = findStrings(foldRun(events))
  for (const expected of inView[name]!) {
    expect(text).toContain(JSON.stringify(expected))
    expect(texts).toContain(expected)
  }
})

test.each(names)('%s displays at every moment, and as a report with the stored texts', async (name) => {
  const events = await fixtureRecord(name)
  const history = createRunHistory(events)
  for (let moment = 0; moment <= events.length; moment++) {
    expect(history.at(moment).view).toEqual(foldRun(events.slice(0, moment)))
  }
  const html = seen(renderRunHtml(history.now, runMonitorStrings))
  for (const expected of inView[name]!.filter((one) => !notInHtml.has(one))) {
    expect(html).toContain(expected.replaceAll('`', ''))
  }
})

test('an event of a record is read as it is stored', async () => {
  for (const name of names) {
    for (const event of await fixtureRecord(name)) expect(runEventSchema.parse(event)).toEqual(event)
  }
})

describe('on the command line', () => {
  test.each([
    ['completed', 1, 'completed', false],
    ['failed', 1, 'failed', false],
    ['cancelled', 130, 'cancelled', null],
    ['skipped', 0, 'completed', null],
  ])('%s has ended: it displays and stays as it is', async (name, exit, status, valid) => {
    const record = await temporary.copy(`records/${name}.jsonl`)
    const before = await readFile(record, 'utf8')
    const shown = await runJson('--resume', record)
    expect(shown).toMatchObject({ exit, status, valid })
    const texts = [...findStrings(shown)]
    const { out, stderr } = await aw('run', '--resume', record)
    expect(await readFile(record, 'utf8')).toBe(before)
    if (name !== 'completed') return
    for (const expected of [stored.problem, stored.decision, stored.finding, stored.generated]) {
      expect(texts).toContain(expected)
      expect(out + stderr).toContain(expected)
    }
  })

  test('the failed one displays why nodes failed and were skipped', async () => {
    const shown = await runJson('--resume', await temporary.copy('records/failed.jsonl'))
    expect(shown.problems.map(({ code, message }) => [code, message])).toEqual([
      ['validate.not-valid', stored.invalid],
      ['egress.unreachable', stored.unreachable],
    ])
    expect(shown.nodes).toMatchObject([
      { node: 'orders', state: 'completed', rows: 11 },
      { node: 'check', state: 'failed' },
      { node: 'sorted', state: 'skipped', reason: stored.afterFailure },
      { node: 'table', state: 'skipped', reason: stored.afterSkipped },
      { node: 'ask', state: 'failed' },
      { node: 'after', state: 'completed' },
    ])
    expect(shown.stderr).toContain(stored.invalidHint)
  })

  test('the waiting one keeps waiting, is approved, and resumes to its end', async () => {
    const record = await temporary.copy('records/waiting.jsonl')
    const resume = (...args: string[]) => runJson('--resume', record, '--input', orders, ...args)
    const waits = await resume()
    expect(waits).toMatchObject({ exit: 1, status: 'waiting' })
    const { out } = await aw('run', '--resume', record, '--input', orders)
    expect(out).toContain(stored.approval)
    const approved = await resume('--approve', 'approve')
    expect(nodeStates(approved)).toMatchObject({ approve: 'completed', wait: 'waiting', refused: 'skipped' })
    const paid = await resume('--event', 'paid={"sum": 3}')
    expect(paid).toMatchObject({ exit: 0, status: 'completed' })
    expect(nodeStates(paid)).toMatchObject({ wait: 'completed', table: 'completed', refused: 'skipped' })
    // The events that v0.1 wrote precede the new ones unchanged.
    const before = await readFile(fixture('records/waiting.jsonl'), 'utf8')
    expect((await readFile(record, 'utf8')).startsWith(before)).toBe(true)
  })

  test('the waiting one is rejected', async () => {
    const record = await temporary.copy('records/waiting.jsonl')
    const rejected = await runJson('--resume', record, '--input', orders, '--reject', 'approve')
    expect(rejected).toMatchObject({ exit: 0, status: 'completed' })
    expect(nodeStates(rejected)).toMatchObject({ wait: 'skipped', table: 'skipped', refused: 'completed' })
  })

  test('the one that waits for an event receives it and writes its table', async () => {
    const record = await temporary.copy('records/waiting-for-event.jsonl')
    const out = temporary.path('paid.csv')
    const paid = await runJson('--resume', record, '--input', orders, '--event', 'paid', '--out', out)
    expect(paid).toMatchObject({ exit: 0, status: 'completed' })
    expect((await readFile(out, 'utf8')).split('\n')[1]).toBe('1,Ada,Oslo,12.5,2024-01-03')
  })

  test('the interrupted one resumes, and its notification is not sent again', async () => {
    const record = await temporary.copy('records/interrupted.jsonl')
    const inputs = ['--input', `orders=${orders}`, '--input', `places=${places}`]
    const resumed = await runJson('--resume', record, ...inputs)
    expect(resumed).toMatchObject({ exit: 1, status: 'completed', valid: false })
    expect(resumed.stderr).not.toContain(stored.notice)
    const whole = await runJson('--resume', await temporary.copy('records/completed.jsonl'))
    expect(nodeStates(resumed)).toEqual(nodeStates(whole))
    expect(resumed.nodes.map(({ rows }) => rows)).toEqual(whole.nodes.map(({ rows }) => rows))
  })
})

const fileOf = (dataset: string, bytes: Uint8Array): SourceFile => ({
  dataset,
  name: 'orders.csv',
  size: bytes.byteLength,
  read: async (start, end) => bytes.subarray(start, end),
})

test('the engine resumes the waiting record from its journal', async () => {
  const tables = await openDuckDb({ threads: 1 })
  const bytes = await readFile(orders)
  try {
    const events = await fixtureRecord('waiting')
    const [begin] = events
    const { waitFor } = foldRun(events).nodes.approve!
    if (waitFor?.kind !== 'approval' || begin?.type !== 'run-started') throw new Error('The fixture waits for nothing.')
    expect(waitFor.shown).toMatchObject({ message: stored.approval })
    const decide = async (control: RunControl): Promise<void> => {
      const refused = await control.decide({ node: 'approve', digest: waitFor.digest, decision: 'reject', by: 'Ada' })
      expect(refused).toBeUndefined()
    }
    let deciding: Promise<void> | undefined
    const resumed = unwrap(
      await resumeRun({
        journal: createMemoryJournal(events),
        catalog: createBuiltInCatalog(),
        tables,
        clock: systemClock,
        digest: nodeDigest,
        signal: new AbortController().signal,
        files: { open: async (dataset) => fileOf(dataset, bytes) },
        services: {},
        onControl: (control) => void (deciding = decide(control)),
      }),
    )
    await deciding
    const view = foldRun(resumed)
    expect([view.state, view.nodes.refused?.state]).toEqual(['completed', 'completed'])
    expect(resumed.slice(0, events.length)).toEqual(events)
  } finally {
    await tables.close()
  }
})
