import { expect, fixture, html } from '@open-wc/testing'
import { setViewport } from '@web/test-runner-commands'
import { foldRun, type NodeReport, type RunError, type RunEventBody, type RunView } from '@aw-flow/schema'
import { defineElements } from '../../define-elements.ts'
import { waitForFrame, getElement } from '../../test-pointer.ts'
import { testCatalog } from '../../test-catalog.ts'
import { testLoadReport, testPreparationReport, testValidationReport } from '../../test-reports.ts'
import { captureDownload } from '../../test-download.ts'
import { mainJob } from '../../test-session.ts'
import type { AwRunReport } from './aw-run-report.ts'

defineElements()

const started: RunEventBody = {
  type: 'run-started',
  version: 1,
  run: 'r',
  workflow: mainJob(),
  inputs: {},
  seed: 1,
}

const runOf = (...bodies: RunEventBody[]): RunView =>
  foldRun([started, ...bodies].map((body, seq) => ({ ...body, seq, time: Date.UTC(2026, 10, 20) + seq * 10 })))

const completed = (node: string, report?: NodeReport): RunEventBody => ({
  type: 'node-completed',
  node,
  outputs: {},
  rows: 1_000,
  ms: 1_240,
  problems: [],
  ...(report ? { report } : {}),
})

async function mount(run: RunView | undefined, node?: string): Promise<AwRunReport> {
  const monitor = await fixture<AwRunReport>(html`<aw-run-report .run=${run} .node=${node}></aw-run-report>`)
  monitor.style.cssText = 'width: 900px; height: 500px'
  await waitForFrame()
  return monitor
}

const getText = (element: Element): string => (element.textContent ?? '').replaceAll(/\s+/g, ' ').trim()
const detail = (monitor: AwRunReport): string => getText(getElement(monitor, '.detail'))

describe('<aw-run-report>', () => {
  beforeEach(() => setViewport({ width: 1000, height: 700 }))

  it('shows a node with warnings or rejected rows in the tone and with the icon of a warning, and counts them', async () => {
    const warning = { code: 'x', severity: 'warning' as const, message: 'A column is empty.' }
    const rejecting = { ...testLoadReport, rejects: 3 }
    const run = runOf(
      { ...completed('load', { kind: 'load', report: rejecting }) },
      { ...completed('prepare'), problems: [warning] } as RunEventBody,
      completed('validate'),
    )
    const monitor = await mount(run, 'prepare')
    const [load, prepare, validate] = [...monitor.shadowRoot!.querySelectorAll('.nodes button')]
    expect(getText(load!)).to.contain('Completed, 3 rejected')
    expect(getText(prepare!)).to.contain('Completed, 1 warning')
    for (const node of [load!, prepare!]) {
      expect(node.querySelector('.word')?.className).to.contain('warn')
      expect(node.firstElementChild?.className).to.contain('warn')
    }
    expect(validate!.querySelector('.word')?.className).to.contain('good')
    expect(getText(getElement(monitor, '.head .state'))).to.equal('Completed, 1 warning')
    expect(getElement(monitor, '.head .state').className).to.contain('warn')
  })

  it('shows the list of nodes above the details if it is too narrow for both', async () => {
    const monitor = await mount(runOf(completed('load', { kind: 'load', report: testLoadReport })), 'load')
    const boxOf = (selector: string): DOMRect => getElement(monitor, selector).getBoundingClientRect()
    expect(boxOf('.detail').left).to.be.at.least(boxOf('.nodes').right)
    monitor.style.width = '360px'
    await waitForFrame()
    expect(boxOf('.detail').top).to.be.at.least(boxOf('.nodes').bottom)
    expect(boxOf('.detail').width).to.equal(360)
    expect(boxOf('.detail').bottom).to.equal(monitor.getBoundingClientRect().bottom)
  })

  it('links to the nodes that have a report, if the chosen one has none', async () => {
    const run = runOf(completed('load', { kind: 'load', report: testLoadReport }), completed('table'))
    const monitor = await mount(run, 'table')
    expect(detail(monitor)).to.contain('This node has no report. Nodes with a report: Load file')
    let chosen: string | undefined
    monitor.addEventListener('aw-node-choose', ({ node }) => (chosen = node))
    getElement(monitor, '.reported button').click()
    expect(chosen).to.equal('load')
    await expect(monitor).to.be.accessible()
  })

  it('shows a failing rule of low severity as a warning', async () => {
    const report = structuredClone(testValidationReport)
    report.valid = true
    for (const rule of report.rules) if (!rule.valid) rule.severity = 'warning'
    const monitor = await mount(runOf(completed('validate', { kind: 'validate', report })), 'validate')
    const { shadowRoot } = getElement(monitor, 'aw-validation-report')
    expect(shadowRoot!.querySelector('.verdict')?.className).to.equal('verdict warn')
    expect(shadowRoot!.querySelector('.bad')).to.equal(null)
  })

  it('shows a failed load as facts and attempts', async () => {
    const attempts = [{ attempt: 1, action: 'Read as `CSV`', success: false, reason: 'No lines.', ms: 12.1 }]
    const problem = { code: 'x', severity: 'error' as const, message: 'No reader takes it.' }
    const run = runOf(
      { type: 'node-started', node: 'load', attempt: 1, key: 'k' },
      {
        type: 'node-failed',
        node: 'load',
        ms: 12,
        error: { kind: 'permanent', problem },
        report: { kind: 'load', report: { file: 'cat.png', size: 48_213, attempts, warnings: [problem] } },
      },
      { type: 'run-failed', failed: ['load'] },
    )
    const monitor = await mount(run, 'load')
    expect(detail(monitor)).to.contain('File cat.png Size 48 kB')
    expect(detail(monitor)).to.contain('Read as CSV failed, 12 ms No lines.').and.not.to.contain('{')
  })

  it('names the setting of an error by its title', async () => {
    const problem = {
      code: 'node.invalid-setting',
      severity: 'error' as const,
      params: { setting: 'maxRetries', node: 'Load file', reason: 'expected a number', expressions: '' },
      where: { node: 'load', setting: 'maxRetries' },
    }
    const run = runOf(
      { type: 'node-started', node: 'load', attempt: 1, key: 'k' },
      { type: 'node-failed', node: 'load', ms: 12, error: { kind: 'permanent', problem } },
      { type: 'run-failed', failed: ['load'] },
    )
    const monitor = await mount(run, 'load')
    monitor.types = testCatalog
    await monitor.updateComplete
    const failure = getText(getElement(monitor, '.failure'))
    expect(failure).to.contain('Setting "Maximum retries" of "Load file"').and.to.contain('setting Maximum retries')
    expect(failure).not.to.contain('maxRetries')
  })

  it('shows each node’s state as text and icon, with attempt, retries, rows and time', async () => {
    const error: RunError = {
      kind: 'transient',
      problem: { code: 'x', severity: 'error', message: 'The reader was busy.' },
    }
    const run = runOf(
      { type: 'node-started', node: 'load', attempt: 1, key: 'k' },
      { type: 'node-retrying', node: 'load', attempt: 1, error, delayMs: 5 },
      { type: 'node-started', node: 'load', attempt: 2, key: 'k' },
      completed('load'),
      { type: 'node-started', node: 'prepare', attempt: 1, key: 'k' },
      { type: 'node-skipped', node: 'table', reason: 'Validate has no output.', because: ['validate'] },
    )
    const monitor = await mount(run)
    const nodes = [...(monitor.shadowRoot?.querySelectorAll('.nodes button') ?? [])].map(getText)
    expect(nodes[0]).to.equal('Load file 1.24 s Completed, attempt 2, 1 retry 1,000 rows')
    expect(nodes[1]).to.equal('Prepare Running')
    expect(nodes[2]).to.equal('Validate Pending')
    expect(nodes[3]).to.equal('Table Skipped')
    const icons = [...(monitor.shadowRoot?.querySelectorAll('.nodes svg') ?? [])].map((svg) =>
      svg.getAttribute('data-icon'),
    )
    expect(icons).to.deep.equal(['circle-check', 'loader-circle', 'circle-dashed', 'circle-minus'])
  })

  it('shows progress of a running node', async () => {
    const monitor = await mount(runOf({ type: 'node-started', node: 'load', attempt: 1, key: 'k' }))
    monitor.progress = { load: { run: 'r', node: 'load', done: 250, total: 1_000, unit: 'rows' } }
    await monitor.updateComplete
    expect(getElement<HTMLProgressElement>(monitor, 'progress').value).to.equal(250)
    expect(getText(getElement(monitor, '.nodes button'))).to.contain('250 of 1,000 rows')
  })

  it('shows a failure with its place, hint and log', async () => {
    const run = runOf(
      { type: 'node-started', node: 'load', attempt: 1, key: 'k' },
      { type: 'node-logged', node: 'load', level: 'info', message: 'Read 4 kB.' },
      {
        type: 'node-failed',
        node: 'load',
        ms: 12,
        error: {
          kind: 'permanent',
          problem: {
            code: 'load.no-reader',
            severity: 'error',
            message: 'No reader takes `a.bin`.',
            hint: 'Choose a CSV or JSON file.',
            where: { node: 'load', setting: 'dataset', file: 'a.bin' },
          },
        },
      },
      { type: 'run-failed', failed: ['load'] },
    )
    const monitor = await mount(run, 'load')
    const failure = getElement(monitor, '.failure')
    expect(failure.getAttribute('role')).to.equal('alert')
    expect(getText(failure)).to.equal('No reader takes a.bin. Choose a CSV or JSON file. setting Dataset, file a.bin')
    const log = getText(getElement(monitor, '.log'))
    expect(log).to.contain('Read 4 kB.').and.not.to.contain('a.bin', 'the failure is not repeated in the log')
  })

  it('shows a load report: decisions with reasons, and rejected rows', async () => {
    const monitor = await mount(runOf(completed('load', { kind: 'load', report: testLoadReport })), 'load')
    const text = detail(monitor)
    expect(text).to.contain('Format CSV').and.to.contain('Encoding Windows-1252')
    expect(text).to.contain('Delimiter semicolon')
    expect(text).to.contain('delimiter semicolon 97% 998 of 1,000 lines have the same number of cells.')
    expect(text).to.contain('2 rejected rows')
    expect(text).to.contain('401 The quote is not closed. 400;"broken')
    expect(text).to.contain('price decimal number 14 3 row 17: n/a')
    expect(text).to.contain('Read with ;')
  })

  it('shows a preparation report: operations with reason and effect, roles, verdict', async () => {
    const report = { kind: 'prepare' as const, report: testPreparationReport }
    const monitor = await mount(runOf(completed('prepare', report)), 'prepare')
    const text = detail(monitor)
    expect(text).to.contain('Drop rows without lon or lat 2 rows dropped A point needs both coordinates.')
    expect(text).to.contain('Parse price as numbers 998 cells changed, 1 cell set to null')
    expect(text).to.contain('row 4: $1,200 → 1200')
    expect(text).to.contain('Rows in 1,000 Rows out 998')
    expect(text).to.contain('x lon')
    expect(text).to.contain('id is the point id')
    expect(text).to.contain('Not valid')
  })

  it('shows the columns for Cosmograph’s interfaces, and saves them', async () => {
    const report = { kind: 'prepare' as const, report: testPreparationReport }
    const monitor = await mount(runOf(completed('prepare', report)), 'prepare')
    const reported = getElement(monitor, '.cosmograph')
    getElement(monitor, '.cosmograph summary').click()
    const [javascript, python] = [...reported.querySelectorAll('pre')].map((one) => one.textContent)
    expect(javascript).to.contain('new Cosmograph(div, {\n  points,\n  "pointIdBy": "id"')
    expect(python).to.contain('cosmo(\n    points=points,\n    point_id_by="id",')
    const { name, content } = await captureDownload(() => getElement(monitor, '.cosmograph button').click())
    expect(name).to.equal('cosmograph.json')
    const config = JSON.parse(await content.text()) as { javascript: object; python: object }
    expect(config.javascript).to.deep.include({ pointXBy: 'lon', pointYBy: 'lat' })
    expect(config.python).to.deep.include({ point_x_by: 'lon', point_y_by: 'lat' })
    await expect(monitor).to.be.accessible()
  })

  it('omits reasons with numbers of another table', async () => {
    const note = { code: 'prepare.plan-for-other-table', severity: 'info' as const, message: 'Made for another table.' }
    const other = { ...testPreparationReport, plan: { ...testPreparationReport.plan, notes: [note] } }
    const monitor = await mount(runOf(completed('prepare', { kind: 'prepare', report: other })), 'prepare')
    expect(detail(monitor)).to.contain('Drop rows without lon or lat 2 rows dropped')
    expect(detail(monitor)).not.to.contain('A point needs both coordinates.')
    expect(detail(monitor)).to.contain('Made for another table.')
  })

  it('shows a validation report: verdict as text, failing rules first with rows', async () => {
    const report = { kind: 'validate' as const, report: testValidationReport }
    const monitor = await mount(runOf(completed('validate', report)), 'validate')
    const shown = getElement(monitor, 'aw-validation-report')
    expect(getText(getElement(shown, '.verdict'))).to.equal('Not valid 998 rows: 1 of 2 rules failed.')
    const rules = [...(shown.shadowRoot?.querySelectorAll('.rule') ?? [])].map(getText)
    expect(rules).to.have.length(1)
    expect(rules[0]).to.contain('price is at least 0').and.to.contain('12').and.to.contain('Row 31: -4')
  })

  it('counts an agent’s own attempts separately from retries of its node', async () => {
    const error: RunError = { kind: 'permanent', problem: { code: 'x', severity: 'error', message: 'No table.' } }
    const monitor = await mount(
      runOf(
        { type: 'node-started', node: 'load', attempt: 1, key: 'k' },
        { type: 'node-failed', node: 'load', ms: 9, error, agentRetries: 1 },
      ),
    )
    const line = getText(getElement(monitor, '.nodes li'))
    expect(line).to.contain('Failed, 1 retry by the agent')
    expect(line.replace('1 retry by the agent', '')).not.to.contain('retr')
  })

  it('shows reports of table nodes and exports as facts, and others as JSON', async () => {
    const reported = {
      rowsIn: { left: 1_200, right: 5 },
      rowsOut: { table: 1_198 },
      rightRepeatedKeys: 2,
      'empty price': 3,
    }
    const monitor = await mount(runOf(completed('table', { kind: 'other', report: reported })), 'table')
    expect(detail(monitor)).to.contain(
      'Rows in, left 1,200 Rows in, right 5 Rows out 1,198 Duplicate keys in right rows 2 Nulls in price before conversion 3',
    )
    expect(monitor.shadowRoot?.querySelector('.detail pre')).to.equal(null)
    const exported = await mount(
      runOf(completed('table', { kind: 'other', report: { rows: 3, bytes: 48_213, name: 'kept.csv' } })),
      'table',
    )
    expect(detail(exported)).to.contain('Rows 3 Size 48 kB Name kept.csv')
    const nested = await mount(runOf(completed('table', { kind: 'other', report: { rows: 3, of: { a: 1 } } })), 'table')
    expect(JSON.parse(getElement(nested, '.detail pre').textContent ?? '')).to.deep.equal({ rows: 3, of: { a: 1 } })
  })

  it('shows a report of an unknown shape as JSON', async () => {
    const report = { kind: 'load' as const, report: { hello: 'world' } }
    const monitor = await mount(runOf(completed('load', report)), 'load')
    expect(getElement(monitor, 'pre').textContent).to.contain('"hello": "world"')
  })

  it('reports the chosen node', async () => {
    const monitor = await mount(runOf(completed('load')))
    const chosen: string[] = []
    monitor.addEventListener('aw-node-choose', (event) => chosen.push(event.node))
    getElement(monitor, 'li:nth-child(3) button').click()
    expect(chosen).to.deep.equal(['validate'])
  })

  it('shows that nothing has run, and is accessible with a report', async () => {
    const monitor = await mount(undefined)
    expect(monitor.shadowRoot?.textContent).to.contain('No nodes have run yet.')
    const report = { kind: 'prepare' as const, report: testPreparationReport }
    monitor.run = runOf(completed('prepare', report))
    monitor.node = 'prepare'
    await monitor.updateComplete
    await expect(monitor).to.be.accessible()
  })
})
