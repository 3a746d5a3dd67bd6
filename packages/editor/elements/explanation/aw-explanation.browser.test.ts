import { ok, type ExplanationRequest, type WorkflowExplanation } from '@aw-flow/schema'
import { expect, fixture, html } from '@open-wc/testing'
import { sendKeys, setViewport } from '@web/test-runner-commands'
import { waitUntil } from '../../../../test/wait-until.ts'
import { defineElements } from '../../define-elements.ts'
import { mainJob, TestSession } from '../../test-session.ts'
import type { AwWorkflowEditor } from '../editor/aw-workflow-editor.ts'
import type { AwExplanation } from './aw-explanation.ts'

defineElements()

describe('the explanation of a workflow', () => {
  let editor: AwWorkflowEditor
  let session: TestSession
  const dialog = (): AwExplanation | null => editor.shadowRoot!.querySelector('aw-explanation')
  const root = (): ShadowRoot => dialog()!.shadowRoot!
  const check = (name: string): HTMLInputElement => root().querySelector(`[name=${name}]`)!
  const field = <Field extends HTMLInputElement | HTMLTextAreaElement>(name: string): Field =>
    root().querySelector<Field>(name)!

  /** Chooses the command in the command palette. */
  async function open(): Promise<void> {
    editor.openCommandPalette()
    await waitUntil(
      () => editor.shadowRoot?.querySelector('aw-command-palette')?.shadowRoot?.querySelector('input') != null,
    )
    await sendKeys({ type: 'explain' })
    await sendKeys({ press: 'Enter' })
    await waitUntil(() => dialog()?.shadowRoot?.querySelector('dialog')?.open === true, 'the dialog opens')
  }

  beforeEach(async () => {
    await setViewport({ width: 1200, height: 800 })
    session = new TestSession({ document: mainJob() })
    editor = await fixture<AwWorkflowEditor>(html`<aw-workflow-editor></aw-workflow-editor>`)
    editor.style.cssText = 'display: block; width: 1200px; height: 800px'
    editor.session = session
    await editor.updateComplete
  })

  it('shows a name and a description by rules, applies what is chosen in one step, and one undo restores it', async () => {
    const before = JSON.stringify(session.document.current)
    await open()
    const { value } = field<HTMLTextAreaElement>('textarea')
    for (const part of ['Reads:\n1. ', 'Results:', session.document.current.nodes[1]!.data.label])
      expect(value).to.contain(part)
    await expect(editor).to.be.accessible()
    expect(JSON.stringify(session.document.current)).to.equal(before)
    const input = field<HTMLInputElement>('input[type=text]')
    input.value = 'My orders'
    input.dispatchEvent(new Event('input'))
    await dialog()!.updateComplete
    expect(check('name').checked).to.equal(true)
    check('note').click()
    await dialog()!.updateComplete
    root().querySelector<HTMLElement>('.primary')!.click()
    await waitUntil(() => dialog() === null, 'the dialog closes')
    const { name, description, notes } = session.document.current
    expect(name).to.equal('My orders')
    expect(description).to.equal(value)
    expect(notes?.map(({ text }) => text)).to.deep.equal([value])
    const top = Math.min(...session.document.current.nodes.map(({ position }) => position.y))
    expect(notes![0]!.position.y + notes![0]!.size.height).to.be.below(top)
    session.document.undo()
    expect(JSON.stringify(session.document.current)).to.equal(before)
  })

  it('asks a granted model, shows its answer before it is applied, and its failure', async () => {
    const requests: ExplanationRequest[] = []
    const answer = { remarks: 'Check the dates.', requests: 1, model: 'small', host: 'models.example' }
    const answers: WorkflowExplanation[] = [
      { ...answer, failure: 'The model refused to answer.' },
      { ...answer, name: 'Prepared orders', description: 'Prepares <b>orders</b>.' },
    ]
    session.assist().explainWorkflow = async (request) => {
      requests.push(request)
      return ok(answers.shift()!)
    }
    session.runs.networkAccess = { secrets: [], models: { models: [{ id: 'small' }] } } as never
    await open()
    const rules = field<HTMLTextAreaElement>('textarea').value
    const ask = async (): Promise<void> => {
      root().querySelector<HTMLElement>('.models button')!.click()
      await waitUntil(() => root().querySelector('[role=status] p:not(.muted)') !== null, 'the model has answered')
    }
    await ask()
    expect(root().querySelector('[role=alert]')!.textContent).to.contain('refused')
    expect(field<HTMLTextAreaElement>('textarea').value).to.equal(rules)
    await ask()
    expect(requests[1]).to.include({ model: 'small', facts: rules })
    expect(field<HTMLInputElement>('input[type=text]').value).to.equal('Prepared orders')
    expect(field<HTMLTextAreaElement>('textarea').value).to.equal('Prepares <b>orders</b>.')
    expect(root().querySelector('[role=status]')!.textContent).to.contain('Check the dates.')
    expect(session.document.current.description).to.equal(undefined)
    root().querySelector<HTMLElement>('.primary')!.click()
    await waitUntil(() => dialog() === null, 'the dialog closes')
    expect(session.document.current.description).to.equal('Prepares <b>orders</b>.')
  })
})
