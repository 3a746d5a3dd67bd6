import type { Meta, StoryObj } from '@storybook/web-components-vite'
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

export const Groups: StoryObj = {
  render: () => {
    const element = draw(900, 560)
    element.report = testUnits(2401)
    return element
  },
  play: async ({ canvasElement }) => {
    const element = await shown<HTMLElementTagNameMap['aw-findings']>(canvasElement, 'aw-findings')
    const toggle = await shown<HTMLElement>(inside(element), '.toggle')
    await expect(toggle.textContent.replaceAll(/\s+/g, ' ')).toContain('7 spellings of one unit · 2,401 cells')
    toggle.click()
    const cells = await shown<HTMLElement>(inside(element), 'aw-finding-cells')
    await shown(inside(cells), 'li')
    await expect(inside(cells).querySelectorAll('li').length).toBeLessThan(100)
  },
}

export const Effect: StoryObj = {
  render: () => {
    const element = draw(900, 560)
    element.report = testUnits(2401)
    return element
  },
  play: async ({ canvasElement }) => {
    const element = await shown<HTMLElementTagNameMap['aw-findings']>(canvasElement, 'aw-findings')
    const repair = await shown<HTMLElement>(inside(element), '.repair-group')
    repair.click()
    const preview = await shown<HTMLElement>(inside(element), 'aw-repair-preview')
    await shown(inside(preview), '.plan')
    await expect(inside(preview).querySelectorAll('tbody tr')).toHaveLength(6)
    await expect(inside(preview).querySelector('.plan')?.textContent).toContain('Repair 2,401 cells')
  },
}

export const OfOneColumn: StoryObj = {
  render: () => {
    const element = draw(900, 560)
    element.report = testFindings()
    return element
  },
  play: async ({ canvasElement }) => {
    const element = await shown<HTMLElementTagNameMap['aw-findings']>(canvasElement, 'aw-findings')
    const column = await shown<HTMLSelectElement>(inside(element), 'select.column')
    column.value = 'city'
    column.dispatchEvent(new Event('change'))
    await element.updateComplete
    const all = await shown<HTMLInputElement>(inside(element), '.all')
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
    const element = await shown<HTMLElementTagNameMap['aw-findings']>(canvasElement, 'aw-findings')
    const partly = await shown<HTMLElement>(inside(element), '.partly')
    await expect(partly.textContent).toContain('100 of 300')
  },
}

export const WithRepeatedRows: StoryObj = {
  render: () => {
    const element = draw(900, 640)
    element.report = testRepeated()
    return element
  },
  play: async ({ canvasElement }) => {
    const element = await shown<HTMLElementTagNameMap['aw-findings']>(canvasElement, 'aw-findings')
    const drop = await shown<HTMLElement>(inside(element), '.drop')
    drop.click()
    const preview = await shown<HTMLElement>(inside(element), 'aw-repair-preview')
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
    const element = await shown<HTMLElementTagNameMap['aw-findings']>(canvasElement, 'aw-findings')
    const failure = await shown<HTMLElement>(inside(element), '.failure')
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
    const element = await shown<HTMLElementTagNameMap['aw-findings']>(canvasElement, 'aw-findings')
    const stop = await shown<HTMLButtonElement>(inside(element), '.stop')
    stop.click()
    await shown(inside(element), '.failure')
    await expect(inside(element).querySelector('.failure')?.textContent).toContain('Stopped')
  },
}

export const Empty: StoryObj = {
  render: () => {
    const element = draw(900, 240)
    element.report = { ...testFindings(), findings: [] }
    return element
  },
  play: async ({ canvasElement }) => {
    const element = await shown(canvasElement, 'aw-findings')
    await expect(inside(element).querySelectorAll('[part=list] li')).toHaveLength(0)
    await expect(inside(element).textContent.trim()).not.toBe('')
  },
}

export const Dark = dark(Effect)
export const RightToLeft = rightToLeft(OfOneColumn)
