import type { Meta, StoryObj } from '@storybook/web-components-vite'
import { expect, waitFor } from 'storybook/test'
import { createTestProposal, TestCheckSource } from '../../packages/editor/test-findings.ts'
import { checkElement, getShadowRoot, setSize, waitForElement } from '../story-elements.ts'
import { createDarkVariant, createNarrowVariant, createRightToLeftVariant } from '../variants.ts'

const meta: Meta = { title: 'Row review', component: 'aw-answer-review' }
export default meta

function createReview(source = new TestCheckSource()): HTMLElementTagNameMap['aw-answer-review'] {
  const element = document.createElement('aw-answer-review')
  element.source = source
  setSize(560, 420, element)
  return element
}

export const Row: StoryObj = {
  render: () => createReview(),
  play: async ({ canvasElement }) => {
    const element = await waitForElement<HTMLElementTagNameMap['aw-answer-review']>(canvasElement, 'aw-answer-review')
    const acceptButton = await waitForElement<HTMLButtonElement>(getShadowRoot(element), '.accept')
    acceptButton.click()
    await waitFor(() => expect(getShadowRoot(element).querySelector('.row')?.textContent).toContain('Row 20'))
    await expect(element.answers).toHaveLength(1)
  },
}

export const Corrected: StoryObj = {
  render: () => {
    const element = createReview()
    element.effect = { countBefore: 2405, countAfter: 2380, addedCount: 3, removedCount: 28, changedRepairCount: 12 }
    return element
  },
  play: async ({ canvasElement }) => {
    const element = await waitForElement<HTMLElementTagNameMap['aw-answer-review']>(canvasElement, 'aw-answer-review')
    const useButton = await waitForElement<HTMLButtonElement>(getShadowRoot(element), '.use')
    useButton.click()
    await element.updateComplete
    await expect(getShadowRoot(element).querySelector('.accept')?.textContent).toContain('Save 1 correction')
    await expect(getShadowRoot(element).querySelector('.effect')?.textContent).toContain('2,405 → 2,380')
  },
}

export const Finished: StoryObj = {
  render: () =>
    createReview(
      Object.assign(new TestCheckSource(), {
        proposeRows: async () => ({ ...createTestProposal([]), isWorthwhile: false }),
      }),
    ),
  play: checkElement(async (root) => {
    await waitForElement(root, '.continue')
    await expect(root.querySelectorAll('.cell')).toHaveLength(0)
  }),
}

export const Proposing: StoryObj = {
  render: () =>
    createReview(Object.assign(new TestCheckSource(), { proposeRows: () => new Promise<never>(() => undefined) })),
  play: checkElement((root) => waitFor(() => expect(root.textContent).toContain('Choosing rows'))),
}

export const Failed: StoryObj = {
  render: () =>
    createReview(
      Object.assign(new TestCheckSource(), {
        proposeRows: () => Promise.reject(new Error('The table no longer exists.')),
      }),
    ),
  play: checkElement(async (root) => {
    const failure = await waitForElement<HTMLElement>(root, '.failure')
    await expect(failure.textContent).toContain('The table no longer exists.')
  }),
}

export const Narrow = createNarrowVariant(Row)
export const Dark = createDarkVariant(Corrected)
export const RightToLeft = createRightToLeftVariant(Corrected)
