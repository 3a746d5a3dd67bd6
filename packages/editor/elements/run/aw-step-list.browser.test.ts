import { expect, fixture, html } from '@open-wc/testing'
import { setViewport } from '@web/test-runner-commands'
import { createEmptyRunView, createEmptyWorkflow, type NodeRun, type Problem } from '@aw-flow/schema'
import { defineElements } from '../../define-elements.ts'
import { waitForFrame, getElement } from '../../test-pointer.ts'
import { mainJob, TestSession } from '../../test-session.ts'
import type { AwStepList } from './aw-step-list.ts'

defineElements()

const getText = (element: Element): string => (element.textContent ?? '').replaceAll(/\s+/g, ' ').trim()

async function mount(session: TestSession): Promise<AwStepList> {
  const list = await fixture<AwStepList>(html`<aw-step-list .session=${session}></aw-step-list>`)
  list.style.cssText = 'width: 360px; height: 600px'
  await waitForFrame()
  return list
}

describe('<aw-step-list>', () => {
  beforeEach(() => setViewport({ width: 600, height: 800 }))

  it('lists the steps in execution order, with their sources and problems', async () => {
    const document = mainJob()
    document.nodes.reverse()
    const session = new TestSession({ document })
    const list = await mount(session)
    const steps = [...(list.shadowRoot?.querySelectorAll('.step') ?? [])].map(getText)
    expect(steps.map((step) => step.split(' ')[0])).to.deep.equal(['Load', 'Prepare', 'Validate', 'Table'])
    expect(steps[1]).to.contain('from Load file')
    const planEdge = { id: 'plan', source: 'prepare', target: 'validate', sourceHandle: 'plan', targetHandle: 'plan' }
    session.document.apply({ type: 'add-edge', edge: planEdge })
    await list.updateComplete
    expect(getText(getElement(list, '[data-node=validate] .from'))).to.equal('from Prepare')
    session.document.apply({ type: 'remove-edge', id: 'e1' })
    await list.updateComplete
    expect(getText(getElement(list, '[data-node=prepare]'))).to.contain('Prepare needs a table at "table".')
  })

  it('shows notes in the color of text, and warnings in theirs', async () => {
    const readTone = async (severity: Problem['severity']): Promise<string> => {
      const session = new TestSession({ document: mainJob() })
      const { nodes = {}, ...description } = session.document.description ?? {}
      const problems = [{ code: 'x', severity, message: 'Schedules require a server.' }]
      Object.assign(session.document, {
        description: { ...description, nodes: { ...nodes, load: { ...nodes.load, problems } } },
      })
      const problem = getElement(await mount(session), '[data-node=load] .problem')
      return problem.className.replace('problem', '').trim()
    }
    expect([await readTone('info'), await readTone('warning'), await readTone('error')]).to.deep.equal([
      '',
      'warn',
      'bad',
    ])
  })

  it('shows the buttons of its host while it has no steps', async () => {
    const session = new TestSession({ document: createEmptyWorkflow() })
    const list = await mount(session)
    const button = document.createElement('button')
    button.slot = 'start'
    button.textContent = 'Add node'
    list.append(button)
    expect(getText(getElement(list, '.none'))).to.include('No steps yet')
    expect(button.getBoundingClientRect().height).to.be.above(0)
    session.document.apply({ type: 'add-node', node: mainJob().nodes[0]! })
    await list.updateComplete
    expect(button.getBoundingClientRect().height).to.equal(0)
  })

  it('shows state, rows and time of a run, and opens a step by a press', async () => {
    const session = new TestSession({ document: mainJob() })
    const list = await mount(session)
    session.playCompleted()
    await list.updateComplete
    expect(getText(getElement(list, '[data-node=load]')))
      .to.contain('Completed')
      .and.to.contain('1,000 rows · 128 ms')
    const opened: string[] = []
    list.addEventListener('aw-node-open', (event) => opened.push(event.node))
    getElement(list, '[data-node=validate]').click()
    expect(opened).to.deep.equal(['validate'])
  })

  it('shows the file that an earlier page has loaded, until the settings change', async () => {
    const session = new TestSession({ document: mainJob() })
    const list = await mount(session)
    const run = {
      node: 'load',
      state: 'completed',
      attempt: 1,
      outputs: {},
      retries: 0,
      problems: [],
      rows: 1204,
    } as const
    const report: NodeRun['report'] = { kind: 'load', report: { file: 'sales.csv', rejects: 3 } }
    const nodes = { load: { ...run, outputs: {}, problems: [], report } }
    const { current: workflow } = session.document
    session.runs.previous = { ...createEmptyRunView('run-0'), state: 'completed', workflow, nodes }
    await waitForFrame(list.requestUpdate())
    expect(getText(getElement(list, '[data-node=load]'))).to.contain('sales.csv · 1,204 rows · 3 rejected')
    await waitForFrame(session.document.apply({ type: 'set-config', id: 'load', path: ['maxRetries'], value: 9 }))
    expect(getText(getElement(list, '[data-node=load]'))).not.to.contain('rejected')
  })

  it('shows that the workflow has no steps, and is accessible', async () => {
    const empty = await mount(new TestSession({ document: createEmptyWorkflow() }))
    expect(getText(empty.shadowRoot as unknown as Element)).to.contain('No steps yet')
    await expect(await mount(new TestSession({ document: mainJob() }))).to.be.accessible()
  })
})
