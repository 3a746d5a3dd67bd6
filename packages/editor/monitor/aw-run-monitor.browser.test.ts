import { renderText } from '../language/render-text.ts'
import { aTimeout, expect, fixture, html } from '@open-wc/testing'
import { waitUntil } from '../../../test/wait-until.ts'
import { sendKeys, setViewport } from '@web/test-runner-commands'
import type { WorkflowSession } from '@aw-flow/client'
import { foldRun, type RunEvent, type RunEventBody, type RunView } from '@aw-flow/schema'
import { defineElements } from '../define-elements.ts'
import type { AwColumnField } from '../forms/columns/aw-column-field.ts'
import type { AwForm } from '../forms/aw-form.ts'
import { loadMonitorLanguage } from '../language/monitor-language.ts'
import { overrideTexts } from '../language/override-texts.ts'
import { testCatalog } from '../test-catalog.ts'
import { waitForFrame, pressKeys, getElement } from '../test-pointer.ts'
import {
  createCompletedRun,
  createFailingRun,
  createLargeRun,
  createLoopRun,
  createRecord,
  createSubWorkflowRun,
  testRunStart,
} from '../test-run-record.ts'
import { mainJob, TestSession } from '../test-session.ts'
import type { AwRunAttempt } from './timeline/aw-run-attempt.ts'
import type { AwRunMonitor } from './aw-run-monitor.ts'
import { runMonitorStrings, type MonitorView } from './monitor-strings.ts'
import { renderRunHtml } from './html/run-html.ts'

defineElements()

async function mount(events: readonly RunEvent[], view: MonitorView = 'graph', width = 1200): Promise<AwRunMonitor> {
  const monitor = await fixture<AwRunMonitor>(
    html`<aw-run-monitor
      .events=${events}
      .types=${testCatalog}
      .view=${view}
      forkable
      retriable
      cancellable
      deciding
    ></aw-run-monitor>`,
  )
  monitor.style.cssText = `width: ${width}px; height: 640px`
  await settled(monitor)
  return monitor
}

async function settled(monitor: AwRunMonitor, action?: unknown): Promise<void> {
  await action
  await monitor.updateComplete
  for (const name of [
    'aw-run-attempt',
    'aw-run-moment',
    'aw-run-timeline',
    'aw-run-nodes',
    'aw-run-log',
    'aw-run-compare',
  ]) {
    await (monitor.shadowRoot?.querySelector(name) as AwRunAttempt | null)?.updateComplete
  }
  await waitForFrame()
}

const getText = (element: Element): string => (element.textContent ?? '').replaceAll(/\s+/g, ' ').trim()
const rowsOf = (monitor: AwRunMonitor): Element[] => [
  ...(getElement(monitor, 'aw-run-nodes').shadowRoot?.querySelectorAll('.row') ?? []),
]
const detail = (monitor: AwRunMonitor): string => {
  const { shadowRoot } = getElement(monitor, 'aw-run-attempt')
  return [...(shadowRoot?.children ?? [])].map(getText).join(' ')
}
async function choose(monitor: AwRunMonitor, node: string): Promise<void> {
  monitor.node = node
  await settled(monitor)
}

describe('<aw-run-monitor>', () => {
  beforeEach(() => setViewport({ width: 1300, height: 760 }))

  it('shows equal details for a run in progress, its record, and the record parsed from JSON', async () => {
    const record = createRecord(createFailingRun())
    const live = await mount([], 'nodes')
    for (let n = 1; n <= record.length; n++) {
      live.events = record.slice(0, n)
      await live.updateComplete
    }
    const replayed = await mount(record, 'nodes')
    const stored = await mount(JSON.parse(JSON.stringify(record)) as RunEvent[], 'nodes')
    for (const node of ['load', 'prepare', 'validate', 'table']) {
      for (const monitor of [live, replayed, stored]) await choose(monitor, node)
      expect(detail(live), node).to.equal(detail(replayed))
      expect(detail(live), node).to.equal(detail(stored))
    }
    expect(rowsOf(live).map(getText)).to.deep.equal(rowsOf(replayed).map(getText))
    expect(rowsOf(live).map(getText)).to.deep.equal(rowsOf(stored).map(getText))
    expect(live.moment).to.deep.equal(replayed.moment)
    expect(rowsOf(live).map(getText)).to.deep.equal([
      'Load file Completed 2 1 120 ms 120 ms 1,000',
      'Prepare Completed 1 720 ms 360 ms 998',
      'Validate Failed 1 1.20 s 240 ms',
      'Table Skipped 1.68 s',
    ])
  })

  it('shows loops, sub-workflows and approvals equally while running and from stored records', async () => {
    const loop = createLoopRun(3)
    const subWorkflow = createSubWorkflowRun()
    for (const record of [
      createRecord(loop.bodies, loop.workflow),
      createRecord(subWorkflow.bodies, subWorkflow.workflow),
      createRecord(createFailingRun().slice(0, 7)),
      createRecord(createFailingRun().slice(0, 9)),
    ]) {
      const live = await mount([], 'nodes')
      for (let n = 1; n <= record.length; n++) {
        live.events = record.slice(0, n)
        await live.updateComplete
      }
      const stored = await mount(JSON.parse(JSON.stringify(record)) as RunEvent[], 'nodes')
      expect(live.moment).to.deep.equal(stored.moment)
      await waitUntil(() => rowsOf(live).length > 0 && rowsOf(stored).length > 0)
      const shown = rowsOf(live).map(getText)
      expect(shown).to.deep.equal(rowsOf(stored).map(getText))
      const { nodes } = live.moment.view
      expect(shown.length).to.be.at.least(Object.keys(nodes).length)
      for (const key of Object.keys(nodes)) {
        for (const monitor of [live, stored]) await choose(monitor, key)
        expect(detail(live), key).not.to.equal('')
        expect(detail(live), key).to.equal(detail(stored))
      }
      for (const [view, tag] of [
        ['timeline', 'aw-run-timeline'],
        ['log', 'aw-run-log'],
      ] as const) {
        for (const monitor of [live, stored]) {
          monitor.view = view
          await settled(monitor)
        }
        const texts = [live, stored].map((monitor) =>
          getText(getElement(monitor, tag).shadowRoot as unknown as Element),
        )
        expect(texts[0], view).not.to.equal('')
        expect(texts[0], view).to.equal(texts[1])
      }
    }
  })

  it('keeps the buttons beside the slider on a phone', async () => {
    const monitor = await mount(createRecord(createFailingRun()), 'nodes', 290)
    const moment = getElement(monitor, 'aw-run-moment')
    const { left, right } = moment.getBoundingClientRect()
    const [buttons, slider, end] = ['.buttons', 'input', '.end'].map((selector) =>
      getElement(moment, selector).getBoundingClientRect(),
    )
    expect(buttons!.left).to.be.at.least(left)
    expect(slider!.left).to.be.at.least(buttons!.right)
    expect(slider!.width).to.be.at.least(32)
    expect(end!.left).to.be.at.least(slider!.right)
    expect(end!.right).to.be.at.most(right)
  })

  it('shows the state after each event when the slider is moved by keyboard', async () => {
    const record = createRecord(createFailingRun())
    const monitor = await mount(record, 'nodes')
    const slider = getElement<HTMLInputElement>(monitor, 'aw-run-moment', 'input')
    slider.focus()
    for (let n = record.length - 1; n >= 0; n--) {
      await settled(monitor, sendKeys({ press: 'ArrowLeft' }))
      expect(monitor.at).to.equal(n)
      expect(monitor.moment.view).to.deep.equal(foldRun(record.slice(0, n)))
    }
    expect(slider.getAttribute('aria-valuetext')).to.contain('Before the first event')
    await sendKeys({ press: 'ArrowRight' })
    await settled(monitor, sendKeys({ press: 'ArrowRight' }))
    expect(slider.getAttribute('aria-valuetext')).to.equal('Event 2 of 16: Load file started, 120 ms into the run')
    expect(rowsOf(monitor).map(getText)[1]).to.equal('Prepare Pending')
    await sendKeys({ press: 'End' })
    expect(monitor.at).to.equal(undefined)
  })

  it('shows messages, tool calls, tokens and cost of an agent as text', async () => {
    const answer = (text: string, cost: number, toolCalls: object[] = []) => ({
      reply: { text, ended: 'stop', toolCalls },
      usage: { requests: 1, inputTokens: 1_200, outputTokens: 40, cost, unpriced: cost === 0 ? 1 : 0 },
    })
    const outcomes = [
      answer('', 0.0025, [{ id: 'c', name: 'send', arguments: '{"text":"hi"}' }]),
      answer('<b>Sent</b>', 0),
    ]
    const record = createFailingRun().flatMap((body): RunEventBody[] => {
      const { type } = body
      if (type === 'effect-started' || type !== 'effect-ended') return type === 'effect-started' ? [] : [body]
      return outcomes.flatMap((outcome, index) => {
        const effect = { node: 'validate', attempt: 1, effect: `ask:${index}` }
        return [
          { type: 'effect-started' as const, ...effect, kind: 'ask-model', request: { model: 'small' } },
          { type: 'effect-ended' as const, ...effect, outcome },
        ]
      })
    })
    const monitor = await mount(createRecord(record))
    await choose(monitor, 'validate')
    expect(detail(monitor)).to.contain(
      'Agent steps 2,400 tokens in, 80 out · cost $0.0025 · price unknown assistant send({"text":"hi"}) ' +
        '1,200 tokens in, 40 out · cost $0.0025 assistant <b>Sent</b> 1,200 tokens in, 40 out · price unknown',
    )
  })

  it('shows attempts with causes, inputs, outputs, decisions, external requests, and errors with hints', async () => {
    const monitor = await mount(createRecord(createFailingRun()))
    expect(monitor.node).to.equal(undefined)
    expect(detail(monitor)).to.contain('Column amout is not in orders. Pick another column. setting Schema')
    expect(detail(monitor)).to.contain('Inputs table 998 rows × 2 columns')
    expect(detail(monitor)).to.contain('External requests http')
    await choose(monitor, 'load')
    expect(detail(monitor)).to.contain('2 of 2').and.to.contain('Retry reasons Attempt 1 The reader was busy.')
    await settled(monitor, getElement(monitor, 'aw-run-attempt', '.choice button').click())
    expect(detail(monitor)).to.contain('Failed, retried').and.to.contain('Retried after 200 ms')
    await choose(monitor, 'prepare')
    expect(detail(monitor)).to.contain('Approved by Ada Fine <b>so</b>')

    const changed = createFailingRun().map((body) =>
      body.type === 'approval-given' ? { ...body, edited: { rows: 1 } } : body,
    )
    const edited = await mount(createRecord(changed))
    await choose(edited, 'prepare')
    expect(detail(edited)).to.contain('Changed to rows 2 → 1')
  })

  it('shows the file and the data with which a run was started', async () => {
    const inputs: RunView['inputs'] = {
      load: {
        file: { kind: 'file', dataset: 'd1', name: 'orders.csv' },
        data: { kind: 'json', json: { customer: 'Ada <b>', order: 7 } },
      },
    }
    const record = createRecord(createCompletedRun()).map((event) =>
      event.type === 'run-started' ? { ...event, inputs } : event,
    )
    const monitor = await mount(record)
    await choose(monitor, 'load')
    expect(detail(monitor)).to.contain('Inputs file orders.csvdata { "customer": "Ada <b>", "order": 7 }')
  })

  it('shows the state of a node once, and of an attempt only if there are several or it differs', async () => {
    const monitor = await mount(createRecord(createFailingRun()))
    const states = async (node: string): Promise<string[]> => {
      await choose(monitor, node)
      return [...getElement(monitor, 'aw-run-attempt').shadowRoot!.querySelectorAll('.state')].map(getText)
    }
    expect(await states('prepare')).to.deep.equal(['Completed'])
    expect(getText(getElement(monitor, 'aw-run-attempt', 'p.facts'))).to.match(/^started .* 998 rows$/)
    expect(await states('validate')).to.deep.equal(['Failed'])
    expect(await states('table')).to.deep.equal(['Skipped'])
    expect(await states('load')).to.deep.equal(['Completed', 'Completed'])
    await settled(monitor, getElement(monitor, 'aw-run-attempt', '.choice button').click())
    expect(getText(getElement(monitor, 'aw-run-attempt', 'p.facts'))).to.match(/^Failed, retried Attempt 1/)
    monitor.at = 4
    await settled(monitor)
    expect(await states('load')).to.deep.equal(['Retrying', 'Failed, retried'])
    monitor.at = 2
    await settled(monitor)
    expect(await states('load')).to.deep.equal(['Running'])
  })

  it('shows the counts of a node without its own kind of report as facts, in the language of the monitor', async () => {
    const report = {
      kind: 'other' as const,
      report: { rowsIn: { table: 1_200 }, rowsOut: { table: 1_198 }, kept: true },
    }
    const monitor = await mount(
      createRecord(createCompletedRun().map((body) => (body.type === 'node-completed' ? { ...body, report } : body))),
    )
    await choose(monitor, 'table')
    expect(detail(monitor)).to.contain('Report Rows in 1,200 Rows out 1,198 kept yes')
    monitor.strings = await loadMonitorLanguage('de-DE')
    await settled(monitor)
    expect(detail(monitor)).to.contain('Bericht Zeilen hinein 1.200 Zeilen heraus 1.198 kept ja')
  })

  it('counts an agent’s own retries separately from retries of its node', async () => {
    const error = {
      kind: 'permanent' as const,
      problem: { code: 'x', severity: 'error' as const, message: 'No table.' },
    }
    const failed = { type: 'node-failed' as const, node: 'load', ms: 9, error, agentRetries: 2 }
    const head = (monitor: AwRunMonitor): string => getText(getElement(monitor, '.head'))
    const alone = await mount(createRecord([...createFailingRun().slice(0, 1), failed]), 'nodes')
    expect(head(alone))
      .to.contain('2 retries by an agent')
      .and.not.to.match(/\d retr(?!ies by an agent)/)
    expect(rowsOf(alone).map(getText)[0]).to.contain('Load file Failed 1 2 by agent')
    const both = await mount(createRecord([...createFailingRun().slice(0, 4), failed]), 'nodes')
    expect(head(both)).to.contain('1 retry · 2 retries by an agent')
    expect(rowsOf(both).map(getText)[0]).to.contain('Load file Failed 2 1 + 2 by agent')
    const cell = getElement(both, 'aw-run-nodes').shadowRoot!.querySelectorAll('.row [role=gridcell]')[3]!
    expect(cell.scrollWidth, 'nothing of it is cut').to.be.at.most(cell.clientWidth)
  })

  it('shows an approval, and dispatches the decision', async () => {
    const monitor = await mount(createRecord(createFailingRun().slice(0, 7)))
    const approval = getElement(monitor, 'aw-run-attempt', 'aw-approval')
    expect(getText(approval.shadowRoot as unknown as Element)).to.contain('Drop 2 rows?')
    const decided: unknown[] = []
    monitor.addEventListener('aw-decide', ({ decision }) => decided.push(decision))
    getElement(approval, 'button.primary').click()
    expect(decided).to.deep.equal([{ node: 'prepare', digest: 'd', decision: 'approve' }])
  })

  it('shows the settings of nodes in the graph if the workflow is described, and the error only in the details', async () => {
    const monitor = await mount(createRecord(createFailingRun()))
    const canvas = getElement<HTMLElementTagNameMap['aw-canvas']>(monitor, 'aw-canvas')
    await waitUntil(() => canvas.scene.nodes.length === 4)
    const faces = (): string[] => canvas.scene.nodes.map(({ content }) => content.summary)
    const description = { inputs: {}, outputs: {}, problems: [] }
    monitor.description = {
      nodes: Object.fromEntries(
        canvas.scene.nodes.map(({ id }) => [id, { ...description, summary: `Settings of ${id}` }]),
      ),
      problems: [],
      ready: true,
    }
    await waitUntil(() => faces()[2] === 'Settings of validate')
    expect(faces().slice(1)).to.deep.equal(['Settings of prepare', 'Settings of validate', 'Settings of table'])
    expect(canvas.scene.nodes[2]!.content.state).to.equal('failed')
    const failures = getElement(monitor, 'aw-run-attempt').shadowRoot!.querySelectorAll('[part=failure]')
    expect([...failures].map(getText)).to.have.length(1)
  })

  it('draws node states in the graph, and selects the node that is selected there', async () => {
    const monitor = await mount(createRecord(createFailingRun()))
    const canvas = getElement<HTMLElementTagNameMap['aw-canvas']>(monitor, 'aw-canvas')
    await waitUntil(() => canvas.scene.nodes.length === 4)
    const states = (): unknown[] => canvas.scene.nodes.map(({ content }) => content.state)
    expect(states()).to.deep.equal(['completed', 'completed', 'failed', 'skipped'])
    monitor.at = 3
    await waitUntil(() => states()[0] === 'running')
    canvas.select(['prepare'])
    await waitUntil(() => monitor.node === 'prepare')
    canvas.select([])
    // It is still completely visible after a rotation, or beside a panel that opens.
    for (const width of [360, 900]) {
      monitor.style.width = `${width}px`
      await waitUntil(() => canvas.size.width > 0 && canvas.size.width <= width)
      await waitUntil(() =>
        canvas.scene.nodes.every((node) => {
          const { x } = canvas.toSurface(node)
          return x >= 0 && x + node.shape.width * canvas.view.scale <= canvas.size.width
        }),
      )
    }
  })

  it('describes the timeline for screen readers, and marks the critical path', async () => {
    const monitor = await mount(createRecord(createFailingRun()), 'timeline')
    const timeline = getElement(monitor, 'aw-run-timeline')
    const rows = [...(timeline.shadowRoot?.querySelectorAll('[role=option]') ?? [])]
    expect(rows[0]?.getAttribute('aria-label')).to.equal(
      'Load file 120 ms. Attempt 1: Failed, retried, 240 ms. Attempt 2: Completed, 120 ms. On the critical path',
    )
    expect(rows[0]?.querySelectorAll('.bar-retrying, .bar-completed, .bar-delay')).to.have.length(3)
    getElement(timeline, '.scroll').focus()
    await sendKeys({ press: 'Home' })
    expect(monitor.node).to.equal('load')
  })

  it('filters the log by level and by search text', async () => {
    const monitor = await mount(createRecord(createFailingRun()), 'log')
    const log = getElement(monitor, 'aw-run-log')
    const lines = (): string[] => [...(log.shadowRoot?.querySelectorAll('[role=option]') ?? [])].map((line) => getText(line).replace(/^\S+ /, '')) // oxfmt-ignore
    expect(lines()).to.have.length(4)
    await settled(monitor, getElement(log, '.level.debug').click())
    expect(lines()[0]).to.contain('Read 4 kB.')
    const search = getElement<HTMLInputElement>(log, 'input[type=search]')
    search.value = 'validate AMOUT'
    await settled(monitor, search.dispatchEvent(new Event('input')))
    expect(lines()).to.deep.equal(['Error Validate Column amout is not in orders.'])
    // The search finds words of the rendered text and of the recorded message.
    monitor.strings = { ...monitor.strings, renderText: (text) => renderText(text).replace('Column', 'Spalte') }
    for (const word of ['spalte', 'column']) {
      search.value = `${word} amout`
      await settled(monitor, search.dispatchEvent(new Event('input')))
      expect(lines()).to.deep.equal(['Error Validate Spalte amout is not in orders.'])
    }
    search.value = 'nothing has this'
    await settled(monitor, search.dispatchEvent(new Event('input')))
    expect(getText(getElement(log, '.none'))).to.contain('No entries match')
  })

  it('compares with another run, and reports the selected run', async () => {
    const monitor = await mount(createRecord(createFailingRun()), 'compare')
    const comparedRuns: unknown[] = []
    monitor.addEventListener('aw-run-compare', ({ run }) => comparedRuns.push(run))
    monitor.runs = [{ run: 'run-2', label: 'Yesterday' }]
    await settled(monitor)
    const compare = getElement(monitor, 'aw-run-compare')
    const select = getElement<HTMLSelectElement>(compare, 'select')
    select.value = 'run-2'
    select.dispatchEvent(new Event('change'))
    expect(comparedRuns).to.deep.equal(['run-2'])
    const workflow = { ...structuredClone(createRecord([])[0] as Extract<RunEvent, { type: 'run-started' }>).workflow }
    workflow.nodes[0]!.data.config = { maxRetries: 1 }
    monitor.types = testCatalog
    monitor.against = createRecord(createCompletedRun(), workflow, 'run-2')
    await settled(monitor)
    const rows = [...(compare.shadowRoot?.querySelectorAll('tbody tr') ?? [])].map(getText)
    expect(rows[0]).to.contain('Failed Completed')
    expect(rows[1]).to.contain('Load file Same').and.to.contain('Settings Maximum retries: none → 1')
    expect(rows[3]).to.contain('Validate Failed Completed 240 ms / 120 ms')
  })

  it('shows settings with the titles of their form instead of JSON', async () => {
    const monitor = await mount(
      createRecord(createFailingRun()).map((event) => {
        if (event.type !== 'run-started' || !event.workflow) return event
        const nodes = event.workflow.nodes.map((node) => ({
          ...node,
          data: { ...node.data, config: { schema: 'id', maxErrors: 3, parameters: {}, bounds: { low: 1, high: '9' } } },
        }))
        return { ...event, workflow: { ...event.workflow, nodes } }
      }),
    )
    monitor.types = testCatalog.map((type) => ({
      ...type,
      settings: { type: 'object', properties: { schema: { type: 'string', title: 'Rules of the table' } } },
    }))
    await choose(monitor, 'validate')
    const attempt = getElement<AwRunAttempt>(monitor, 'aw-run-attempt')
    const settings = [...attempt.shadowRoot!.querySelectorAll('.settings :is(dt, dd)')].map(getText)
    expect(settings.join(' | ')).to.equal(
      'Rules of the table | id | Max errors | 3 | Parameters | Not set | Bounds | low: 1 high: 9',
    )
    expect(detail(monitor)).to.contain('Pick another column. setting Rules of the table')
  })

  it('requests cancellation, a retry, and a run with changed settings', async () => {
    const monitor = await mount(createRecord(createFailingRun().slice(0, 2)))
    const reported: unknown[] = []
    monitor.addEventListener('aw-run-cancel', () => reported.push('cancel'))
    monitor.addEventListener('aw-run-retry', () => reported.push('retry'))
    monitor.addEventListener('aw-run-fork', ({ at, settings }) => reported.push([at, settings]))
    await settled(monitor, getElement(monitor, '.cancel').click())
    expect(getElement<HTMLButtonElement>(monitor, '.cancel').disabled).to.equal(true)
    monitor.events = createRecord(createFailingRun())
    await settled(monitor)
    getElement(monitor, '.retry').click()
    monitor.types = []
    await choose(monitor, 'validate')
    const attempt = getElement<AwRunAttempt>(monitor, 'aw-run-attempt')
    getElement(attempt, 'button.fork').click()
    await attempt.updateComplete
    const text = getElement<HTMLTextAreaElement>(attempt, 'form.fork textarea')
    text.value = '{"schema": '
    text.dispatchEvent(new Event('input'))
    await attempt.updateComplete
    expect(getText(getElement(attempt, 'form.fork [role=alert]'))).to.contain('Not a valid JSON object')
    text.value = '{"schema": "id"}'
    text.dispatchEvent(new Event('input'))
    await attempt.updateComplete
    getElement(attempt, 'form.fork .primary').click()
    expect(reported).to.deep.equal(['cancel', 'retry', [15, { validate: { schema: 'id' } }]])
  })

  it('offers a retry from the last completed step, and a run with changed settings for nodes with settings', async () => {
    const monitor = await mount(createRecord(createFailingRun()))
    expect(getText(getElement(monitor, '.retry'))).to.equal('Retry from last successful step')
    expect(getElement(monitor, '.retry').title).to.include('Reuses')
    const offers = (): boolean => getElement(monitor, 'aw-run-attempt').shadowRoot?.querySelector('button.fork') != null
    await choose(monitor, 'validate')
    expect(offers()).to.equal(true)
    const [started, ...rest] = createRecord(createFailingRun())
    const workflow = mainJob()
    const withoutSettings = workflow.nodes.map((node) => ({ ...node, data: { ...node.data, config: {} } }))
    monitor.events = [{ ...started, workflow: { ...workflow, nodes: withoutSettings } } as RunEvent, ...rest]
    monitor.types = testCatalog.map((type) => ({ ...type, settings: { type: 'object', properties: {} } }))
    await settled(monitor)
    expect(offers()).to.equal(false)
    monitor.events = createRecord([
      { type: 'node-started', node: 'load', attempt: 1, key: 'k' },
      { type: 'node-cancelled', node: 'load' },
      { type: 'run-cancelled' },
    ])
    await settled(monitor)
    expect(getText(getElement(monitor, '.retry'))).to.equal('Run again')
    expect(getElement(monitor, '.retry').hasAttribute('title')).to.equal(false)
  })

  it('shows the details above the node list if it is narrow, and outputs before inputs', async () => {
    const wide = await mount(createRecord(createCompletedRun()), 'nodes')
    const topOf = (monitor: AwRunMonitor, selector: string): number =>
      getElement(monitor, selector).getBoundingClientRect().top
    expect(topOf(wide, '.detail')).to.be.at.most(topOf(wide, '.main'))
    const tablet = await mount(createRecord(createCompletedRun()), 'graph', 740)
    expect(getElement(tablet, '.detail').getBoundingClientRect().bottom).to.be.at.most(topOf(tablet, '.main') + 1)
    expect(getElement(tablet, '.main').getBoundingClientRect().width).to.be.above(730)
    const narrow = await mount(createRecord(createCompletedRun()), 'nodes', 360)
    const detail = getElement(narrow, '.detail').getBoundingClientRect()
    expect(detail.bottom).to.be.at.most(topOf(narrow, '.main') + 1)
    expect(detail.width).to.be.above(340)
    const headings = [...getElement(narrow, 'aw-run-attempt').shadowRoot!.querySelectorAll('h4')].map((item) =>
      getText(item),
    )
    expect(headings.indexOf('Outputs')).to.be.at.least(0).and.below(headings.indexOf('Inputs'))
    const body = getElement(narrow, '.body')
    await settled(narrow, getElement(narrow, '#tab-log').click())
    const main = getElement(narrow, '.main').getBoundingClientRect()
    expect(main.bottom).to.be.at.most(body.getBoundingClientRect().bottom + 1)
    await settled(narrow, getElement(narrow, '#tab-nodes').click())
    body.scrollTop = body.scrollHeight
    const rows = getElement(narrow, 'aw-run-nodes').shadowRoot!.querySelectorAll<HTMLElement>('.row')
    await settled(narrow, rows[0]!.click())
    await waitForFrame()
    expect(topOf(narrow, '.detail')).to.be.below(body.getBoundingClientRect().bottom)
    expect(getElement(narrow, '.detail').getBoundingClientRect().bottom).to.be.above(body.getBoundingClientRect().top)
  })

  it('passes the recorded input columns, the page’s secrets and texts to the form of changed settings', async () => {
    const monitor = await mount(createRecord(createFailingRun()))
    const properties = {
      key: { type: 'string', format: 'column', title: 'Key' },
      min: { type: 'number', default: 0, title: 'Least' },
      token: { type: 'string', format: 'secret', title: 'Token' },
    }
    monitor.types = testCatalog.map((type) =>
      type.type === 'validation' ? { ...type, settings: { type: 'object', properties }, defaults: {} } : type,
    )
    monitor.strings = overrideTexts(runMonitorStrings, {
      form: { notNumber: 'Eine Zahl.', secret: { none: 'Keines' } },
    })
    const session = new TestSession({ document: mainJob() })
    session.runs.networkAccess = {
      secrets: [{ name: 'crm', hosts: [] }],
    } as unknown as WorkflowSession['runs']['networkAccess']
    monitor.session = session
    const requestedSettings: unknown[] = []
    monitor.addEventListener('aw-run-fork', ({ settings }) => requestedSettings.push(settings))
    await choose(monitor, 'validate')
    const attempt = getElement<AwRunAttempt>(monitor, 'aw-run-attempt')
    getElement(attempt, 'button.fork').click()
    await attempt.updateComplete
    const form = getElement<AwForm>(attempt, 'form.fork aw-form')
    await form.updateComplete
    expect(getElement<AwColumnField>(form, '#key').columns?.map(({ name }) => name)).to.deep.equal(['id', 'name'])
    const token = getElement<HTMLSelectElement>(form, '#token')
    expect([...token.options].map(({ text }) => text)).to.deep.equal(['Keines', 'crm'])
    getElement(form, '#min').focus()
    await sendKeys({ type: 'x' })
    await form.updateComplete
    expect(getText(getElement(form, '#min-problems'))).to.equal('Eine Zahl.')
    token.value = 'crm'
    token.dispatchEvent(new Event('change'))
    await attempt.updateComplete
    getElement(attempt, 'form.fork .primary').click()
    expect(requestedSettings, 'what is half written starts nothing').to.deep.equal([])
    await pressKeys('Control', 'a')
    await sendKeys({ type: '3' })
    await attempt.updateComplete
    getElement(attempt, 'form.fork .primary').click()
    expect(requestedSettings).to.deep.equal([{ validate: { token: 'crm', min: 3 } }])
  })

  it('shows no run, one event, canceled runs, loops, sub-workflows, unknown node types and damaged records', async () => {
    expect(getText((await mount([])).shadowRoot as unknown as Element)).to.contain('No run selected')
    const one = await mount(createRecord([]), 'nodes')
    expect(rowsOf(one)).to.have.length(4)
    expect(detail(one)).to.contain('had not run yet at this point')
    const cancelled = await mount(createRecord([...createFailingRun().slice(0, 1), { type: 'cancel-requested' }, { type: 'node-cancelled', node: 'load' }, { type: 'run-cancelled' }]), 'timeline') // oxfmt-ignore
    expect(getText(getElement(cancelled, '.head'))).to.contain('Canceled')
    const loop = createLoopRun()
    const loopMonitor = await mount(createRecord(loop.bodies, loop.workflow), 'timeline')
    await choose(loopMonitor, 'body')
    expect(detail(loopMonitor)).to.contain('500 of 500').and.to.contain('item 499').and.to.contain('item 998')
    const rects = getElement(loopMonitor, 'aw-run-timeline').shadowRoot?.querySelectorAll('#row-1 rect').length ?? 0
    expect(rects).to.be.within(1, 400)
    const sub = createSubWorkflowRun()
    const subWorkflowMonitor = await mount(createRecord(sub.bodies, sub.workflow), 'nodes')
    expect(rowsOf(subWorkflowMonitor).map((row) => getText(row).split(' ')[0])).to.deep.equal([
      'load',
      'sub',
      'clean',
      'count',
    ])
    await choose(subWorkflowMonitor, 'sub/count')
    expect(detail(subWorkflowMonitor)).to.contain('Inputs out clean was here').and.to.contain('in sub#0')
    const unknownType = await mount(createRecord(createFailingRun()))
    unknownType.types = testCatalog.filter(({ type }) => type !== 'validation')
    await settled(unknownType)
    expect(detail(unknownType)).to.contain('Node type “validation” is not available here.')
    const damaged = await mount(
      [...createRecord(createFailingRun()).slice(0, 5), { seq: 9, type: 'x' } as unknown as RunEvent],
      'nodes',
    )
    expect(getText(getElement(damaged, '.damaged'))).to.contain(
      'Event 5 of the run record (x) cannot be read: expected a number, found nothing.',
    )
    expect(rowsOf(damaged).map(getText)[0]).to.contain('Running')
  })

  it('renders only the visible rows of 1,000 nodes and 10,000 events', async () => {
    const { workflow, bodies } = createLargeRun()
    const monitor = await mount(createRecord(bodies, workflow), 'nodes')
    expect(rowsOf(monitor).length).to.be.within(10, 60)
    const grid = getElement(monitor, 'aw-run-nodes', '[role=grid]')
    expect(grid.getAttribute('aria-rowcount')).to.equal('1001')
    grid.focus()
    await settled(monitor, sendKeys({ press: 'End' }))
    expect(monitor.node).to.equal('n999')
    expect(rowsOf(monitor).length).to.be.within(10, 60)
    expect(rowsOf(monitor).at(-1)?.textContent).to.contain('n999')
    monitor.view = 'timeline'
    monitor.at = 5_000
    await settled(monitor)
    const timeline = getElement(monitor, 'aw-run-timeline')
    expect(timeline.shadowRoot?.querySelectorAll('[role=option]').length).to.be.within(10, 60)
    monitor.view = 'log'
    await settled(monitor)
    expect(getElement(monitor, 'aw-run-log').shadowRoot?.querySelectorAll('[role=option]').length).to.be.within(10, 80)
  })

  it('saves a run as one HTML file without scripts, and escapes markup of the run', async () => {
    const monitor = await mount(createRecord(createFailingRun()))
    const file = renderRunHtml(monitor.moment, runMonitorStrings)
    expect(file).to.contain('Fine &lt;b&gt;so&lt;/b&gt;').and.to.contain("default-src 'none'")
    expect(file).not.to.match(/<script|<b>| src=| href=| on\w+=/)
    expect(file).to.contain(`<time datetime="${new Date(testRunStart).toISOString()}">`)
  })

  for (const view of ['graph', 'timeline', 'nodes', 'log', 'compare'] as const)
    it(`is accessible: ${view}`, async () => {
      const monitor = await mount(createRecord(createFailingRun()), view)
      monitor.against = createRecord(createCompletedRun(), undefined, 'run-2')
      monitor.runs = [{ run: 'run-2', label: 'Yesterday' }]
      await settled(monitor)
      await aTimeout(0)
      await expect(monitor).to.be.accessible()
    })
})
