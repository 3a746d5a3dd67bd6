import { createEmptyRunView, unwrap } from '@aw-flow/schema'
import { expect, fixture, html } from '@open-wc/testing'
import { setViewport } from '@web/test-runner-commands'
import { defineElements } from '../../define-elements.ts'
import { waitForFrame, getElement } from '../../test-pointer.ts'
import { mainJob, TestSession } from '../../test-session.ts'
import type { AwRunBar } from './aw-run-bar.ts'

defineElements()

interface Mounted {
  bar: AwRunBar
  session: TestSession
}

async function mount(document = mainJob()): Promise<Mounted> {
  const session = new TestSession({ document })
  const bar = await fixture<AwRunBar>(html`<aw-run-bar .session=${session}></aw-run-bar>`)
  await waitForFrame()
  return { bar, session }
}

const text = (bar: AwRunBar): string => (bar.shadowRoot?.textContent ?? '').replaceAll(/\s+/g, ' ').trim()
const run = (bar: AwRunBar): HTMLButtonElement => getElement<HTMLButtonElement>(bar, 'button.run')
const starts = (session: TestSession): unknown[] =>
  session.calls.filter((call) => call.method === 'start').map((call) => call.args[0])

describe('<aw-run-bar>', () => {
  beforeEach(() => setViewport({ width: 900, height: 600 }))

  it('reports what is missing and does not start before it is complete', async () => {
    const { bar, session } = await mount()
    expect(run(bar).getAttribute('aria-disabled')).to.equal('true')
    expect(getElement(bar, '#state').textContent).to.equal('Choose a file first')
    run(bar).click()
    expect(starts(session)).to.deep.equal([])
    const dataset = unwrap(await session.data.add(new File(['a\n1\n'], 'a.csv')))
    await bar.updateComplete
    const select = getElement<HTMLSelectElement>(bar, 'select')
    const chosen: unknown[] = []
    bar.parentElement?.addEventListener('aw-input-choose', ({ node, dataset: id }) => chosen.push([node, id]))
    select.value = dataset.id
    select.dispatchEvent(new Event('change'))
    expect(chosen).to.deep.equal([['load', dataset?.id]])
    await bar.updateComplete
    await waitForFrame()
    expect(run(bar).getAttribute('aria-disabled')).to.equal('false')
    run(bar).click()
    expect(starts(session)).to.deep.equal([{ inputs: { load: dataset?.id } }])
  })

  it('runs with the file of the last run after a reload, unless it was deleted or another is chosen', async () => {
    const { bar, session } = await mount()
    const dataset = unwrap(await session.data.add(new File(['a\n1\n'], 'a.csv')))
    const readBefore = (id: string): void => {
      const file = { kind: 'file' as const, dataset: id, name: 'a.csv' }
      session.runs.previous = { ...createEmptyRunView('before'), state: 'completed', inputs: { load: { file } } }
      bar.requestUpdate()
    }
    readBefore('b'.repeat(64))
    await bar.updateComplete
    expect(getElement(bar, '#state').textContent).to.equal('Choose a file first')
    readBefore(dataset.id)
    await bar.updateComplete
    const select = getElement<HTMLSelectElement>(bar, 'select')
    expect(select.value).to.equal(dataset?.id)
    const choose = async (id: string): Promise<void> => {
      select.value = id
      select.dispatchEvent(new Event('change'))
      await bar.updateComplete
    }
    await choose('')
    expect(getElement(bar, '#state').textContent).to.equal('Choose a file first')
    await choose(dataset.id)
    run(bar).click()
    expect(starts(session)).to.deep.equal([{ inputs: { load: dataset?.id } }])
  })

  it('describes the workflow with the files of the next run', async () => {
    const { bar, session } = await mount()
    const sent: unknown[] = []
    session.assist().setRunDatasets = (datasets) => sent.push(datasets)
    const dataset = unwrap(await session.data.add(new File(['a\n1\n'], 'a.csv')))
    await bar.updateComplete
    expect(sent.at(-1)).to.deep.equal({})
    const select = getElement<HTMLSelectElement>(bar, 'select')
    select.value = dataset.id
    select.dispatchEvent(new Event('change'))
    await bar.updateComplete
    expect(sent.at(-1)).to.deep.equal({ load: dataset?.id })
  })

  it('counts problems first, and requests no input if the node has one', async () => {
    const document = mainJob()
    const [load] = document.nodes
    if (load) load.data.config = { dataset: 'a'.repeat(64) }
    const { bar, session } = await mount(document)
    expect(bar.shadowRoot?.querySelector('select')).to.equal(null)
    expect(run(bar).getAttribute('aria-disabled')).to.equal('false')
    session.document.apply({ type: 'remove-edge', id: 'e1' })
    await bar.updateComplete
    expect(getElement(bar, '#state').textContent).to.equal('Fix 1 error first')
    session.document.apply({ type: 'batch', edits: document.nodes.map(({ id }) => ({ type: 'remove-node', id })) })
    await bar.updateComplete
    expect(getElement(bar, '#state').textContent).to.equal('Add a node first')
  })

  it('shows state, completed nodes, elapsed time and rows, and cancels', async () => {
    const document = mainJob()
    const [load] = document.nodes
    if (load) load.data.config = { dataset: 'a'.repeat(64) }
    const { bar, session } = await mount(document)
    run(bar).click()
    session.play({ type: 'node-started', node: 'load', attempt: 1, key: 'k' })
    session.play({ type: 'node-completed', node: 'load', outputs: {}, rows: 12_345, ms: 40, problems: [] })
    await bar.updateComplete
    expect(text(bar)).to.contain('Cancel').and.to.contain('Running')
    expect(text(bar)).to.contain('1 of 4 nodes')
    expect(text(bar)).to.contain('12,345 rows')
    run(bar).click()
    await bar.updateComplete
    expect(session.calls.at(-1)?.method).to.equal('cancel')
    expect(getElement(bar, '#state').textContent?.trim()).to.equal('Canceled')
    expect(text(bar)).to.match(/\d+ ms/)
  })

  it('counts the warnings of a completed run, and reports changes of the workflow since', async () => {
    const document = mainJob()
    const [load] = document.nodes
    if (load) load.data.config = { dataset: 'a'.repeat(64) }
    const { bar, session } = await mount(document)
    await session.runs.start()
    const problems = [{ code: 'x', severity: 'warning' as const, message: 'One record was rejected.' }]
    session.play({ type: 'node-completed', node: 'load', outputs: {}, ms: 4, problems }, { type: 'run-completed' })
    await bar.updateComplete
    expect(getElement(bar, '#state').textContent?.trim()).to.equal('Completed, 1 warning')
    session.document.apply({ type: 'set-config', id: 'load', path: ['dataset'], value: 'b'.repeat(64) })
    await bar.updateComplete
    expect(getElement(bar, '#state').textContent?.trim()).to.equal('Changed since this run')
    session.document.undo()
    await bar.updateComplete
    expect(getElement(bar, '#state').textContent?.trim()).to.equal('Completed, 1 warning')
  })

  it('offers to resume an interrupted run, but not one that waits for approval', async () => {
    const { bar, session } = await mount()
    expect(bar.shadowRoot?.querySelector('button.resume')).to.equal(null)
    session.interrupt({ ...createEmptyRunView('left'), state: 'running' })
    await bar.updateComplete
    const resume = getElement<HTMLButtonElement>(bar, 'button.resume')
    expect(resume.textContent?.trim()).to.equal('Resume')
    await expect(bar).to.be.accessible()
    resume.click()
    expect(session.calls.map(({ method }) => method)).to.include('resume')
    session.interrupt({ ...createEmptyRunView('left'), state: 'waiting' })
    await bar.updateComplete
    expect(bar.shadowRoot?.querySelector('button.resume')).to.equal(null)
  })

  it('offers to migrate a run whose node types no longer exist', async () => {
    const { bar, session } = await mount()
    session.interrupt({ ...createEmptyRunView('left'), state: 'waiting' })
    session.setProblem({ code: 'run.type-version-not-installed', severity: 'error', message: 'Version 1 is gone.' })
    await bar.updateComplete
    const migrate = getElement<HTMLButtonElement>(bar, 'button.resume')
    expect(migrate.textContent?.trim()).to.equal('Migrate and resume')
    await expect(bar).to.be.accessible()
    migrate.click()
    expect(session.calls.at(-1)).to.deep.equal({ method: 'resume', args: [{ migrate: true }] })
    session.problems.dismiss()
    await bar.updateComplete
    expect(bar.shadowRoot?.querySelector('button.resume')).to.equal(null)
  })

  it('shows buttons of the host after its own, also in an editor', async () => {
    const session = new TestSession({ document: mainJob() })
    const editor = await fixture<HTMLElementTagNameMap['aw-workflow-editor']>(
      html`<aw-workflow-editor style="width: 900px; height: 560px" .session=${session}
        ><button slot="run-bar" id="own">Run elsewhere</button></aw-workflow-editor
      >`,
    )
    await waitForFrame()
    const bar = getElement<AwRunBar>(editor, 'aw-run-bar')
    await bar.updateComplete
    const hostButton = editor.querySelector<HTMLElement>('#own')!
    expect(hostButton.checkVisibility()).to.equal(true)
    expect(hostButton.getBoundingClientRect().left).to.be.greaterThan(run(bar).getBoundingClientRect().right)
    await expect(editor).to.be.accessible()
  })

  it('reports that the engine could not start, and is accessible', async () => {
    const { bar, session } = await mount()
    await expect(bar).to.be.accessible()
    session.setEngineState('failed')
    await bar.updateComplete
    expect(getElement(bar, '#state').textContent).to.equal('The engine could not start')
  })
})
