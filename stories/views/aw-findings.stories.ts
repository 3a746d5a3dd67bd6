import type { Meta, StoryObj } from '@storybook/web-components-vite'
import type { CheckReport } from '@aw-flow/schema/internal'
import { expect } from 'storybook/test'
import {
  createTestFindings,
  createTestDuplicates,
  TestCheckSource,
  createTestUnitFindings,
} from '../../packages/editor/test-findings.ts'
import { checkElement, getShadowRoot, setSize, waitForElement } from '../story-elements.ts'
import { createDarkVariant, createRightToLeftVariant } from '../variants.ts'

const meta: Meta = { title: 'Findings', component: 'aw-findings' }
export default meta

function createFindings(width: number, height: number): HTMLElementTagNameMap['aw-findings'] {
  const element = document.createElement('aw-findings')
  element.label = 'Orders'
  setSize(width, height, element)
  element.style.display = 'flex'
  return element
}

/** Creates a render function for a report. */
const createReportRenderer =
  (report: CheckReport, height = 560): NonNullable<StoryObj['render']> =>
  () =>
    Object.assign(createFindings(900, height), { report })

/** Waits for an element within the rendered findings. */
async function waitForPart<T extends HTMLElement = HTMLElement>(
  canvasElement: HTMLElement,
  selector: string,
): Promise<T> {
  const element = await waitForElement<HTMLElementTagNameMap['aw-findings']>(canvasElement, 'aw-findings')
  return waitForElement<T>(getShadowRoot(element), selector)
}

export const Groups: StoryObj = {
  render: createReportRenderer(createTestUnitFindings(2401)),
  play: async ({ canvasElement }) => {
    const toggle = await waitForPart(canvasElement, '.toggle')
    await expect(toggle.textContent.replaceAll(/\s+/g, ' ')).toContain('7 spellings of one unit · 2,401 cells')
    toggle.click()
    const cells = await waitForPart(canvasElement, 'aw-finding-cells')
    await waitForElement(getShadowRoot(cells), 'li')
    await expect(getShadowRoot(cells).querySelectorAll('li').length).toBeLessThan(100)
  },
}

export const Effect: StoryObj = {
  render: createReportRenderer(createTestUnitFindings(2401)),
  play: async ({ canvasElement }) => {
    const repair = await waitForPart(canvasElement, '.repair-group')
    repair.click()
    const preview = await waitForPart(canvasElement, 'aw-repair-preview')
    await waitForElement(getShadowRoot(preview), '.plan')
    await expect(getShadowRoot(preview).querySelectorAll('tbody tr')).toHaveLength(6)
    await expect(getShadowRoot(preview).querySelector('.plan')?.textContent).toContain('Repair 2,401 cells')
  },
}

export const OneColumn: StoryObj = {
  render: createReportRenderer(createTestFindings()),
  play: async ({ canvasElement }) => {
    const element = await waitForElement<HTMLElementTagNameMap['aw-findings']>(canvasElement, 'aw-findings')
    const column = await waitForPart<HTMLSelectElement>(canvasElement, 'select.column')
    column.value = 'city'
    column.dispatchEvent(new Event('change'))
    await element.updateComplete
    const selectAll = await waitForPart<HTMLInputElement>(canvasElement, '.all')
    selectAll.click()
    await element.updateComplete
    await expect(getShadowRoot(element).querySelector('.repair-selected')?.textContent).toContain('Repair 3 selected')
  },
}

export const Repaired: StoryObj = {
  render: () => {
    const element = createFindings(900, 560)
    element.report = createTestUnitFindings(300)
    element.repaired = { has: ({ row }) => row <= 100 }
    return element
  },
  play: async ({ canvasElement }) => {
    const repairStatus = await waitForPart(canvasElement, '.partly')
    await expect(repairStatus.textContent).toContain('100 of 300')
  },
}

export const DuplicateRows: StoryObj = {
  render: createReportRenderer(createTestDuplicates(), 640),
  play: async ({ canvasElement }) => {
    const dropButton = await waitForPart(canvasElement, '.drop')
    dropButton.click()
    const preview = await waitForPart(canvasElement, 'aw-repair-preview')
    const plan = await waitForElement<HTMLElement>(getShadowRoot(preview), '.plan')
    await expect(plan.textContent).toContain('Drop 1 row')
  },
}

export const Narrow: StoryObj = {
  render: () => {
    const element = createFindings(390, 720)
    element.report = createTestFindings()
    return element
  },
  play: checkElement(async (root) => {
    await waitForElement(root, '[part=list] .group')
    await expect(root.querySelectorAll('[part=list] .group')).toHaveLength(4)
  }),
}

export const Failed: StoryObj = {
  render: () => {
    const element = createFindings(900, 240)
    element.source = Object.assign(new TestCheckSource(), {
      check: () => Promise.reject(new Error('The table no longer exists.')),
    })
    return element
  },
  play: async ({ canvasElement }) => {
    const failure = await waitForPart(canvasElement, '.failure')
    await expect(failure.textContent).toContain('The table no longer exists.')
  },
}

export const Checking: StoryObj = {
  render: () => {
    const element = createFindings(900, 240)
    element.source = new TestCheckSource()
    return element
  },
  play: async ({ canvasElement }) => {
    const stop = await waitForPart<HTMLButtonElement>(canvasElement, '.stop')
    stop.click()
    const failure = await waitForPart(canvasElement, '.failure')
    await expect(failure.textContent).toContain('Stopped')
  },
}

export const Empty: StoryObj = {
  render: createReportRenderer({ ...createTestFindings(), findings: [] }, 240),
  play: checkElement(async (root) => {
    await expect(root.querySelectorAll('[part=list] li')).toHaveLength(0)
    await expect(root.textContent.trim()).not.toBe('')
  }),
}

export const Dark = createDarkVariant(Effect)
export const RightToLeft = createRightToLeftVariant(OneColumn)
