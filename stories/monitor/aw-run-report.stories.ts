import type { Meta, StoryObj } from '@storybook/web-components-vite'
import type { AwRunReport } from '@aw-flow/editor'
import { foldRun, type NodeReport, type RunEventBody } from '@aw-flow/schema'
import { expect } from 'storybook/test'
import { testLoadReport, testPreparationReport, testValidationReport } from '../../packages/editor/test-reports.ts'
import { mainJob } from '../../packages/editor/test-session.ts'
import { checkElement, getShadowRoot, setSize, waitForElement } from '../story-elements.ts'
import { createDarkVariant, createNarrowVariant, createRightToLeftVariant } from '../variants.ts'

const meta: Meta = { title: 'Run report', component: 'aw-run-report' }
export default meta

const createCompletedEvent = (node: string, report: NodeReport): RunEventBody => ({
  type: 'node-completed',
  node,
  outputs: {},
  rows: 1_000,
  ms: 412,
  problems: [],
  report,
})

const createReport = (node: string): HTMLElement => {
  const bodies: RunEventBody[] = [
    { type: 'run-started', version: 1, run: 'r', workflow: mainJob(), inputs: {}, seed: 1 },
    createCompletedEvent('load', { kind: 'load', report: testLoadReport }),
    createCompletedEvent('prepare', { kind: 'prepare', report: testPreparationReport }),
    createCompletedEvent('validate', { kind: 'validate', report: testValidationReport }),
    { type: 'node-started', node: 'table', attempt: 1, key: 'k' },
  ]
  const element = document.createElement('aw-run-report')
  element.run = foldRun(bodies.map((body, seq) => ({ ...body, seq, time: Date.UTC(2026, 10, 20) + seq * 40 })))
  element.node = node
  element.addEventListener('aw-node-choose', (event) => (element.node = event.node))
  element.style.display = 'grid'
  return setSize('100%', 560, element)
}

export const LoadReport: StoryObj = {
  render: () => createReport('load'),
  play: checkElement<AwRunReport>(async (root, element) => {
    await expect(root.textContent).toContain('Windows-1252')
    const prepare = await waitForElement<HTMLButtonElement>(root, 'li:nth-child(2) button')
    prepare.click()
    await element.updateComplete
    await expect(root.textContent).toContain('2 rows dropped')
  }),
}

export const ValidationReport: StoryObj = {
  render: () => createReport('validate'),
  play: checkElement(async (root) => {
    const report = await waitForElement(root, 'aw-validation-report')
    await expect((await waitForElement(getShadowRoot(report), '[role=status]')).textContent).toContain('Not valid')
  }),
}

/** While a run waits for approval, the report shows the data to review. */
export const Approval: StoryObj = {
  render: () => {
    const workflow = mainJob()
    const shown = {
      message: 'Are these the right customers?',
      value: {
        kind: 'table',
        table: { id: 't', rows: 1_000, columns: [{ name: 'id', type: 'VARCHAR' }] },
        sample: [{ id: 'row-1' }, { id: 'row-2' }, { id: 'row-3' }],
      },
    }
    const bodies: RunEventBody[] = [
      { type: 'run-started', version: 2, run: 'r', workflow, inputs: {}, seed: 1 },
      { type: 'node-started', node: 'validate', attempt: 1, key: 'k' },
      { type: 'node-waiting', node: 'validate', waitFor: { kind: 'approval', digest: 'd', shown } },
    ]
    const element = document.createElement('aw-run-report')
    element.run = foldRun(bodies.map((body, seq) => ({ ...body, seq, time: Date.UTC(2026, 10, 20) + seq * 40 })))
    element.node = 'validate'
    element.deciding = true
    element.style.display = 'grid'
    return setSize('100%', 560, element)
  },
  play: checkElement(async (root) => {
    const approval = await waitForElement<HTMLElement>(root, 'aw-approval')
    await expect(getShadowRoot(approval).textContent).toContain('Are these the right customers?')
    await expect(getShadowRoot(approval).textContent).toContain('row-3')
  }),
}

export const Empty: StoryObj = {
  render: () => setSize('100%', 240, document.createElement('aw-run-report')),
  play: checkElement((root) => expect(root.textContent).toContain('No nodes have run yet.')),
}

export const Failed: StoryObj = {
  render: () => {
    const problem = {
      code: 'x',
      severity: 'error' as const,
      message: 'The file no longer exists.',
      hint: 'Add it again.',
    }
    const bodies: RunEventBody[] = [
      { type: 'run-started', version: 2, run: 'r', workflow: mainJob(), inputs: {}, seed: 1 },
      { type: 'node-started', node: 'load', attempt: 1, key: 'k' },
      { type: 'node-failed', node: 'load', ms: 20, error: { kind: 'permanent', problem } },
      { type: 'run-failed', failed: ['load'] },
    ]
    const element = document.createElement('aw-run-report')
    element.run = foldRun(bodies.map((body, seq) => ({ ...body, seq, time: Date.UTC(2026, 10, 20) + seq * 40 })))
    element.node = 'load'
    element.style.display = 'grid'
    return setSize('100%', 560, element)
  },
  play: checkElement(async (root) => {
    const failure = await waitForElement(root, '.failure[role=alert]')
    await expect(failure.textContent).toContain('The file no longer exists.')
    await expect(failure.textContent).toContain('Add it again.')
  }),
}

export const Dark = createDarkVariant(LoadReport)
export const Narrow = createNarrowVariant({
  ...LoadReport,
  render: () => Object.assign(createReport('load'), { narrow: true }),
})
export const RightToLeft = createRightToLeftVariant(LoadReport)
