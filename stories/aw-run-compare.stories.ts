import type { Meta, StoryObj } from '@storybook/web-components-vite'
import { completedRun, failingRun, recordOf } from '../packages/editor/test-run-record.ts'
import { expect, waitFor } from 'storybook/test'
import { box, inside, shown } from './shown.ts'
import { dark, narrow, rightToLeft } from './variants.ts'

const meta: Meta = { title: 'Run comparison', component: 'aw-run-compare' }
export default meta

const compare = (against: boolean): HTMLElement => {
  const element = Object.assign(document.createElement('aw-run-compare'), {
    events: recordOf(failingRun()),
    against: against ? recordOf(completedRun(), undefined, 'run-0') : undefined,
    runs: [],
  })
  element.style.display = 'block'
  element.style.overflow = 'auto'
  return box(720, 420, element)
}

export const OfTwoRuns: StoryObj = {
  render: () => compare(true),
  play: async ({ canvasElement }) => {
    const element = await shown(canvasElement, 'aw-run-compare')
    await waitFor(() => expect(inside(element).textContent).toContain('Validate'))
  },
}

export const Empty: StoryObj = {
  render: () => compare(false),
  play: async ({ canvasElement }) => {
    const element = await shown(canvasElement, 'aw-run-compare')
    await expect(inside(element).querySelector('table, [role=grid]')).toBeNull()
  },
}

export const Dark = dark(OfTwoRuns)
export const Narrow = narrow(OfTwoRuns)
export const RightToLeft = rightToLeft(OfTwoRuns)
