import type { WorkflowSession } from '@aw-flow/client'
import { createEmptyWorkflow, getProblem } from '@aw-flow/schema'
import { expect, fixture, html } from '@open-wc/testing'
import { waitUntil } from '../../test/wait-until.ts'
import { LocalWorkflowEditor } from './index.ts'

const sourceUrl = '/examples/workflows/cosmo-ready.json'

const open = async (markup: ReturnType<typeof html>): Promise<LocalWorkflowEditor> => {
  const element = await fixture<LocalWorkflowEditor>(markup)
  await waitUntil(() => element.session !== undefined, 'it opens a session')
  return element
}

const deleteDatabase = (): Promise<void> =>
  new Promise((resolve) => {
    const request = indexedDB.deleteDatabase('aw')
    for (const type of ['success', 'error', 'blocked']) request.addEventListener(type, () => resolve())
  })

describe('<aw-workflow-editor> of the embed package', () => {
  before(deleteDatabase)

  it('is registered once', () => {
    expect(customElements.get('aw-workflow-editor')).to.equal(LocalWorkflowEditor)
  })

  it('opens an empty workflow and gets the node types from its worker', async () => {
    const { session } = await open(html`<aw-workflow-editor></aw-workflow-editor>`)
    expect(session?.document.current.nodes).to.deep.equal([])
    await waitUntil(() => session?.engine.state === 'ready', 'the engine answers')
    expect(session?.engine.catalog.map(({ type }) => type)).to.include('loading')
  })

  it('opens the workflow at "src", stores edits of it for its URL, and finds them again', async () => {
    const first = await open(html`<aw-workflow-editor src=${sourceUrl}></aw-workflow-editor>`)
    expect(first.session?.document.current.nodes.map(({ type }) => type)).to.include('preparing')
    first.session?.document.apply({ type: 'set-name', name: 'Mine' })
    await waitUntil(() => first.session?.document.saving === 'saved')
    const second = await open(html`<aw-workflow-editor src=${sourceUrl}></aw-workflow-editor>`)
    expect(second.session?.document.current.name).to.equal('Mine')
    expect(second.session?.id).to.match(/^src\.examples\.workflows\.cosmo\.ready\.json-[0-9a-z]+$/)
  })

  it('distinguishes URLs by their query', async () => {
    const { session } = await open(html`<aw-workflow-editor src=${`${sourceUrl}?version=2`}></aw-workflow-editor>`)
    expect(session?.document.current.name).not.to.equal('Mine')
  })

  it('reports a problem of "src" and opens an empty workflow', async () => {
    const { session } = await open(html`<aw-workflow-editor src="/no-such-workflow.json"></aw-workflow-editor>`)
    expect(session?.problems.latest?.code).to.equal('embed.src-missing')
    expect(session?.document.current.nodes).to.deep.equal([])
  })

  it('sends the token of "getToken" to the server, and requests another one if it was rejected', async () => {
    const realFetch = window.fetch
    const sent: (string | null)[] = []
    window.fetch = async (input, init) => {
      const url = new URL(input instanceof Request ? input.url : input, document.baseURI)
      if (!url.pathname.startsWith('/host-server/')) return realFetch(input, init)
      const authorization = new Headers(init?.headers).get('authorization')
      sent.push(authorization)
      const isValid = authorization === 'Bearer second'
      const code = isValid ? 'workflow.not-found' : 'caller.unknown'
      return Response.json({ error: { code, message: code } }, { status: isValid ? 404 : 401 })
    }
    try {
      const element = document.createElement('aw-workflow-editor') as LocalWorkflowEditor
      element.server = '/host-server'
      element.workflow = 'hosted'
      element.getToken = async ({ rejected }) => (rejected === undefined ? 'first' : 'second')
      await fixture(html`${element}`)
      await waitUntil(() => sent.includes('Bearer second'), 'it sends the second token')
      expect(sent[0]).to.equal('Bearer first')
      element.remove()
    } finally {
      window.fetch = realFetch
    }
  })

  it('opens another workflow when "workflow" changes, and closes the previous one', async () => {
    const element = await open(html`<aw-workflow-editor workflow="one"></aw-workflow-editor>`)
    const one = element.session
    one?.document.apply({ type: 'set-name', name: 'One' })
    element.workflow = 'two'
    await waitUntil(() => element.session !== undefined && element.session !== one)
    expect(element.session?.id).to.equal('two')
    element.workflow = 'one'
    await waitUntil(() => element.session?.id === 'one')
    expect(element.session?.document.current.name).to.equal('One')
  })

  it('keeps its session when it is moved, and closes it shortly after it was removed', async () => {
    const element = await open(html`<aw-workflow-editor></aw-workflow-editor>`)
    const { session } = element
    const parent = element.parentElement
    element.remove()
    await new Promise((resolve) => setTimeout(resolve, 100))
    parent?.append(element)
    await element.updateComplete
    expect(element.session).to.equal(session)
    element.remove()
    await waitUntil(() => element.session === undefined, 'it lets go')
    parent?.append(element)
    await waitUntil(() => element.session !== undefined && element.session !== session)
  })

  it('uses the session of the host, and opens none', async () => {
    const hostSession = (await open(html`<aw-workflow-editor></aw-workflow-editor>`)).session as WorkflowSession
    const element = await fixture<LocalWorkflowEditor>(
      html`<aw-workflow-editor src="/no-such-workflow.json" .session=${hostSession}></aw-workflow-editor>`,
    )
    expect(element.session).to.equal(hostSession)
    expect(hostSession.problems.latest).to.equal(undefined)
    hostSession.document.open(createEmptyWorkflow('Given'))
    await element.updateComplete
    expect(element.session?.document.current.name).to.equal('Given')
  })

  it('dispatches a cancelable event before undo and redo, with the cause', async () => {
    const element = await open(html`<aw-workflow-editor workflow="steps"></aw-workflow-editor>`)
    await element.updateComplete
    const session = element.session!
    session.document.apply({ type: 'set-name', name: 'First' })
    session.document.open(createEmptyWorkflow('Opened'))
    const causes: string[] = []
    let prevents = true
    element.addEventListener('aw-before-edit', (event) => {
      causes.push(event.cause)
      if (prevents) event.preventDefault()
    })
    session.document.undo()
    expect([session.document.current.name, session.document.canUndo]).to.deep.equal(['Opened', true])
    await waitUntil(() => session.engine.catalog.length > 0, 'node types are there')
    expect(element.canvas!.addNode(session.engine.catalog[0]!)).to.equal(undefined)
    expect(causes.splice(1)).to.deep.equal(['apply'])
    prevents = false
    session.document.undo()
    session.document.undo()
    prevents = true
    session.document.redo()
    expect(session.document.current.name).not.to.equal('First')
    expect(session.document.canRedo).to.equal(true)
    prevents = false
    session.document.redo()
    session.document.redo()
    session.document.redo()
    expect(session.document.current.name).to.equal('Opened')
    expect(causes).to.deep.equal(['undo', 'undo', 'undo', 'redo', 'redo', 'redo'])
  })

  it('dispatches a cancelable event before edits, opening, files and runs', async () => {
    const element = await open(html`<aw-workflow-editor workflow="asked"></aw-workflow-editor>`)
    await element.updateComplete
    const session = element.session!
    const eventTypes: string[] = []
    for (const type of ['aw-before-edit', 'aw-before-open', 'aw-before-file', 'aw-before-run']) {
      element.addEventListener(type, (event) => {
        eventTypes.push(type)
        event.preventDefault()
      })
    }
    const { name } = session.document.current
    session.document.apply({ type: 'set-name', name: 'Changed' })
    session.document.open(createEmptyWorkflow('Opened'))
    const dataset = await session.data.add(new File(['a,b\n1,2\n'], 'refused.csv'))
    await session.runs.start()
    expect(eventTypes).to.deep.equal(['aw-before-edit', 'aw-before-open', 'aw-before-file', 'aw-before-run'])
    expect(session.document.current.name).to.equal(name)
    expect(getProblem(dataset)?.code).to.equal('dataset.prevented')
    expect(session.data.list.map((other) => other.name)).not.to.include('refused.csv')
    expect(session.runs.current).to.equal(undefined)
    expect(session.problems.latest).to.equal(undefined)
  })
})
