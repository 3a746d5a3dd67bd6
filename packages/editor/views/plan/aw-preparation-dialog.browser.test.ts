import { expect, fixture, html } from '@open-wc/testing'
import { ok, type PreparationPlan } from '@aw-flow/schema'
import { defineElements } from '../../define-elements.ts'
import type { AwWorkflowEditor } from '../../elements/editor/aw-workflow-editor.ts'
import { createTestPlan, createTestPlanPreview } from '../../test-plan.ts'
import { waitForFrame } from '../../test-pointer.ts'
import { mainJob, TestSession } from '../../test-session.ts'
import { waitUntil } from '../../../../test/wait-until.ts'
import type { AwPlan } from './aw-plan.ts'
import { PreparationOpenEvent } from './preparation-open-event.ts'

defineElements()

/** The dialog that an editor has just opened. */
async function openedDialog(editor: AwWorkflowEditor): Promise<HTMLDialogElement> {
  await editor.updateComplete
  const element = editor.shadowRoot!.querySelector('aw-preparation-dialog')!
  await element.updateComplete
  return element.shadowRoot!.querySelector('dialog')!
}

const ends = { source: 'from', target: 'to', sourceIndex: 'from_index', targetIndex: 'to_index' }

it('previews changes on the node’s input tables, and shows the result of the last one', async () => {
  const job = mainJob()
  const link = { id: 'e4', source: 'load', target: 'prepare', sourceHandle: 'table', targetHandle: 'links' }
  const session = new TestSession({ document: { ...job, edges: [...job.edges, link] } })
  session.playCompleted()
  const run = session.runs.current!
  const plan = createTestPlan()
  const links = { operations: plan.operations.slice(0, 1), roles: ends }
  const { applied, rowsIn, rowsOut, columnsOut } = createTestPlanPreview()
  const report = {
    kind: 'prepare' as const,
    report: { plan: { ...plan, links }, applied, rowsIn, rowsOut, columnsOut },
  }
  session.runs.current = { ...run, nodes: { ...run.nodes, prepare: { ...run.nodes.prepare!, report } } }
  const previewRequests: { table: string; operations: number; namedTables: string[] }[] = []
  let answerFirst: () => void = () => undefined
  session.tables.previewPlan = async ({ table, plan: changed, namedTables = {} }) => {
    previewRequests.push({
      table: table.id,
      operations: changed.operations.length,
      namedTables: Object.keys(namedTables),
    })
    const rows = { rowsIn: 500, rowsOut: 400 + changed.operations.length }
    if (previewRequests.length === 1) await new Promise<void>((resolve) => (answerFirst = resolve))
    const counted = { applied: applied.slice(0, 1), rowsIn: 70, rowsOut: 60 }
    return ok({ ...createTestPlanPreview(changed), ...rows, links: counted })
  }
  const element = await fixture<AwWorkflowEditor>(
    html`<aw-workflow-editor .session=${session} style="height: 600px"></aw-workflow-editor>`,
  )
  await waitForFrame()
  element.dispatchEvent(new PreparationOpenEvent({ node: 'prepare' }))
  const dialog = await openedDialog(element)
  const shown = dialog.querySelector<AwPlan>('aw-plan')!
  await shown.updateComplete
  shown.removeOperation(shown.plan!.operations[2]!.id!)
  shown.removeOperation(shown.plan!.operations[1]!.id!)
  const text = (): string => shown.shadowRoot!.textContent!.replaceAll(/\s+/g, ' ')
  await waitUntil(() => text().includes('500 rows in, 401 out'), 'the second change is previewed')
  await waitForFrame(answerFirst())
  await shown.updateComplete
  expect(text()).to.contain('500 rows in, 401 out').and.contain('70 rows in, 60 out')
  expect(previewRequests).to.deep.equal([
    { table: 'load', operations: 2, namedTables: ['links'] },
    { table: 'load', operations: 1, namedTables: ['links'] },
  ])
})

it('shows the plan of a Prepare node, previews changes, and saves it for the next run', async () => {
  const session = new TestSession({ document: mainJob() })
  await session.runs.start()
  const node = session.document.current.nodes.find(({ type }) => type === 'preparing')!
  const { applied, rowsIn, rowsOut, columnsOut } = createTestPlanPreview()
  const inverse = { ...createTestPlan(), target: 'generic' as const }
  const report = {
    kind: 'prepare' as const,
    report: { plan: createTestPlan(), inverse, applied, rowsIn, rowsOut, columnsOut },
  }
  const run = session.runs.current!
  session.runs.current = { ...run, nodes: { ...run.nodes, [node.id]: { ...run.nodes[node.id]!, report } } }
  const element = await fixture<AwWorkflowEditor>(
    html`<aw-workflow-editor .session=${session} style="height: 600px"></aw-workflow-editor>`,
  )
  await waitForFrame()
  element.dispatchEvent(new PreparationOpenEvent({ node: node.id }))
  const dialog = await openedDialog(element)
  expect(dialog.open).to.equal(true)
  const shown = dialog.querySelector<AwPlan>('aw-plan')!
  await shown.updateComplete
  expect(shown.shadowRoot!.textContent).to.contain('2 rows dropped').and.contain('Save plan for the next run')
  const saved: { name: string; blob: Promise<string> }[] = []
  const click = HTMLAnchorElement.prototype.click
  HTMLAnchorElement.prototype.click = function (this: HTMLAnchorElement) {
    saved.push({ name: this.download, blob: fetch(this.href).then((answer) => answer.text()) })
  }
  try {
    dialog.querySelector<HTMLButtonElement>('.inverse')!.click()
  } finally {
    HTMLAnchorElement.prototype.click = click
  }
  expect(saved.map(({ name }) => name)).to.deep.equal(['Prepare.inverse.plan.json'])
  expect(JSON.parse(await saved[0]!.blob)).to.deep.equal(inverse)
  shown.approveAll()
  await element.updateComplete
  await shown.updateComplete
  await waitForFrame(shown.shadowRoot!.querySelector<HTMLButtonElement>('.apply')!.click())
  await waitForFrame()
  await element.updateComplete
  expect(element.shadowRoot!.querySelector('aw-preparation-dialog') === null).to.equal(true)
  const savedPlan = JSON.parse(
    String(session.document.current.nodes.find(({ id }) => id === node.id)?.data.config.plan),
  ) as PreparationPlan
  expect(savedPlan.operations.map(({ state }) => state)).to.deep.equal(['approved', 'approved', 'approved'])
})
