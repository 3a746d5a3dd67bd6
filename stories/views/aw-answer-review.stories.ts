import type { Meta, StoryObj } from '@storybook/web-components-vite'
import { expect, waitFor } from 'storybook/test'
import { testProposal, TestCheckSource } from '../../packages/editor/test-findings.ts'
import { setSize, getShadowRoot, waitForElement } from '../story-elements.ts'
import { dark, narrow, rightToLeft } from '../variants.ts'

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
    element.effect = { before: 2405, after: 2380, added: 3, removed: 28, repairsChanged: 12 }
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
        propose: async () => ({ ...testProposal([]), isWorthwhile: false }),
      }),
    ),
  play: async ({ canvasElement }) => {
    const element = await waitForElement(canvasElement, 'aw-answer-review')
    await waitForElement(getShadowRoot(element), '.continue')
    await expect(getShadowRoot(element).querySelectorAll('.cell')).toHaveLength(0)
  },
}

export const Proposing: StoryObj = {
  render: () =>
    createReview(Object.assign(new TestCheckSource(), { propose: () => new Promise<never>(() => undefined) })),
  play: async ({ canvasElement }) => {
    const element = await waitForElement(canvasElement, 'aw-answer-review')
    await waitFor(() => expect(getShadowRoot(element).textContent).toContain('Choosing rows'))
  },
}

export const Failed: StoryObj = {
  render: () =>
    createReview(
      Object.assign(new TestCheckSource(), { propose: () => Promise.reject(new Error('The table no longer exists.')) }),
    ),
  play: async ({ canvasElement }) => {
    const element = await waitForElement(canvasElement, 'aw-answer-review')
    const failure = await waitForElement<HTMLElement>(getShadowRoot(element), '.failure')
    await expect(failure.textContent).toContain('The table no longer exists.')
  },
}

export const Narrow = narrow(Row)
export const Dark = dark(Corrected)
export const RightToLeft = rightToLeft(Corrected)
