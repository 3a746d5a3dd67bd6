import type { Meta, StoryObj } from '@storybook/web-components-vite'
import { expect } from 'storybook/test'
import { createTestPlan, createTestPlanPreview } from '../../packages/editor/test-plan.ts'
import { checkElement, getShadowRoot, setSize, waitForElement } from '../story-elements.ts'
import { createDarkVariant, createRightToLeftVariant } from '../variants.ts'

const meta: Meta = { title: 'Plan', component: 'aw-plan' }
export default meta

function createPlan(width: number, height: number): HTMLElementTagNameMap['aw-plan'] {
  const element = document.createElement('aw-plan')
  element.plan = createTestPlan()
  element.preview = createTestPlanPreview()
  element.addEventListener('aw-plan-change', ({ plan }) => {
    element.plan = plan
    element.preview = createTestPlanPreview(plan)
  })
  setSize(width, height, element)
  element.style.display = 'flex'
  return element
}

export const Undecided: StoryObj = {
  render: () => createPlan(720, 640),
  play: async ({ canvasElement }) => {
    const element = await waitForElement<HTMLElementTagNameMap['aw-plan']>(canvasElement, 'aw-plan')
    const approveAllButton = await waitForElement<HTMLButtonElement>(getShadowRoot(element), '.approve-all')
    approveAllButton.click()
    await element.updateComplete
    await expect(getShadowRoot(element).querySelectorAll('.operation.approved')).toHaveLength(3)
    await expect(getShadowRoot(element).querySelector<HTMLButtonElement>('.apply')?.disabled).toBe(false)
  },
}

export const Narrow: StoryObj = {
  render: () => createPlan(340, 640),
  play: async ({ canvasElement }) => {
    const element = await waitForElement<HTMLElementTagNameMap['aw-plan']>(canvasElement, 'aw-plan')
    const editButton = await waitForElement<HTMLButtonElement>(getShadowRoot(element), '.edit')
    editButton.click()
    await element.updateComplete
    await expect(getShadowRoot(element).querySelector('form')).not.toBeNull()
  },
}

export const ReadOnly: StoryObj = {
  render: () => Object.assign(createPlan(720, 640), { readonly: true }),
  play: checkElement(async (root) => {
    await expect(root.querySelectorAll('.operation')).toHaveLength(3)
    await expect(root.querySelector('.approve-all')).toBeNull()
  }),
}

/** While the plan's effects are being computed, the plan can already be read and approved. */
export const Loading: StoryObj = {
  render: () => Object.assign(createPlan(720, 640), { preview: undefined }),
  play: checkElement(async (root) => {
    await expect(root.querySelectorAll('.operation')).toHaveLength(3)
    await expect(root.querySelector('.rows')).toBeNull()
  }),
}

export const WithAnError: StoryObj = {
  render: () => {
    const preview = createTestPlanPreview()
    const problem = { code: 'x', severity: 'error' as const, message: 'Column `lat` is not in the table.' }
    return Object.assign(createPlan(720, 640), {
      preview: { ...preview, applied: preview.applied.slice(0, 1), problem },
    })
  },
  play: checkElement(async (root) =>
    expect((await waitForElement(root, '.problem')).textContent).toContain('lat is not in the table'),
  ),
}

export const Drift: StoryObj = {
  render: () => {
    const element = createPlan(720, 640)
    const drift = {
      missing: [{ column: 'city', operations: [0] }],
      added: ['population'],
      types: [{ column: 'lon', expected: 'DOUBLE', found: 'VARCHAR' }],
      values: [],
    }
    return Object.assign(element, { preview: { ...createTestPlanPreview(), drift } })
  },
  play: checkElement(async (root) => {
    await waitForElement(root, '.drift')
    await expect(root.querySelectorAll('.drift li')).toHaveLength(3)
  }),
}

export const Empty: StoryObj = {
  render: () =>
    Object.assign(createPlan(720, 240), { plan: { ...createTestPlan(), operations: [] }, preview: undefined }),
  play: checkElement(async (root) => {
    await expect(root.querySelectorAll('.operation')).toHaveLength(0)
    await expect(root.textContent.trim()).not.toBe('')
  }),
}

export const Dark = createDarkVariant(Undecided)
export const RightToLeft = createRightToLeftVariant(Undecided)
