import type { Meta, StoryObj } from '@storybook/web-components-vite'
import type { AwValidationReport } from '@aw-flow/editor'
import { expect } from 'storybook/test'
import { testValidationReport } from '../../packages/editor/test-reports.ts'
import { checkElement, setSize, waitForElement } from '../story-elements.ts'
import { createDarkVariant, createRightToLeftVariant } from '../variants.ts'

const meta: Meta = { title: 'Validation report', component: 'aw-validation-report' }
export default meta

function createValidationReport(width: number, height: number, report = testValidationReport): AwValidationReport {
  const element = document.createElement('aw-validation-report')
  element.label = 'Orders'
  element.report = report
  setSize(width, height, element)
  return element
}

export const NotValid: StoryObj = {
  render: () => createValidationReport(960, 480),
  play: checkElement(async (root) => {
    const rules = root.querySelectorAll('.rule')
    await expect(rules).toHaveLength(1)
    await expect(rules[0]?.textContent).toContain('price')
  }),
}

export const Valid: StoryObj = {
  render: () =>
    createValidationReport(960, 320, {
      ...testValidationReport,
      valid: true,
      rules: testValidationReport.rules.slice(0, 1),
    }),
  play: checkElement(async (root) =>
    expect((await waitForElement(root, '[role=status]')).textContent).toContain('1 rule passed'),
  ),
}

export const Empty: StoryObj = {
  render: () => {
    const element = createValidationReport(640, 200)
    element.report = undefined
    return element
  },
  play: checkElement(async (root) =>
    expect((await waitForElement(root, '.none')).textContent).toContain('Not checked yet.'),
  ),
}

export const Narrow: StoryObj = {
  render: () => createValidationReport(360, 560),
  play: checkElement(async (root) => {
    const rule = await waitForElement(root, '.rule')
    await expect(rule.scrollWidth).toBeLessThanOrEqual(360)
  }),
}

export const Dark = createDarkVariant(NotValid)
export const RightToLeft = createRightToLeftVariant(NotValid)
