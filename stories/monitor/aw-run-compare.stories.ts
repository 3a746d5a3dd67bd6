import type { Meta, StoryObj } from '@storybook/web-components-vite'
import {
  createCompletedRun,
  createFailingRun,
  createLargeRun,
  createRecord,
} from '../../packages/editor/test-run-record.ts'
import type { RunEvent } from '@aw-flow/schema'
import { expect, waitFor } from 'storybook/test'
import { checkElement, setSize } from '../story-elements.ts'
import { createDarkVariant, createNarrowVariant, createRightToLeftVariant } from '../variants.ts'

const meta: Meta = { title: 'Run comparison', component: 'aw-run-compare' }
export default meta

const createRunCompare = (events: readonly RunEvent[], against?: readonly RunEvent[]): HTMLElement => {
  const element = Object.assign(document.createElement('aw-run-compare'), { events, against, runs: [] })
  element.style.display = 'block'
  element.style.overflow = 'auto'
  return setSize(720, 420, element)
}

export const TwoRuns: StoryObj = {
  render: () =>
    createRunCompare(createRecord(createFailingRun()), createRecord(createCompletedRun(), undefined, 'run-0')),
  play: checkElement((root) => waitFor(() => expect(root.textContent).toContain('Validate'))),
}

export const Empty: StoryObj = {
  render: () => createRunCompare(createRecord(createFailingRun())),
  play: checkElement((root) => expect(root.querySelector('table, [role=grid]')).toBeNull()),
}

/** Only the first 1,000 nodes are listed; the rest are counted. */
export const TenThousandNodes: StoryObj = {
  render: () => {
    const { workflow, bodies } = createLargeRun(10_000, 1)
    return createRunCompare(createRecord(bodies, workflow), createRecord(bodies, workflow, 'run-0'))
  },
  play: checkElement(async (root) => {
    await waitFor(() => expect(root.textContent).toContain('9,000 more nodes are not listed'), {
      timeout: 60_000,
    })
    await expect(root.querySelectorAll('tbody tr').length).toBe(1_001)
  }),
}

export const Dark = createDarkVariant(TwoRuns)
export const Narrow = createNarrowVariant(TwoRuns)
export const RightToLeft = createRightToLeftVariant(TwoRuns)
