import type { AccessRequestEvent } from '@aw-flow/editor'
import { createEmptyWorkflow, type Workflow } from '@aw-flow/schema'
import { expect, fixture, html } from '@open-wc/testing'
import sampleUrl from '../../test/fixtures/sample.csv?url'
import { waitUntil } from '../../test/wait-until.ts'
import type { LocalWorkflowEditor } from './index.ts'
import { createNode } from '../../test/create-node.ts'
import './index.ts'

/** A workflow that requests a file of this page’s own server. */
const requesting: Workflow = {
  ...createEmptyWorkflow('From a file'),
  settings: { retry: { count: 0, delaysMs: [1] } },
  nodes: [
    createNode(
      'ask',
      'http_request',
      { url: new URL(sampleUrl, location.href).href, response: 'text' },
      { label: 'Ask' },
    ),
  ],
}
const granted = { secrets: [], hosts: [location.host], tools: [] }

let opened = 0
/** Opens an editor in which the user has opened the workflow. */
async function openEditor(): Promise<LocalWorkflowEditor> {
  const editor = await fixture<LocalWorkflowEditor>(
    html`<aw-workflow-editor workflow="granting-${++opened}-${Date.now()}"></aw-workflow-editor>`,
  )
  await waitUntil(() => editor.session !== undefined)
  editor.session!.document.open(requesting)
  await editor.session!.runs.networkAccess?.allowHost(location.host)
  return editor
}

const findQuestion = (editor: LocalWorkflowEditor) => editor.renderRoot.querySelector('aw-access-question')
const findDialog = (editor: LocalWorkflowEditor) => findQuestion(editor)?.shadowRoot?.querySelector('dialog')
const readOutcome = (editor: LocalWorkflowEditor): string | undefined => {
  const node = editor.session!.runs.current?.nodes.ask
  return node?.error?.problem.code ?? node?.state
}
const click = (editor: LocalWorkflowEditor, selector: string): void =>
  findDialog(editor)!.querySelector<HTMLButtonElement>(selector)!.click()

describe('a workflow from a file in an embedded editor', () => {
  it('uses the access that the user grants in a dialog, and does not ask again', async () => {
    const editor = await openEditor()
    const started = editor.session!.runs.start()
    await waitUntil(() => findDialog(editor)?.open === true, 'the dialog opens')
    expect([...findDialog(editor)!.querySelectorAll('dd')].map(({ textContent }) => textContent)).to.deep.equal([
      location.host,
    ])
    click(editor, '.primary')
    await started
    expect(readOutcome(editor)).to.equal('completed')
    expect(findQuestion(editor)).to.equal(null)
    await editor.session!.runs.start()
    expect(readOutcome(editor)).to.equal('completed')
  })

  it('runs without access, or does not run, as the user decides', async () => {
    const editor = await openEditor()
    const canceled = editor.session!.runs.start()
    await waitUntil(() => findDialog(editor)?.open === true, 'the dialog opens')
    findDialog(editor)!.close()
    await canceled
    expect(editor.session!.runs.current).to.equal(undefined)
    const started = editor.session!.runs.start()
    await waitUntil(() => findDialog(editor)?.open === true, 'the dialog opens again')
    click(editor, 'button:nth-of-type(2)')
    await started
    expect(readOutcome(editor)).to.equal('access.not-granted.host')
  })

  it('asks in the language of the page', async () => {
    const editor = await openEditor()
    editor.lang = 'de'
    const started = editor.session!.runs.start()
    await waitUntil(() => findDialog(editor)?.querySelector('h2')?.textContent?.includes('Zugriff') === true)
    expect(findDialog(editor)!.querySelector('h2')!.textContent).to.equal('„From a file“ Zugriff gewähren?')
    editor.remove()
    await started
    expect(editor.session?.runs.current).to.equal(undefined)
  })

  it('uses the access that the page grants, without a dialog', async () => {
    const editor = await openEditor()
    const requests: AccessRequestEvent[] = []
    let answer: Parameters<AccessRequestEvent['respondWith']>[0] | undefined = 'unchanged'
    editor.addEventListener('aw-access-request', (event) => {
      requests.push(event)
      if (answer === undefined) event.preventDefault()
      else event.respondWith(answer)
    })
    await editor.session!.runs.start()
    expect(readOutcome(editor)).to.equal('access.not-granted.host')
    expect(requests[0]).to.deep.include({ requested: granted, granted: { ...granted, hosts: [] } })
    expect(requests[0]!.workflow.name).to.equal('From a file')
    const { run } = editor.session!.runs.current!
    answer = undefined
    await editor.session!.runs.start()
    expect(editor.session!.runs.current!.run).to.equal(run)
    answer = Promise.resolve(granted)
    await editor.session!.runs.start()
    expect(readOutcome(editor)).to.equal('completed')
    await editor.session!.runs.start()
    expect(requests).to.have.length(3)
    expect(findQuestion(editor)).to.equal(null)
  })
})
