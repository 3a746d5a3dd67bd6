import type { Meta, StoryObj } from '@storybook/web-components-vite'
import type { CheckReport } from '@aw-flow/schema'
import { expect } from 'storybook/test'
import { testFindings, testRepeated, TestCheckSource, testUnits } from '../../packages/editor/test-findings.ts'
import { box, inside, shown } from '../shown.ts'
import { dark, rightToLeft } from '../variants.ts'

const meta: Meta = { title: 'Findings', component: 'aw-findings' }
export default meta

function draw(width: number, height: number): HTMLElementTagNameMap['aw-findings'] {
  const element = document.createElement('aw-findings')
  element.label = 'Orders'
  box(width, height, element)
  element.style.display = 'flex'
  return element
}

/** Renders a report. */
const ofReport =
  (report: CheckReport, height = 560): NonNullable<StoryObj['render']> =>
  () =>
    Object.assign(draw(900, height), { report })

/** A part of the rendered findings. */
async function partOf<T extends HTMLElement = HTMLElement>(canvasElement: HTMLElement, selector: string): Promise<T> {
  const element = await shown<HTMLElementTagNameMap['aw-findings']>(canvasElement, 'aw-findings')
  return shown<T>(inside(element), selector)
}

export const Groups: StoryObj = {
  render: ofReport(testUnits(2401)),
  play: async ({ canvasElement }) => {
    const toggle = await partOf(canvasElement, '.toggle')
    await expect(toggle.textContent.replaceAll(/\s+/g, ' ')).toContain('7 spellings of one unit · 2,401 cells')
    toggle.click()
    const cells = await partOf(canvasElement, 'aw-finding-cells')
    await shown(inside(cells), 'li')
    await expect(inside(cells).querySelectorAll('li').length).toBeLessThan(100)
  },
}

export const Effect: StoryObj = {
  render: ofReport(testUnits(2401)),
  play: async ({ canvasElement }) => {
    const repair = await partOf(canvasElement, '.repair-group')
    repair.click()
    const preview = await partOf(canvasElement, 'aw-repair-preview')
    await shown(inside(preview), '.plan')
    await expect(inside(preview).querySelectorAll('tbody tr')).toHaveLength(6)
    await expect(inside(preview).querySelector('.plan')?.textContent).toContain('Repair 2,401 cells')
  },
}

export const OfOneColumn: StoryObj = {
  render: ofReport(testFindings()),
  play: async ({ canvasElement }) => {
    const element = await shown<HTMLElementTagNameMap['aw-findings']>(canvasElement, 'aw-findings')
    const column = await partOf<HTMLSelectElement>(canvasElement, 'select.column')
    column.value = 'city'
    column.dispatchEvent(new Event('change'))
    await element.updateComplete
    const all = await partOf<HTMLInputElement>(canvasElement, '.all')
    all.click()
    await element.updateComplete
    await expect(inside(element).querySelector('.repair-selected')?.textContent).toContain('Repair 3 selected')
  },
}

export const Repaired: StoryObj = {
  render: () => {
    const element = draw(900, 560)
    element.report = testUnits(300)
    element.repaired = { has: ({ row }) => row <= 100 }
    return element
  },
  play: async ({ canvasElement }) => {
    const partly = await partOf(canvasElement, '.partly')
    await expect(partly.textContent).toContain('100 of 300')
  },
}

export const WithRepeatedRows: StoryObj = {
  render: ofReport(testRepeated(), 640),
  play: async ({ canvasElement }) => {
    const drop = await partOf(canvasElement, '.drop')
    drop.click()
    const preview = await partOf(canvasElement, 'aw-repair-preview')
    const plan = await shown<HTMLElement>(inside(preview), '.plan')
    await expect(plan.textContent).toContain('Drop 1 row')
  },
}

export const Narrow: StoryObj = {
  render: () => {
    const element = draw(390, 720)
    element.report = testFindings()
    return element
  },
  play: async ({ canvasElement }) => {
    const element = await shown(canvasElement, 'aw-findings')
    await shown(inside(element), '[part=list] .group')
    await expect(inside(element).querySelectorAll('[part=list] .group')).toHaveLength(4)
  },
}

export const Failed: StoryObj = {
  render: () => {
    const element = draw(900, 240)
    element.source = Object.assign(new TestCheckSource(), {
      check: () => Promise.reject(new Error('The table is gone.')),
    })
    return element
  },
  play: async ({ canvasElement }) => {
    const failure = await partOf(canvasElement, '.failure')
    await expect(failure.textContent).toContain('The table is gone.')
  },
}

export const Checking: StoryObj = {
  render: () => {
    const element = draw(900, 240)
    element.source = new TestCheckSource()
    return element
  },
  play: async ({ canvasElement }) => {
    const stop = await partOf<HTMLButtonElement>(canvasElement, '.stop')
    stop.click()
    const failure = await partOf(canvasElement, '.failure')
    await expect(failure.textContent).toContain('Stopped')
  },
}

export const Empty: StoryObj = {
  render: ofReport({ ...testFindings(), findings: [] }, 240),
  play: async ({ canvasElement }) => {
    const element = await shown(canvasElement, 'aw-findings')
    await expect(inside(element).querySelectorAll('[part=list] li')).toHaveLength(0)
    await expect(inside(element).textContent.trim()).not.toBe('')
  },
}

export const Dark = dark(Effect)
export const RightToLeft = rightToLeft(OfOneColumn)
