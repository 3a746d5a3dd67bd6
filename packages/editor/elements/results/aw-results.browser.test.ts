import { expect, fixture, html } from '@open-wc/testing'
import { sendKeys, setViewport } from '@web/test-runner-commands'
import { error, failed, info, ok, type NodeType, type PreparationPlan } from '@aw-flow/schema'
import type { Answer } from '@aw-flow/schema/internal'
import { defineElements } from '../../define-elements.ts'
import { waitForFrame, getElement } from '../../test-pointer.ts'
import { createAgentSession } from '../../test-agent-run.ts'
import { testCatalog } from '../../test-catalog.ts'
import { createTestFindings, createTestProposal } from '../../test-findings.ts'
import { testPreparationReport } from '../../test-reports.ts'
import { TestProfileSource } from '../../test-profile.ts'
import { mainJob, TestSession } from '../../test-session.ts'
import type { AwDownloadMenu } from './aw-download-menu.ts'
import { ColumnTransformEvent, ViewNodesEvent, type AwDataTable } from '../../views/aw-data-table.ts'
import type { AwByExample } from '../../views/examples/aw-by-example.ts'
import type { AwResults } from './aw-results.ts'
import { waitUntil } from '../../../../test/wait-until.ts'

defineElements()

const sqlType: NodeType = {
  type: 'sql',
  version: 1,
  family: 'tables',
  title: 'SQL',
  description: 'Runs a SELECT statement.',
  icon: 'database',
  inputs: [{ name: 'input', type: 'table', required: true }],
  outputs: [{ name: 'table', type: 'table', required: false }],
  settings: {},
  defaults: { statement: 'SELECT * FROM input', inputs: 'input' },
}

interface Mounted {
  results: AwResults
  session: TestSession
}

async function mount(): Promise<Mounted> {
  const session = new TestSession({ document: mainJob(), rows: 5_000 })
  const results = await fixture<AwResults>(html`<aw-results .session=${session}></aw-results>`)
  results.style.cssText = 'width: 900px; height: 400px'
  await waitForFrame()
  return { results, session }
}

const panel = (results: AwResults): string =>
  (getElement(results, '[role=tabpanel]').textContent ?? '').replaceAll(/\s+/g, ' ').trim()

const activeName = (menu: AwDownloadMenu): string => menu.shadowRoot?.activeElement?.textContent?.trim() ?? ''

const settled = async (results: AwResults, action?: unknown): Promise<void> => {
  await action
  await results.updateComplete
  await waitForFrame()
  await new Promise((resolve) => setTimeout(resolve, 60))
  await waitForFrame()
}

describe('<aw-results>', () => {
  beforeEach(() => setViewport({ width: 1000, height: 700 }))

  it('shows the table of the last node, or of the chosen one', async () => {
    const { results, session } = await mount()
    expect(panel(results)).to.contain('Run the workflow')
    await settled(results, session.playCompleted())
    expect(getElement(results, '.source').textContent).to.equal('Table')
    const table = getElement(results, 'aw-data-table')
    expect(table.shadowRoot?.textContent).to.contain('5,000 rows × 4 columns')
    expect(table.shadowRoot?.textContent).to.contain('name 1')
    expect(session.calls.some((call) => call.method === 'page' && call.args[0] === 0)).to.equal(true)
    results.node = 'prepare'
    await settled(results)
    expect(getElement(results, '.source').textContent).to.equal('Prepare')
  })

  it('reads the rows once that several nodes pass on', async () => {
    const { results, session } = await mount()
    const table = session.createTableRef()
    void session.runs.start()
    for (const node of ['prepare', 'validate']) {
      session.play(
        { type: 'node-started', node, attempt: 1, key: node },
        {
          type: 'node-completed',
          node,
          outputs: { table: { kind: 'table', table: structuredClone(table) } },
          rows: table.rows,
          ms: 1,
          problems: [],
        },
      )
      await settled(results)
      expect(getElement(results, '.source').textContent).to.equal(node === 'prepare' ? 'Prepare' : 'Validate')
    }
    expect(getElement(results, 'aw-data-table').shadowRoot?.textContent).to.contain('name 1')
    expect(session.calls.filter(({ method, args }) => method === 'page' && args[0] === 0)).to.have.length(1)
  })

  it('adds nodes that filter and sort like the table, connected to its node, and undoes them in one step', async () => {
    const { results, session } = await mount()
    const createType = (type: string): NodeType => ({
      ...sqlType,
      type,
      title: type,
      inputs: [{ name: 'table', type: 'table', required: true }],
      defaults: {},
    })
    session.engine.catalog = [...session.engine.catalog, createType('sort')]
    results.editing = true
    session.playCompleted()
    results.node = 'load'
    await settled(results)
    const before = session.document.current
    const table = getElement<AwDataTable>(results, 'aw-data-table')
    expect(table.insertable).to.equal(true)
    const view = {
      sort: [{ column: 'id', direction: 'descending' as const }],
      filters: [{ column: 'id', test: 'above' as const, value: '3' }],
    }
    table.dispatchEvent(new ViewNodesEvent({ view, describe: (labels) => `Added ${labels.join(' and ')}` }))
    await waitUntil(() => session.document.current !== before)
    await settled(results)
    const { nodes, edges } = session.document.current
    const [filter, sort] = nodes.slice(-2)
    expect(filter?.data.config).to.deep.include({ conditions: [{ column: 'id', is: 'more', value: '3' }] })
    expect(sort?.data.config).to.deep.include({ by: [{ column: 'id', direction: 'descending', empty: 'last' }] })
    const connections = edges.map(({ source, target }) => `${source} ${target}`)
    expect(connections).to.include.members(['load prepare', `load ${filter!.id}`, `${filter!.id} ${sort!.id}`])
    expect(getElement(results, '.status-line').textContent).to.contain('Added Filter rows and sort')
    await settled(results, getElement(results, '.undo').click())
    expect(session.document.current).to.deep.equal(before)
  })

  it('reports added nodes only in the tab and the workflow where they were added', async () => {
    const { results, session } = await mount()
    results.editing = true
    const add = async (): Promise<void> => {
      session.playCompleted()
      results.node = 'load'
      results.tab = 'table'
      await settled(results)
      const view = { sort: [], filters: [{ column: 'id', test: 'above' as const, value: '3' }] }
      const event = new ViewNodesEvent({ view, describe: (labels) => `Added ${labels.join()}` })
      getElement<AwDataTable>(results, 'aw-data-table').dispatchEvent(event)
      await waitUntil(() => message() !== '')
    }
    const message = (): string => getElement(results, '.status-line').textContent.trim()
    await add()
    results.tab = 'profile'
    await settled(results)
    expect(message()).to.equal('')
    await add()
    results.session = new TestSession({ document: session.document.current })
    await settled(results)
    expect(message()).to.equal('')
  })

  it('adds the answer to a question as a chain of nodes, as one step', async () => {
    const { results, session } = await mount()
    const createType = (type: string): NodeType => ({
      ...session.engine.catalog.find((candidate) => candidate.type === 'filter')!,
      type,
      title: type,
      inputs: [{ name: 'input', type: 'table', required: true }],
      defaults: { timeLimit: 60 },
    })
    session.engine.catalog = [...session.engine.catalog, createType('sql'), createType('chart')]
    results.editing = true
    session.playCompleted()
    results.node = 'load'
    await settled(results)
    const before = session.document.current
    const nodes = [
      { type: 'sql', config: { statement: 'FROM input' } },
      { type: 'chart', config: { x: 'id' } },
    ]
    const table = getElement<AwDataTable>(results, 'aw-data-table')
    table.dispatchEvent(new ViewNodesEvent({ view: { nodes }, describe: (labels) => labels.join(' and ') }))
    await waitUntil(() => session.document.current !== before)
    const [query, chart] = session.document.current.nodes.slice(-2)
    expect(query?.data.config).to.deep.equal({ timeLimit: 60, statement: 'FROM input' })
    expect(chart?.data.config).to.deep.equal({ timeLimit: 60, x: 'id' })
    const connections = session.document.current.edges.map(({ source, target }) => `${source} ${target}`)
    expect(connections).to.include.members([`load ${query!.id}`, `${query!.id} ${chart!.id}`])
    session.document.undo()
    expect(session.document.current).to.deep.equal(before)
  })

  it('shows the cell of a failing row of a report', async () => {
    const { results, session } = await mount()
    void session.runs.start()
    const table = session.createTableRef('validate')
    session.play(
      { type: 'node-started', node: 'validate', attempt: 1, key: 'validate' },
      {
        type: 'node-completed',
        node: 'validate',
        outputs: { table: { kind: 'table', table } },
        rows: table.rows,
        ms: 1,
        problems: [],
        report: {
          kind: 'validate',
          report: {
            valid: false,
            rows: table.rows,
            rules: [
              {
                rule: '`value` is at least 0',
                code: 'min',
                column: 'value',
                valid: false,
                failing: 1,
                checked: table.rows,
                sample: [{ row: 231, value: '-4' }],
                message: '1 row has less.',
              },
            ],
          },
        },
      },
      { type: 'run-completed' },
    )
    results.node = 'validate'
    results.tab = 'report'
    await settled(results)
    const report = getElement(results, 'aw-run-report', 'aw-validation-report')
    await settled(results, getElement(report, '.sample button').click())
    expect(results.tab).to.equal('table')
    const shown = getElement(results, 'aw-data-table')
    expect(getElement(shown, '.status .position').textContent).to.equal('row 231, value')
    expect(shown.shadowRoot?.activeElement?.getAttribute('role')).to.equal('grid')
  })

  it('marks the cells that a preparation has changed, and requests them once', async () => {
    const { results, session } = await mount()
    let requestCount = 0
    session.tables.listChangedCells = async () => {
      requestCount++
      return ok([{ row: 0, column: 'name', before: ' name 0 ', reason: 'Trim `name`. Blanks.' }])
    }
    const traced: unknown[] = []
    session.tables.traceCell = async ({ table, row, column }) => {
      traced.push([table.id, { row, column }])
      return ok([])
    }
    void session.runs.start()
    for (const node of ['load', 'prepare', 'validate'])
      session.play(
        { type: 'node-started', node, attempt: 1, key: node },
        {
          type: 'node-completed',
          node,
          outputs: { table: { kind: 'table', table: session.createTableRef(node) } },
          rows: 5_000,
          ms: 1,
          problems: [],
          ...(node === 'prepare' ? { report: { kind: 'prepare', report: testPreparationReport } } : {}),
        },
      )
    session.play({ type: 'run-completed' })
    results.node = 'prepare'
    await settled(results)
    const table = getElement<AwDataTable>(results, 'aw-data-table')
    expect(table.shadowRoot?.querySelector('.info')?.textContent).to.equal('1 cell changed')
    await table.changes!.getLineage!(0, 'name')
    expect(traced).to.deep.equal([['load', { row: 1, column: 'name' }]])
    await settled(results, session.setProgress({}))
    expect(requestCount).to.equal(1)
    results.node = 'validate'
    await settled(results)
    expect(getElement(results, 'aw-data-table').shadowRoot?.textContent).not.to.contain('cell changed')
  })

  it('keeps the table and its scroll position during other changes', async () => {
    const { results, session } = await mount()
    await settled(results, session.playCompleted())
    const table = getElement<HTMLElement & { source: unknown }>(results, 'aw-data-table')
    const { source } = table
    session.document.apply({ type: 'set-name', name: 'Other' })
    await settled(results, session.setProgress({}))
    expect(table.source).to.equal(source)
  })

  it('reports that the shown node has changed since the run', async () => {
    const { results, session } = await mount()
    session.playCompleted()
    await settled(results, session.document.apply({ type: 'set-config', id: 'validate', path: ['rules'], value: [] }))
    expect(getElement(results, '.changed').textContent).to.equal('Changed since this run')
    results.node = 'prepare'
    await settled(results)
    expect(results.shadowRoot?.querySelector('.changed')).to.equal(null)
  })

  it('shows the last result if the chosen node was removed', async () => {
    const { results, session } = await mount()
    await settled(results, session.playCompleted())
    const shown = getElement<AwDataTable>(results, 'aw-data-table').label
    results.node = 'gone'
    await settled(results)
    expect(getElement<AwDataTable>(results, 'aw-data-table').label).to.equal(shown)
  })

  it('explains why no table is shown', async () => {
    const { results, session } = await mount()
    await session.runs.start()
    results.node = 'load'
    await settled(results)
    expect(panel(results)).to.equal('“Load file” has not run yet.')
    session.play({
      type: 'node-failed',
      node: 'load',
      ms: 3,
      error: { kind: 'permanent', problem: { code: 'x', severity: 'error', message: 'Broken.' } },
    })
    session.play({ type: 'node-skipped', node: 'prepare', reason: 'Load file failed.', because: ['load'] })
    await settled(results)
    expect(panel(results)).to.equal('“Load file” failed, so it has no output table. See the report for details.')
    results.node = 'prepare'
    await settled(results)
    expect(panel(results)).to.equal('“Prepare” was skipped. Load file failed.')
  })

  it('shows the answer and the steps of an agent, which has no table', async () => {
    const session = createAgentSession()
    const results = await fixture<AwResults>(html`<aw-results .session=${session} node="ask"></aw-results>`)
    await settled(results)
    const attempt = getElement(results, 'aw-node-result').shadowRoot!.querySelector('aw-run-attempt')!
    await waitUntil(() => attempt.shadowRoot?.textContent?.includes('42 it is.'))
    expect(attempt.shadowRoot!.textContent).to.contain('double({"value":21})')
    expect(panel(results)).to.not.contain('no output table')
  })

  it('shows the result of the last node after a run without tables', async () => {
    const results = await fixture<AwResults>(html`<aw-results .session=${createAgentSession()}></aw-results>`)
    await settled(results)
    const attempt = getElement(results, 'aw-node-result').shadowRoot!.querySelector('aw-run-attempt')!
    await waitUntil(() => attempt.shadowRoot?.textContent?.includes('42 it is.'))
    expect(getElement(results, '.source').textContent).to.equal('Ask')
  })

  it('moves between tabs with the arrow keys and shows the log with node names', async () => {
    const { results, session } = await mount()
    session.playCompleted()
    await settled(results, session.play({ type: 'node-logged', node: 'load', level: 'info', message: 'Read 4 kB.' }))
    getElement(results, '#tab-table').focus()
    await settled(results, sendKeys({ press: 'ArrowRight' }))
    expect(results.tab).to.equal('sides')
    getElement(results, '#part-data').focus()
    await settled(results, sendKeys({ press: 'ArrowRight' }))
    expect(results.tab).to.equal('report')
    await settled(results, sendKeys({ press: 'ArrowLeft' }))
    expect(results.tab, 'a part shows its last view again').to.equal('sides')
    await sendKeys({ press: 'ArrowRight' })
    await settled(results, getElement(results, '#tab-report').focus())
    expect(getElement(results, 'aw-run-report').shadowRoot?.querySelectorAll('.nodes button')).to.have.length(4)
    await settled(results, sendKeys({ press: 'ArrowRight' }))
    expect(panel(results)).to.contain('Load file Read 4 kB.')
    results.dir = 'rtl'
    await settled(results, sendKeys({ press: 'ArrowRight' }))
    expect(results.tab).to.equal('report')
    await settled(results, sendKeys({ press: 'ArrowLeft' }))
    expect(results.tab).to.equal('log')
  })

  it('profiles each shown table once if the session can, and runs the deep analysis', async () => {
    const { results, session } = await mount()
    const source = new TestProfileSource()
    source.shouldPauseAfterFinding = false
    session.tables.profile = (input, options) => source.profileTable(input, options)
    await settled(results, session.playCompleted())
    getElement(results, '#tab-table').focus()
    await settled(results, sendKeys({ press: 'ArrowRight' }))
    await settled(results, sendKeys({ press: 'ArrowRight' }))
    expect(results.tab).to.equal('profile')
    const inner = (): ShadowRoot => getElement(results, 'aw-data-profile').shadowRoot!
    expect(inner().querySelectorAll('.column')).to.have.length(6)
    await settled(results, inner().querySelector<HTMLElement>('.deep')!.click())
    expect(inner().querySelector('[part=findings]')?.textContent).to.contain('is different in all 12,480 rows')
    results.tab = 'log'
    await settled(results)
    results.tab = 'profile'
    await settled(results)
    expect(inner().querySelectorAll('.column')).to.have.length(6)
    expect(inner().querySelector('[part=findings]')?.textContent).to.contain('4 findings')
    // Headers of a table that is shown for longer are drawn from a sample.
    const wholeProfiles = source.requests.filter(({ sample }) => sample === undefined)
    expect(wholeProfiles.map(({ deep = false }) => deep)).to.deep.equal([false, true])
    expect(inner().querySelector('.merge')).to.equal(null)
    results.editing = true
    await settled(results)
    await settled(results, inner().querySelector<HTMLButtonElement>('.merge')!.click())
    const plan = JSON.parse(String(session.document.current.nodes.at(-1)!.data.config.plan)) as PreparationPlan
    expect(plan.operations).to.have.length(1)
    expect(plan.operations[0]).to.deep.include({
      op: 'merge-spellings',
      column: 'city',
      groups: [{ to: 'Wien', from: ['Wein'] }],
    })
    expect(getElement(results, '.status-line').textContent).to.contain('applies the fixes in the next run')
  })

  it('explains how to see an intermediate table of a run on a server, without an error', async () => {
    const { results, session } = await mount()
    const refuse = async () => failed(info('server.intermediate-table', {}))
    Object.assign(session.tables, { page: refuse, profile: refuse, check: refuse, derive: refuse })
    session.playCompleted()
    results.node = 'filter'
    for (const [tab, element] of [
      ['table', 'aw-data-table'],
      ['chart', 'aw-chart'],
      ['profile', 'aw-data-profile'],
      ['check', 'aw-findings'],
    ] as const) {
      results.tab = tab
      await settled(results)
      const { shadowRoot } = getElement(results, element)
      await waitUntil(() => shadowRoot!.textContent!.includes('Run to here'), tab)
      expect(shadowRoot!.querySelector('[role=alert], .bad'), tab).to.equal(null)
    }
  })

  it('checks the shown table if the session can, and keeps the findings', async () => {
    const { results, session } = await mount()
    let requestCount = 0
    session.tables.check = async () => {
      requestCount++
      return ok(createTestFindings())
    }
    await settled(results, session.playCompleted())
    results.tab = 'check'
    await settled(results)
    const getStatus = (): string =>
      getElement(results, 'aw-findings').shadowRoot!.querySelector('[role=status]')!.textContent
    expect(getStatus()).to.contain('4 suspicious cells')
    results.tab = 'log'
    await settled(results)
    results.tab = 'check'
    await settled(results)
    expect(getStatus()).to.contain('4 suspicious cells')
    expect(requestCount).to.equal(1)
  })

  it('adds approved repairs to a Prepare node after the checked one', async () => {
    const { results, session } = await mount()
    session.tables.check = async () => ok(createTestFindings())
    session.playCompleted()
    results.editing = true
    results.node = 'load'
    results.tab = 'check'
    await settled(results)
    const inner = getElement(results, 'aw-findings').shadowRoot!
    await settled(results, inner.querySelector<HTMLElement>('.uncertain')!.click())
    await settled(results, inner.querySelector<HTMLInputElement>('input.all')!.click())
    await settled(results, inner.querySelector<HTMLButtonElement>('.repair-selected')!.click())
    const button = inner.querySelector('aw-repair-preview')!.shadowRoot!.querySelector<HTMLButtonElement>('.plan')!
    expect(button.textContent).to.contain('with a Prepare node')
    await settled(results, button.click())
    const added = session.document.current.nodes.at(-1)!
    expect([added.type, session.document.current.nodes.length]).to.deep.equal(['preparing', 5])
    const plan = JSON.parse(String(added.data.config.plan)) as PreparationPlan
    expect(plan.operations.map(({ op }) => op)).to.include('set-cells')
    expect(getElement(results, '.status-line').textContent).to.contain('applies the fixes in the next run')
    expect(inner.querySelectorAll('.head > .repaired')).to.have.length(3)
    await settled(results, getElement(results, '.undo').click())
    expect(session.document.current.nodes).to.have.length(4)
    expect(inner.querySelectorAll('.head > .repaired')).to.have.length(0)
    expect(getElement(results, '.status-line').textContent).to.contain('Undone')
    expect(results.shadowRoot!.querySelector('.undo')).to.equal(null)
  })

  it('adds a transformation by example after the shown node, as one undo step', async () => {
    const { results, session } = await mount()
    session.engine.catalog = [...testCatalog, sqlType]
    const requests: unknown[] = []
    session.tables.previewExamples = async ({ table, column, examples }) => {
      requests.push([table.id, column, examples])
      const columns = [
        { name: column, type: 'VARCHAR' },
        { name: `${column} (new)`, type: 'VARCHAR' },
      ]
      const statement = 'SELECT * REPLACE (upper("name") AS "name") FROM input'
      return ok({
        transformations: [{ expression: 'upper("name")', statement }],
        table: { ...table, id: 'preview', columns },
        changed: 5_000,
        missing: 0,
        differing: 0,
        questions: [],
      })
    }
    session.playCompleted()
    results.editing = true
    results.node = 'load'
    await settled(results)
    const table = getElement<AwDataTable>(results, 'aw-data-table')
    await settled(results, table.dispatchEvent(new ColumnTransformEvent({ column: 'name' })))
    const examples = getElement<AwByExample>(results, 'aw-by-example')
    const shown = getElement<AwDataTable>(examples, 'aw-data-table')
    shown.showCell(1, 'name')
    await shown.updateComplete
    await sendKeys({ type: 'NAME' })
    await settled(results, sendKeys({ press: 'Enter' }))
    expect(requests).to.deep.equal([['load', 'name', [{ row: 2, value: 'NAME' }]]])
    const nodes = session.document.current.nodes.length
    await settled(results, getElement(examples, '.primary').click())
    const added = session.document.current.nodes.at(-1)!
    expect([added.type, added.data.config.statement]).to.deep.equal(['sql', 'SELECT * REPLACE (upper("name") AS "name") FROM input']) // oxfmt-ignore
    expect(session.document.current.edges.map(({ source, target }) => `${source} ${target}`)).to.include.members([`load ${added.id}`, `${added.id} prepare`]) // oxfmt-ignore
    expect(results.shadowRoot!.querySelector('aw-by-example')).to.equal(null)
    expect(getElement(results, '.status-line').textContent).to.contain('transforms the column in the next run')
    await settled(results, getElement(results, '.undo').click())
    expect(session.document.current.nodes).to.have.length(nodes)
    expect(session.document.current.edges.map(({ source, target }) => `${source} ${target}`)).to.include('load prepare')
  })

  it('offers transformations in the menu of a column only if the workflow can be changed', async () => {
    const { results, session } = await mount()
    session.playCompleted()
    results.editing = true
    await settled(results)
    const table = getElement<AwDataTable>(results, 'aw-data-table')
    expect(table.transformable).to.equal(false)
    session.tables.previewExamples = async () => failed(error('examples.no-cell', { reason: '' }))
    await settled(results, results.requestUpdate())
    expect(table.transformable).to.equal(true)
    results.editing = false
    await settled(results)
    expect(table.transformable).to.equal(false)
  })

  it('stores answers about the checked table in its node', async () => {
    const { results, session } = await mount()
    const checkedAnswers: (readonly Answer[] | undefined)[] = []
    session.tables.check = async ({ answers }) => {
      checkedAnswers.push(answers)
      return ok(createTestFindings())
    }
    session.tables.proposeRows = async ({ answers = [] }) => ok(createTestProposal(answers))
    session.playCompleted()
    results.editing = true
    results.node = 'load'
    results.tab = 'check'
    await settled(results)
    const inner = getElement(results, 'aw-findings').shadowRoot!
    await settled(results, inner.querySelector<HTMLElement>('.review')!.click())
    await settled(results)
    inner.querySelector('aw-answer-review')!.shadowRoot!.querySelector<HTMLElement>('.accept')!.click()
    await settled(results)
    const stored = () => session.document.current.nodes.find(({ id }) => id === 'load')!.answers
    expect(stored()?.['table']?.map(({ row }) => row)).to.deep.equal([10])
    expect(checkedAnswers.map((answers) => answers?.length)).to.deep.equal([0, 1])
    await settled(results, session.document.undo())
    expect(stored()).to.equal(undefined)
    expect(checkedAnswers.map((answers) => answers?.length)).to.deep.equal([0, 1, 0])
  })

  it('downloads the shown table by a blob link', async () => {
    const { results, session } = await mount()
    const menu = getElement<AwDownloadMenu>(results, '[part=download]')
    const download = getElement<HTMLButtonElement>(menu, '[part=button]')
    expect(download.disabled).to.equal(true)
    await settled(results, session.playCompleted())
    const links: { name: string; address: string }[] = []
    const { click } = HTMLAnchorElement.prototype
    HTMLAnchorElement.prototype.click = function (this: HTMLAnchorElement) {
      links.push({ name: this.download, address: this.href })
    }
    await settled(results, download.click())
    getElement(menu, '[part=more]').click()
    expect(activeName(menu)).to.equal('CSV')
    await sendKeys({ press: 'ArrowUp' })
    expect(activeName(menu)).to.equal('Excel')
    await settled(results, sendKeys({ press: 'Enter' }))
    expect(getElement(menu, '[popover]').matches(':popover-open')).to.equal(false)
    HTMLAnchorElement.prototype.click = click
    expect(links.map(({ name }) => name)).to.deep.equal(['Table.csv', 'Table.xlsx'])
    expect(links[0]?.address).to.match(/^blob:/)
    session.tables.write = () => Promise.reject(new Error('The table no longer exists.'))
    await settled(results, download.click())
    expect(getElement(results, '[role=alert]').textContent).to.equal(
      'The file could not be created: The table no longer exists.',
    )
  })

  it('shows all tabs on a tablet, and the word of the download only if there is space', async () => {
    const { results, session } = await mount()
    results.style.width = '678px'
    await settled(results, session.playCompleted())
    const list = getElement(results, '[role=tablist]')
    expect(list.scrollWidth).to.be.at.most(list.clientWidth)
    const download = getElement<AwDownloadMenu>(results, 'aw-download-menu').shadowRoot!.querySelector('button')!
    expect(download.title).to.equal('Download CSV')
    expect(download.getBoundingClientRect().width).to.be.below(60)
    results.style.width = '900px'
    await settled(results)
    expect(download.getBoundingClientRect().width).to.be.above(100)
  })

  it('is accessible', async () => {
    const { results, session } = await mount()
    await settled(results, session.playCompleted())
    await expect(results).to.be.accessible()
  })
})
