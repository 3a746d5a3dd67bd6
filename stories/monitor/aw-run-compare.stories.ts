import type { Meta, StoryObj } from '@storybook/web-components-vite'
import { completedRun, failingRun, largeRun, recordOf } from '../../packages/editor/test-run-record.ts'
import type { RunEvent } from '@aw-flow/schema'
import { expect, waitFor } from 'storybook/test'
import { box, inside, shown } from '../shown.ts'
import { dark, narrow, rightToLeft } from '../variants.ts'

const meta: Meta = { title: 'Run comparison', component: 'aw-run-compare' }
export default meta

const draw = (events: readonly RunEvent[], against?: readonly RunEvent[]): HTMLElement => {
  const element = Object.assign(document.createElement('aw-run-compare'), { events, against, runs: [] })
  element.style.display = 'block'
  element.style.overflow = 'auto'
  return box(720, 420, element)
}

export const OfTwoRuns: StoryObj = {
  render: () => draw(recordOf(failingRun()), recordOf(completedRun(), undefined, 'run-0')),
  play: async ({ canvasElement }) => {
    const element = await shown(canvasElement, 'aw-run-compare')
    await waitFor(() => expect(inside(element).textContent).toContain('Validate'))
  },
}

export const Empty: StoryObj = {
  render: () => draw(recordOf(failingRun())),
  play: async ({ canvasElement }) => {
    const element = await shown(canvasElement, 'aw-run-compare')
    await expect(inside(element).querySelector('table, [role=grid]')).toBeNull()
  },
}

/** Lists a thousand rows and the number of others. */
export const TenThousandNodes: StoryObj = {
  render: () => {
    const { workflow, bodies } = largeRun(10_000, 1)
    return draw(recordOf(bodies, workflow), recordOf(bodies, workflow, 'run-0'))
  },
  play: async ({ canvasElement }) => {
    const element = await shown(canvasElement, 'aw-run-compare')
    await waitFor(() => expect(inside(element).textContent).toContain('9,000 more nodes are not listed'), {
      timeout: 60_000,
    })
    await expect(inside(element).querySelectorAll('tbody tr').length).toBe(1_001)
  },
}

export const Dark = dark(OfTwoRuns)
export const Narrow = narrow(OfTwoRuns)
export const RightToLeft = rightToLeft(OfTwoRuns)
