import type { Meta, StoryObj } from '@storybook/web-components-vite'
import { expect } from 'storybook/test'
import { createTestUnitFindings } from '../../packages/editor/test-findings.ts'
import { checkElement, setSize, waitForElement } from '../story-elements.ts'
import { createDarkVariant, createNarrowVariant, createRightToLeftVariant } from '../variants.ts'

const meta: Meta = { title: 'Findings in a group', component: 'aw-finding-cells' }
export default meta

function createFindingCells(findingCount: number): HTMLElementTagNameMap['aw-finding-cells'] {
  const element = document.createElement('aw-finding-cells')
  element.label = 'ounces'
  element.findings = createTestUnitFindings(findingCount).findings.slice(0, findingCount)
  setSize(560, 400, element)
  element.style.display = 'block'
  element.style.overflow = 'auto'
  return element
}

export const Few: StoryObj = {
  render: () => createFindingCells(6),
  play: checkElement(async (root) => {
    await waitForElement(root, 'li')
    await expect(root.querySelectorAll('li')).toHaveLength(6)
  }),
}

export const HundredThousand: StoryObj = {
  render: () => createFindingCells(100_000),
  play: checkElement(async (root) => {
    const first = await waitForElement(root, 'li')
    await expect(first.getAttribute('aria-setsize')).toBe('100000')
    await expect(root.querySelectorAll('li').length).toBeLessThan(100)
  }),
}

export const Narrow = createNarrowVariant(Few)
export const Dark = createDarkVariant(Few)
export const RightToLeft = createRightToLeftVariant(Few)
