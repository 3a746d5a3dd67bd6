import { createRunHistory, type NodeReport, type RunEventBody } from '@aw-flow/schema'
import {
  describeOperation,
  loadReportSchema,
  preparationReportSchema,
  validationReportSchema,
} from '@aw-flow/schema/internal'
import { beforeAll, describe, expect, it } from 'vitest'
import { formatDateTime, message, type Text } from '@aw-flow/messages'
import { loadMonitorLanguage } from '../../language/monitor-language.ts'
import { registerOperationDescriber } from '../../language/render-operation.ts'
import { englishRenderer } from '../../language/render-text.ts'
import { testLoadReport, testPreparationReport, testValidationReport } from '../../test-reports.ts'
import { createCompletedRun, createFailingRun, createRecord, testRunStart } from '../../test-run-record.ts'
import { runMonitorStrings } from '../monitor-strings.ts'
import { renderRunHtml } from './run-html.ts'

const htmlOf = (bodies: readonly RunEventBody[], strings = runMonitorStrings): string =>
  renderRunHtml(createRunHistory(createRecord(bodies)).now, strings)
/** The visible text. */
const getVisibleText = (html: string): string => html.replace(/<style>[^]*?<\/style>/, '').replaceAll(/<[^>]*>/g, '')
const logged = (text: Text): RunEventBody => ({ type: 'node-logged', node: 'load', level: 'info', message: text })
const deadline = '2026-11-22T05:33:45.123Z'
const late = logged(message('approval.too-late', { node: 'load', deadline }))
const markupLog = logged('See `a<script>alert(1)</script>` & "b".')

const reported = (report: NodeReport): RunEventBody[] => [
  { type: 'node-started', node: 'prepare', attempt: 1, key: 'k' },
  { type: 'node-completed', node: 'prepare', outputs: {}, ms: 9, problems: [], report },
  { type: 'run-completed' },
]
const prepared = (changes: Partial<typeof testPreparationReport> = {}): RunEventBody[] =>
  reported({ kind: 'prepare', report: preparationReportSchema.parse({ ...testPreparationReport, ...changes }) })

const failedLoad: RunEventBody[] = [
  { type: 'node-started', node: 'load', attempt: 1, key: 'k1' },
  {
    type: 'node-failed',
    node: 'load',
    ms: 12.100000001490116,
    error: { kind: 'permanent', problem: { code: 'load.no-reader', severity: 'error', message: 'No table.' } },
    report: {
      kind: 'load',
      report: {
        file: 'cat.png',
        size: 48_213,
        attempts: [
          { attempt: 1, action: 'Read as `CSV`', success: false, reason: 'No lines.', ms: 12.100000001490116 },
        ],
        warnings: [],
      },
    },
  },
  { type: 'run-failed', failed: ['load'] },
]

beforeAll(async () => {
  registerOperationDescriber(describeOperation)
  await englishRenderer.load()
})

describe('renderRunHtml', () => {
  it('counts retries of a node separately from retries by its agent', async () => {
    const bodies = failedLoad.map((body) => (body.type === 'node-failed' ? { ...body, agentRetries: 1 } : body))
    expect(htmlOf(bodies)).toContain('<td>Failed</td><td class="n">1</td><td class="n">1 by agent</td>')
    expect(htmlOf(bodies, await loadMonitorLanguage('de-DE'))).toContain('<td class="n">1 darin</td>')
    expect(htmlOf(createFailingRun())).toContain('<td>Completed</td><td class="n">2</td><td class="n">1</td>')
    const busy = createFailingRun().slice(0, 4)
    expect(htmlOf([...busy, ...bodies.slice(1)])).toContain('<td class="n">2</td><td class="n">1 + 1 by agent</td>')
  })

  it('formats times in the language of its texts', async () => {
    const german = await loadMonitorLanguage('de-DE')
    for (const strings of [runMonitorStrings, german]) {
      const html = htmlOf([...createFailingRun().slice(0, 1), late, ...createFailingRun().slice(1)], strings)
      expect(getVisibleText(html)).not.toMatch(/\d{4}-\d\d-\d\d|\dT\d/)
      expect(getVisibleText(html)).toContain(formatDateTime(testRunStart, strings.language, true))
      expect(getVisibleText(html)).toContain(formatDateTime(Date.parse(deadline), strings.language))
    }
  })

  it('formats names as code, and escapes their markup', () => {
    const html = htmlOf([markupLog, ...createFailingRun()])
    expect(getVisibleText(html)).not.toContain('`')
    expect(html).toContain('<code>a&lt;script&gt;alert(1)&lt;/script&gt;</code> &amp; &quot;b&quot;.')
    expect(html).toContain('Column <code>amout</code> is not in <code>orders</code>.')
    expect(html).not.toContain('<script')
  })

  it('describes successful and failed loads in sentences', () => {
    const whole = htmlOf(createFailingRun())
    expect(getVisibleText(whole)).toContain('File: messy.csv · Size: 48 kB')
    expect(getVisibleText(whole)).not.toContain('rejectSample')
    expect(whole).toContain('Read with <code>;</code>')
    const failed = getVisibleText(htmlOf(failedLoad))
    expect(failed).toContain('File: cat.png · Size: 48 kB')
    expect(failed).toContain('failed, 12 ms')
    expect(failed).not.toMatch(/12\.1|"ms"/)
  })

  it('lists only the loaded columns that have nulls or invalid values', () => {
    const html = htmlOf(reported({ kind: 'load', report: loadReportSchema.parse(testLoadReport) }))
    expect(getVisibleText(html)).toContain('Quote: " · Header: 1 line · Skipped lines: 2'.replace('"', '&quot;'))
    expect(html).toContain('<th>Column<th>Type<th class="n">Nulls<th class="n">Invalid values')
    expect(html).toContain(
      '<td>price</td><td title="DOUBLE">decimal number</td><td class="n">14</td><td class="n warning">3</td><td>row 17: n/a</td>',
    )
    expect(html).not.toContain('<td>id</td>')
  })

  it('describes a preparation in sentences', async () => {
    const html = htmlOf(prepared())
    expect(html).not.toContain('<pre>')
    expect(getVisibleText(html)).toContain('Rows in: 1,000 · Rows out: 998 · Columns in: 1 · Columns out: 2')
    expect(getVisibleText(html)).toMatch(/lon.* 2 rows droppedA point needs both coordinates\./)
    expect(getVisibleText(html)).toMatch(/price.* 998 cells changed, 1 cell set to null/)
    expect(getVisibleText(html)).toContain('row 4: $1,200 → 1200')
    expect(getVisibleText(html)).toContain('Column rolesid: id · index: index · x: lon · y: lat')
    expect(html).toContain('<code>id</code> is the point id: it is unique and named like one.')
    expect(getVisibleText(html)).toContain('998 rows: 1 of 2 rules failed.')
    expect(getVisibleText(htmlOf(prepared({ applied: [] })))).toContain('No changes needed.')

    const german = getVisibleText(htmlOf(prepared(), await loadMonitorLanguage('de-DE')))
    expect(german).toContain('Zeilen hinein: 1.000 · Zeilen heraus: 998')
    expect(german).toContain('2 Zeilen weggelassen')
    expect(german).toContain('998 Zellen geändert, 1 Zelle geleert')
    expect(german).toContain('Rollen der Spalten')
    expect(german).not.toMatch(/Rows in|dropped|emptied|Not valid|Rule\b/)
  })

  it('omits the reasons of a plan that was made for another table', () => {
    const notes = [{ code: 'prepare.plan-for-other-table', severity: 'info' as const, message: 'Of before.' }]
    const html = getVisibleText(htmlOf(prepared({ plan: { ...testPreparationReport.plan, notes } })))
    expect(html).toContain('Of before.')
    expect(html).toContain('2 rows dropped')
    expect(html).not.toContain('A point needs both coordinates.')
  })

  it('describes a validation in sentences, with failing rules first', async () => {
    const report = validationReportSchema.parse(testValidationReport)
    const html = htmlOf(reported({ kind: 'validate', report }))
    expect(html).not.toContain('<pre>')
    expect(getVisibleText(html)).toContain('Not valid 998 rows: 1 of 2 rules failed.')
    expect(html).toContain('<code>price</code> is at least 0<br><small>12 rows have a smaller value.</small>')
    expect(getVisibleText(html)).toContain('12 of 998 rows (1.2%)')
    expect(html).toContain('Row 31: <code>-4</code>')
    expect(html.indexOf('is at least 0')).toBeLessThan(html.indexOf('is unique'))

    const german = getVisibleText(htmlOf(reported({ kind: 'validate', report }), await loadMonitorLanguage('de-DE')))
    expect(german).toContain('Nicht gültig 1 von 2 Regeln ist verletzt, bei 998 Zeilen.')
    expect(german).toContain('12 von 998 Zeilen (1,2\u00a0%)')
    expect(german).toContain('Zeile 31: -4')
    expect(german).toContain('Erfüllt')
  })

  it('shows the severity of a failed rule below error, and that no rules were checked', () => {
    const rules = testValidationReport.rules.map((rule) => ({ ...rule, severity: 'warning' as const }))
    const warned = validationReportSchema.parse({ ...testValidationReport, valid: true, rules })
    const html = getVisibleText(htmlOf(reported({ kind: 'validate', report: warned })))
    expect(html).toContain('is at least 0 Warning')
    expect(html).not.toContain('is unique Warning')
    const empty = { valid: true, rows: 3, rules: [] }
    expect(getVisibleText(htmlOf(reported({ kind: 'validate', report: empty })))).toContain(
      'Valid No rules were checked.',
    )
  })

  it('escapes markup in reports', () => {
    const hostile = '<img src=x onerror=alert(1)>'
    const rule = {
      ...testValidationReport.rules[1]!,
      rule: hostile,
      message: `\`${hostile}\``,
      sample: [{ row: 1, value: hostile }],
    }
    const validation = { ...testValidationReport, rules: [rule] }
    const [first, second] = testPreparationReport.applied
    const bodies = [
      reported({ kind: 'validate', report: validationReportSchema.parse(validation) }),
      prepared({
        validation,
        plan: {
          ...testPreparationReport.plan,
          roles: { id: hostile, index: hostile },
          notes: [{ code: 'x', severity: 'info', message: hostile, hint: hostile }],
        },
        applied: [
          { ...first!, operation: { op: 'drop-null-rows', columns: [hostile], reason: hostile } },
          { ...second!, examples: [{ row: 4, before: hostile, after: hostile }] },
        ],
      }),
      reported({
        kind: 'load',
        report: loadReportSchema.parse({
          ...testLoadReport,
          file: hostile,
          quote: hostile,
          columns: [{ name: hostile, type: hostile, nulls: 1, badCells: 1, badExamples: [{ row: 1, text: hostile }] }],
        }),
      }),
    ]
    for (const one of bodies) {
      const html = htmlOf(one)
      expect(html).toContain('&lt;img')
      expect(html).not.toContain('<img')
    }
  })

  it('contains no element and no attribute of a text, whatever text of the run it is', async () => {
    const attack = '"><img src=x onerror=alert(1)>`<script>alert(2)</script>`'
    // Names that other values refer to, and words of the format, stay.
    const keptNames = new Set([
      'code',
      'key',
      'kind',
      'level',
      'node',
      'nodes',
      'severity',
      'state',
      'type',
      'from',
      'to',
    ])
    const attackText = (name: string, value: unknown): unknown =>
      typeof value === 'string' && !keptNames.has(name) && !(Number(name) >= 0) ? `${attack}${value}` : value
    const getTags = (html: string): string[] => [
      ...new Set([...html.matchAll(/<[a-z!/][^>]*>/gi)].map(([tag]) => tag.replaceAll(/"[^"]*"|[\d.]+/g, ''))),
    ]
    const shownCounts: number[] = []
    const reports: NodeReport[] = [
      { kind: 'load', report: loadReportSchema.parse(testLoadReport) },
      { kind: 'prepare', report: preparationReportSchema.parse(testPreparationReport) },
      { kind: 'validate', report: validationReportSchema.parse(testValidationReport) },
      { kind: 'custom', report: { text: 'a', list: ['b'] } } as unknown as NodeReport,
    ]
    const runs = [createCompletedRun(), createFailingRun(), failedLoad, [markupLog, late], ...reports.map(reported)]
    for (const strings of [runMonitorStrings, await loadMonitorLanguage('de-DE')]) {
      for (const bodies of runs) {
        const attacked = JSON.parse(JSON.stringify(bodies), attackText) as RunEventBody[]
        const html = htmlOf(attacked, strings)
        shownCounts.push(html.split('&lt;img src=x onerror=alert(1)&gt;').length - 1)
        expect(getTags(html).filter((tag) => /onerror|<(img|script|iframe|object|embed|link|base)/i.test(tag))).toEqual(
          [],
        )
      }
    }
    expect(shownCounts.reduce((sum, count) => sum + count)).toBeGreaterThan(100)
  })

  it('shows a report of numbers, strings and booleans as facts, and any other as JSON', async () => {
    const other = (report: unknown, strings = runMonitorStrings): string =>
      getVisibleText(htmlOf(reported({ kind: 'other', report }), strings))
    const german = await loadMonitorLanguage('de-DE')
    const joined = { rowsIn: { left: 1_200, right: 5 }, rowsOut: { table: 1_200 }, leftEmptyKeys: 2 }
    expect(other(joined)).toContain(
      'ReportRows in, left: 1,200 · Rows in, right: 5 · Rows out: 1,200 · Left rows with null keys: 2',
    )
    expect(other(joined, german)).toContain(
      'Zeilen hinein, left: 1.200 · Zeilen hinein, right: 5 · Zeilen heraus: 1.200 · Linke Zeilen mit Null-Schlüssel: 2',
    )
    const exported = { rows: 3, bytes: 48_213, name: 'a<b>.csv' }
    expect(other(exported)).toContain('Rows: 3 · Size: 48 kB · Name: a&lt;b&gt;.csv')
    expect(other(exported, german)).toContain('Zeilen: 3 · Größe: 48 kB')
    const counted = { rowsIn: 12, 'empty unit price': 4, 'failed id': 1, share: 0.000_25, kept: false, toString: '' }
    expect(other(counted)).toContain(
      'Rows in: 12 · Nulls in unit price before conversion: 4 · Values not converted in id: 1 · share: 0.00025 · kept: no · toString: none',
    )
    expect(other(counted, german)).toContain('Vorher null in unit price: 4')
    expect(other(counted, german)).toContain('share: 0,00025 · kept: nein')
    for (const report of [{ rows: 3, parts: { a: 1 } }, { rows: null }, { rowsIn: { left: 'x' } }, [1, 2], 'text', {}])
      expect(htmlOf(reported({ kind: 'other', report }))).toMatch(/<h4>Report<\/h4><pre>/)
  })

  it('shows a report of an unexpected shape as JSON', () => {
    for (const kind of ['load', 'prepare', 'validate'] as const)
      expect(htmlOf(reported({ kind, report: { odd: '<b>' } }))).toContain('&quot;odd&quot;: &quot;&lt;b&gt;&quot;')
  })

  it('shows equal durations for a node and its attempt, and its waiting time', () => {
    const record = createRecord(createCompletedRun()).map((event) => ({
      ...event,
      ...('ms' in event ? { ms: 77 } : {}),
    }))
    const html = getVisibleText(renderRunHtml(createRunHistory(record).now, runMonitorStrings))
    expect(html.match(/77 ms/g)).toHaveLength(8)
    expect(html).not.toMatch(/took 120 ms/)
    expect(getVisibleText(htmlOf(createFailingRun()))).toContain('took 360 ms · waited 120 ms')
  })

  it('shows only the waiting time of a node that only waited, and no attempts of a skipped one', () => {
    const waited = createRecord(createFailingRun()).map((event) => ({
      ...event,
      ...('ms' in event ? { ms: 0.2 } : {}),
    }))
    const html = renderRunHtml(createRunHistory(waited).now, runMonitorStrings)
    expect(getVisibleText(html)).toContain('waited 120 ms')
    expect(getVisibleText(html)).not.toContain('took 0 ms · waited')
    const skipped = htmlOf([{ type: 'node-skipped', node: 'load', reason: 'Not run.', because: [] }])
    expect(skipped).toContain('<td>Skipped</td><td class="n"></td>')
  })

  it('ends lists that would be too long for a file, and counts the rest', () => {
    const text = "'".repeat(20_000)
    const repeat = (count: number): RunEventBody[] =>
      Array.from({ length: count }, (_, index): RunEventBody[] => [
        { type: 'node-started', node: 'load', attempt: index + 1, key: 'k' },
        { type: 'node-logged', node: 'load', level: 'info', message: text.repeat(10) },
        { type: 'node-completed', node: 'load', outputs: { a: { kind: 'text', text } }, ms: 1, problems: [] },
      ]).flat()
    const html = htmlOf(repeat(300))
    // One element that starts below the limit of each list may exceed it.
    expect(html.length).toBeLessThan(42_000_000)
    const attempts = html.match(/<details/g)!.length
    const entries = html.match(/<td class="info">/g)!.length
    expect(attempts).toBeGreaterThan(100)
    expect(html).toContain(`Entries not in this file: ${300 - attempts}`)
    expect(html).toContain(`Entries not in this file: ${300 - entries}`)
    expect(htmlOf(createFailingRun())).not.toContain('not in this file')
  })

  it('ends the outputs and external requests of one attempt that would be too long, and counts the rest', () => {
    const text = "'".repeat(20_000)
    const outputs = Object.fromEntries(
      Array.from({ length: 200 }, (_, index) => [`p${index}`, { kind: 'text' as const, text }]),
    )
    const requests = Array.from({ length: 300 }, (_, index): RunEventBody[] => [
      { type: 'effect-started', node: 'load', attempt: 1, effect: `e${index}`, kind: 'http', request: { text } },
    ]).flat()
    const html = htmlOf([
      { type: 'node-started', node: 'load', attempt: 1, key: 'k' },
      ...requests,
      { type: 'node-completed', node: 'load', outputs, ms: 1, problems: [] },
    ])
    expect(html.length).toBeLessThan(6_000_000)
    expect(html.match(/Entries not in this file: [1-9]/g)).toHaveLength(2)
  })

  it('contains a large value once per attempt, and serializes it once', () => {
    let serializations = 0
    const json = { list: [1], toJSON: () => (serializations++, { list: 'x'.repeat(100) }) } as never
    const bodies = Array.from({ length: 3 }, (_, index): RunEventBody[] => [
      { type: 'node-started', node: 'load', attempt: index + 1, key: 'k' },
      { type: 'node-completed', node: 'load', outputs: { a: { kind: 'json', json } }, ms: 1, problems: [] },
    ]).flat()
    expect(htmlOf(bodies).match(/x{100}/g)).toHaveLength(3)
    expect(serializations).toBe(1)
  })
})
