import type { Meta, StoryObj } from '@storybook/web-components-vite'
import type { AwPlan } from '@aw-flow/editor'
import { expect, waitFor } from 'storybook/test'
import { createTestPlan } from '../../packages/editor/test-plan.ts'
import { mainJob, TestSession } from '../../packages/editor/test-session.ts'
import { testPreparationReport } from '../../packages/editor/test-reports.ts'
import { checkElement, getShadowRoot, waitForElement } from '../story-elements.ts'
import { createDarkVariant, createNarrowVariant, createRightToLeftVariant } from '../variants.ts'

const meta: Meta = { title: 'Preparation dialog', component: 'aw-preparation-dialog' }
export default meta

function createDialog(readonly = false): HTMLElement {
  const session = new TestSession({ document: mainJob() })
  session.playCompleted()
  const { current } = session.runs
  if (current?.nodes.prepare) {
    const report = { ...testPreparationReport, plan: createTestPlan() }
    const prepare = { ...current.nodes.prepare, report: { kind: 'prepare' as const, report } }
    session.runs.current = { ...current, nodes: { ...current.nodes, prepare } }
  }
  const element = document.createElement('aw-preparation-dialog')
  element.style.display = 'block'
  element.session = session
  element.node = 'prepare'
  element.readonly = readonly
  return element
}

/** The plan that a Prepare node has executed. */
export const Executed: StoryObj = {
  render: () => createDialog(),
  play: checkElement(async (root, element) => {
    const plan = await waitForElement<AwPlan>(root, 'aw-plan')
    await waitFor(() => expect(getShadowRoot(plan).querySelectorAll('.operation')).toHaveLength(3))
    let isClosed = false
    element.addEventListener('aw-dialog-close', () => (isClosed = true))
    root.querySelector<HTMLButtonElement>('.plan-bar > button:last-of-type')?.click()
    await waitFor(() => expect(isClosed).toBe(true))
  }),
}

export const ReadOnly: StoryObj = {
  render: () => createDialog(true),
  play: checkElement(async (root) => {
    const plan = await waitForElement<AwPlan>(root, 'aw-plan')
    await expect(plan.readonly).toBe(true)
  }),
}

export const Dark = createDarkVariant(Executed)
export const Narrow = createNarrowVariant(Executed)
export const RightToLeft = createRightToLeftVariant(Executed)
