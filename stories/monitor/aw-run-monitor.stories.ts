import type { Meta, StoryObj } from '@storybook/web-components-vite'
import type { AwRunMonitor, MonitorView } from '@aw-flow/editor'
import type { RunEvent } from '@aw-flow/schema'
import { expect, waitFor } from 'storybook/test'
import { testCatalog } from '../../packages/editor/test-catalog.ts'
import {
  createCompletedRun,
  createFailingRun,
  createLargeRun,
  createLoopRun,
  createRecord,
  createSubWorkflowRun,
} from '../../packages/editor/test-run-record.ts'
import { checkElement, getShadowRoot, setSize, waitForElement } from '../story-elements.ts'
import { createDarkVariant, createNarrowVariant, createRightToLeftVariant } from '../variants.ts'

const meta: Meta = { title: 'Run monitor', component: 'aw-run-monitor' }
export default meta

function createMonitor(events: readonly RunEvent[], view: MonitorView = 'graph', node?: string): AwRunMonitor {
  const element = document.createElement('aw-run-monitor')
  Object.assign(element, {
    events,
    view,
    node,
    types: testCatalog,
    retriable: true,
    forkable: true,
    cancellable: true,
  })
  element.style.display = 'flex'
  setSize('100%', 640, element)
  return element
}

const createStory = (render: () => AwRunMonitor, part: string, expectedText: string): StoryObj => ({
  render,
  play: checkElement(async (root) => {
    const shownPart = await waitForElement<HTMLElement>(root, part)
    await waitFor(() => expect(getShadowRoot(shownPart).textContent).toContain(expectedText))
  }),
})

export const Failed = createStory(
  () => createMonitor(createRecord(createFailingRun())),
  'aw-run-attempt',
  'Pick another column.',
)
export const Timeline = createStory(
  () => createMonitor(createRecord(createFailingRun()), 'timeline', 'load'),
  'aw-run-timeline',
  'Critical path',
)
export const Nodes = createStory(
  () => createMonitor(createRecord(createFailingRun()), 'nodes'),
  'aw-run-nodes',
  'Skipped',
)
export const Log = createStory(
  () => createMonitor(createRecord(createFailingRun()), 'log'),
  'aw-run-log',
  'The reader was busy.',
)
export const Waiting = createStory(
  () => createMonitor(createRecord(createFailingRun().slice(0, 7))),
  'aw-run-attempt',
  'Waiting',
)
export const Completed = createStory(
  () => createMonitor(createRecord(createCompletedRun()), 'timeline'),
  'aw-run-moment',
  'Event 10 of 10',
)
export const SubWorkflow = createStory(
  () => {
    const { workflow, bodies } = createSubWorkflowRun()
    return createMonitor(createRecord(bodies, workflow), 'nodes', 'sub/count')
  },
  'aw-run-attempt',
  'clean was here',
)
export const FiveHundredIterations = createStory(
  () => {
    const { workflow, bodies } = createLoopRun()
    return createMonitor(createRecord(bodies, workflow), 'timeline', 'body')
  },
  'aw-run-attempt',
  '500 of 500',
)
export const AThousandNodes = createStory(
  () => {
    const { workflow, bodies } = createLargeRun()
    return createMonitor(createRecord(bodies, workflow), 'timeline', 'n500')
  },
  'aw-run-timeline',
  'n500',
)
/** Of 10,000 nodes, only the visible ones are rendered. */
export const TenThousandNodes: StoryObj = {
  render: () => {
    const { workflow, bodies } = createLargeRun(10_000, 1)
    return createMonitor(createRecord(bodies, workflow), 'nodes', 'n5000')
  },
  play: checkElement(async (root) => {
    const nodes = await waitForElement<HTMLElement>(root, 'aw-run-nodes')
    await waitFor(() => expect(getShadowRoot(nodes).textContent).toMatch(/n\d/), { timeout: 60_000 })
    await expect(getShadowRoot(nodes).querySelectorAll('[role=row]').length).toBeLessThan(200)
  }),
}

export const Empty: StoryObj = {
  render: () => createMonitor([]),
  play: checkElement((root) => waitFor(() => expect(root.textContent).toContain('No run selected.'))),
}
export const Compared = createStory(
  () => {
    const element = createMonitor(createRecord(createFailingRun()), 'compare')
    element.runs = [{ run: 'run-2', label: 'Yesterday, completed' }]
    element.against = createRecord(createCompletedRun(), undefined, 'run-2')
    return element
  },
  'aw-run-compare',
  'Other run',
)
export const Damaged: StoryObj = {
  render: () =>
    createMonitor(
      [...createRecord(createFailingRun()).slice(0, 5), { seq: 9, type: 'x' } as unknown as RunEvent],
      'nodes',
    ),
  play: checkElement((root) =>
    waitFor(() => expect(root.textContent).toContain('Event 5 of the run record (x) cannot be read')),
  ),
}

export const Dark = createDarkVariant(Timeline)
export const Narrow = createNarrowVariant(Failed, 390)
export const RightToLeft = createRightToLeftVariant(Timeline)
