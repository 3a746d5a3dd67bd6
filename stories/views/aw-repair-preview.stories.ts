import type { Meta, StoryObj } from '@storybook/web-components-vite'
import { planGroupRepairs } from '@aw-flow/schema/internal'
import { expect, waitFor } from 'storybook/test'
import { TestCheckSource, createTestUnitFindings } from '../../packages/editor/test-findings.ts'
import { storyCategory } from '../story-category.ts'
import { setSize, getShadowRoot, waitForElement } from '../story-elements.ts'
import { createDarkVariant, createNarrowVariant, createRightToLeftVariant } from '../variants.ts'

const meta: Meta = { title: 'Repair preview', component: 'aw-repair-preview' }
export default meta

function createPreview(source: TestCheckSource, findingCount = 2401): HTMLElementTagNameMap['aw-repair-preview'] {
  const element = document.createElement('aw-repair-preview')
  const { findings } = createTestUnitFindings(findingCount)
  const repairs = findings.slice(0, findingCount)
  element.source = source
  element.repair = {
    findings: repairs,
    operations: planGroupRepairs(repairs, findings, new Set(['ounces'])),
    removedRowCount: 0,
  }
  setSize(560, 420, element)
  return element
}

const waitForStatus = async (canvasElement: HTMLElement): Promise<HTMLElement> => {
  const element = await waitForElement(canvasElement, 'aw-repair-preview')
  return waitForElement<HTMLElement>(getShadowRoot(element), '[role=status]')
}

/**
 * The element's properties are objects that only a program can set. The control changes the number of findings to
 * repair instead.
 */
export const Counted: StoryObj = {
  args: { findingCount: 2401 },
  argTypes: {
    findingCount: {
      description: 'Number of findings that the repair of this story covers.',
      control: { type: 'number', min: 1, max: 5000, step: 1 },
      table: { category: storyCategory },
    },
  },
  render: ({ findingCount }) => createPreview(new TestCheckSource(), Number(findingCount)),
  play: async ({ canvasElement }) => {
    const text = await waitForStatus(canvasElement)
    await waitFor(() => expect(text.textContent).toContain('2,100 cells will change.'))
    const element = await waitForElement(canvasElement, 'aw-repair-preview')
    await expect(getShadowRoot(element).querySelectorAll('tbody tr')).toHaveLength(6)
  },
}

export const Counting: StoryObj = {
  render: () =>
    createPreview(Object.assign(new TestCheckSource(), { preview: () => new Promise<never>(() => undefined) })),
  play: async ({ canvasElement }) => {
    const text = await waitForStatus(canvasElement)
    await expect(text.textContent).toContain('Counting changes')
  },
}

export const Failed: StoryObj = {
  render: () =>
    createPreview(
      Object.assign(new TestCheckSource(), { preview: () => Promise.reject(new Error('The table no longer exists.')) }),
    ),
  play: async ({ canvasElement }) => {
    const text = await waitForStatus(canvasElement)
    await waitFor(() => expect(text.textContent).toContain('The table no longer exists.'))
  },
}

export const Narrow = createNarrowVariant(Counted)
export const Dark = createDarkVariant(Counted)
export const RightToLeft = createRightToLeftVariant(Counted)
