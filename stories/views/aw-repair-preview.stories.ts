import type { Meta, StoryObj } from '@storybook/web-components-vite'
import { planGroupRepairs } from '@aw-flow/schema'
import { expect, waitFor } from 'storybook/test'
import { TestCheckSource, testUnits } from '../../packages/editor/test-findings.ts'
import { box, inside, shown } from '../shown.ts'
import { dark, narrow, rightToLeft } from '../variants.ts'

const meta: Meta = { title: 'Effect of a repair', component: 'aw-repair-preview' }
export default meta

function draw(source: TestCheckSource): HTMLElementTagNameMap['aw-repair-preview'] {
  const element = document.createElement('aw-repair-preview')
  const { findings } = testUnits(2401)
  const repairs = findings.slice(0, 2401)
  element.source = source
  element.repair = {
    findings: repairs,
    operations: planGroupRepairs(repairs, findings, new Set(['ounces'])),
    dropped: 0,
  }
  box(560, 420, element)
  return element
}

const status = async (canvasElement: HTMLElement): Promise<HTMLElement> => {
  const element = await shown(canvasElement, 'aw-repair-preview')
  return shown<HTMLElement>(inside(element), '[role=status]')
}

export const Counted: StoryObj = {
  render: () => draw(new TestCheckSource()),
  play: async ({ canvasElement }) => {
    const text = await status(canvasElement)
    await waitFor(() => expect(text.textContent).toContain('2,100 cells will change.'))
    const element = await shown(canvasElement, 'aw-repair-preview')
    await expect(inside(element).querySelectorAll('tbody tr')).toHaveLength(6)
  },
}

export const Counting: StoryObj = {
  render: () => draw(Object.assign(new TestCheckSource(), { preview: () => new Promise<never>(() => undefined) })),
  play: async ({ canvasElement }) => {
    const text = await status(canvasElement)
    await expect(text.textContent).toContain('Counting changes')
  },
}

export const Failed: StoryObj = {
  render: () =>
    draw(Object.assign(new TestCheckSource(), { preview: () => Promise.reject(new Error('The table is gone.')) })),
  play: async ({ canvasElement }) => {
    const text = await status(canvasElement)
    await waitFor(() => expect(text.textContent).toContain('The table is gone.'))
  },
}

export const Narrow = narrow(Counted)
export const Dark = dark(Counted)
export const RightToLeft = rightToLeft(Counted)
