import type { Meta, StoryObj } from '@storybook/web-components-vite'
import type { AwRunMonitor, MonitorView } from '@aw-flow/editor'
import type { RunEvent } from '@aw-flow/schema'
import { expect, waitFor } from 'storybook/test'
import { testCatalogue } from '../../packages/editor/test-catalogue.ts'
import { completedRun, failingRun, largeRun, loopRun, recordOf, subRun } from '../../packages/editor/test-run-record.ts'
import { box, inside, shown } from '../shown.ts'
import { dark, narrow, rightToLeft } from '../variants.ts'

const meta: Meta = { title: 'Run monitor', component: 'aw-run-monitor' }
export default meta

function monitor(events: readonly RunEvent[], view: MonitorView = 'graph', node?: string): AwRunMonitor {
  const element = document.createElement('aw-run-monitor')
  Object.assign(element, {
    events,
    view,
    node,
    types: testCatalogue,
    retriable: true,
    forkable: true,
    cancellable: true,
  })
  element.style.display = 'flex'
  box('100%', 640, element)
  return element
}

const story = (render: () => AwRunMonitor, part: string, says: string): StoryObj => ({
  render,
  play: async ({ canvasElement }) => {
    const element = await shown<AwRunMonitor>(canvasElement, 'aw-run-monitor')
    const shownPart = await shown<HTMLElement>(inside(element), part)
    await waitFor(() => expect(inside(shownPart).textContent).toContain(says))
  },
})

export const Failed = story(() => monitor(recordOf(failingRun())), 'aw-run-attempt', 'Pick another column.')
export const Timeline = story(
  () => monitor(recordOf(failingRun()), 'timeline', 'load'),
  'aw-run-timeline',
  'Critical path',
)
export const Nodes = story(() => monitor(recordOf(failingRun()), 'nodes'), 'aw-run-nodes', 'Skipped')
export const Log = story(() => monitor(recordOf(failingRun()), 'log'), 'aw-run-log', 'The reader was busy.')
export const Waiting = story(() => monitor(recordOf(failingRun().slice(0, 7))), 'aw-run-attempt', 'Waiting')
export const Completed = story(() => monitor(recordOf(completedRun()), 'timeline'), 'aw-run-moment', 'Event 10 of 10')
export const SubWorkflow = story(
  () => {
    const { workflow, bodies } = subRun()
    return monitor(recordOf(bodies, workflow), 'nodes', 'sub/count')
  },
  'aw-run-attempt',
  'clean was here',
)
export const FiveHundredTurns = story(
  () => {
    const { workflow, bodies } = loopRun()
    return monitor(recordOf(bodies, workflow), 'timeline', 'body')
  },
  'aw-run-attempt',
  '500 of 500',
)
export const AThousandNodes = story(
  () => {
    const { workflow, bodies } = largeRun()
    return monitor(recordOf(bodies, workflow), 'timeline', 'n500')
  },
  'aw-run-timeline',
  'n500',
)
/** Ten thousand nodes: only the visible ones are rendered. */
export const TenThousandNodes: StoryObj = {
  render: () => {
    const { workflow, bodies } = largeRun(10_000, 1)
    return monitor(recordOf(bodies, workflow), 'nodes', 'n5000')
  },
  play: async ({ canvasElement }) => {
    const element = await shown<AwRunMonitor>(canvasElement, 'aw-run-monitor')
    const nodes = await shown<HTMLElement>(inside(element), 'aw-run-nodes')
    await waitFor(() => expect(inside(nodes).textContent).toMatch(/n\d/), { timeout: 60_000 })
    await expect(inside(nodes).querySelectorAll('[role=row]').length).toBeLessThan(200)
  },
}

export const Empty: StoryObj = {
  render: () => monitor([]),
  play: async ({ canvasElement }) => {
    const element = await shown<AwRunMonitor>(canvasElement, 'aw-run-monitor')
    await waitFor(() => expect(inside(element).textContent).toContain('No run selected.'))
  },
}
export const Compared = story(
  () => {
    const element = monitor(recordOf(failingRun()), 'compare')
    element.runs = [{ run: 'run-2', label: 'Yesterday, completed' }]
    element.against = recordOf(completedRun(), undefined, 'run-2')
    return element
  },
  'aw-run-compare',
  'Other run',
)
export const Damaged: StoryObj = {
  render: () => monitor([...recordOf(failingRun()).slice(0, 5), { seq: 9, type: 'x' } as unknown as RunEvent], 'nodes'),
  play: async ({ canvasElement }) => {
    const element = await shown<AwRunMonitor>(canvasElement, 'aw-run-monitor')
    await waitFor(() => expect(inside(element).textContent).toContain('Event 5 of the run record (x) cannot be read'))
  },
}

export const Dark = dark(Timeline)
export const Narrow = narrow(Failed, 390)
export const RightToLeft = rightToLeft(Timeline)
