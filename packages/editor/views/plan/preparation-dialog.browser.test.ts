import { expect, fixture, html } from '@open-wc/testing'
import type { PreparationPlan } from '@aw-flow/schema'
import { defineElements } from '../../define-elements.ts'
import type { AwWorkflowEditor } from '../../elements/aw-workflow-editor.ts'
import { testPlan, testPlanPreview } from '../../test-plan.ts'
import { frame } from '../../test-pointer.ts'
import { mainJob, TestSession } from '../../test-session.ts'
import type { AwPlan } from './aw-plan.ts'
import { PreparationOpenEvent } from './preparation-dialog.ts'

defineElements()

it('shows the plan of a Prepare node, previews what is changed, and keeps it for the next run', async () => {
  const session = new TestSession({ document: mainJob() })
  await session.start()
  const node = session.document.nodes.find(({ type }) => type === 'preparing')!
  const { applied, rowsIn, rowsOut, columnsOut } = testPlanPreview()
  const report = { kind: 'prepare' as const, report: { plan: testPlan(), applied, rowsIn, rowsOut, columnsOut } }
  const run = session.run!
  session.run = { ...run, nodes: { ...run.nodes, [node.id]: { ...run.nodes[node.id]!, report } } }
  const element = await fixture<AwWorkflowEditor>(
    html`<aw-workflow-editor .session=${session} style="height: 600px"></aw-workflow-editor>`,
  )
  await frame()
  element.dispatchEvent(new PreparationOpenEvent(node.id))
  await element.updateComplete
  const dialog = element.shadowRoot!.querySelector<HTMLDialogElement>('dialog.preparation')!
  expect(dialog.open).to.equal(true)
  const shown = dialog.querySelector<AwPlan>('aw-plan')!
  await shown.updateComplete
  expect(shown.shadowRoot!.textContent).to.contain('2 rows dropped').and.contain('Use in the next run')
  shown.approveAll()
  await element.updateComplete
  await shown.updateComplete
  shown.shadowRoot!.querySelector<HTMLButtonElement>('.apply')!.click()
  await frame()
  await frame()
  await element.updateComplete
  expect(element.shadowRoot!.querySelector('dialog.preparation') === null).to.equal(true)
  const kept = JSON.parse(
    String(session.document.nodes.find(({ id }) => id === node.id)?.data.config.plan),
  ) as PreparationPlan
  expect(kept.operations.map(({ state }) => state)).to.deep.equal(['approved', 'approved', 'approved'])
})
