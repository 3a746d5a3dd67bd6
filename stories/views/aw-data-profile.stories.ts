import type { Meta, StoryObj } from '@storybook/web-components-vite'
import type { AwDataProfile } from '@aw-flow/editor'
import { expect, waitFor } from 'storybook/test'
import { testDrift, testFindings, testProfile, TestProfileSource } from '../../packages/editor/test-profile.ts'
import { box, inside, shown } from '../shown.ts'
import { narrow, rightToLeft } from '../variants.ts'

const meta: Meta = { title: 'Data profile', component: 'aw-data-profile' }
export default meta

function draw(width: number, height: number): AwDataProfile {
  const element = document.createElement('aw-data-profile')
  element.label = 'Orders'
  box(width, height, element)
  element.style.display = 'flex'
  return element
}

export const LookedDeeper: StoryObj = {
  render: () => {
    const element = draw(1040, 720)
    const source = new TestProfileSource()
    source.steps = false
    element.source = source
    return element
  },
  play: async ({ canvasElement }) => {
    const element = await shown<AwDataProfile>(canvasElement, 'aw-data-profile')
    const column = await shown<HTMLButtonElement>(inside(element), '[data-column=amount]')
    column.click()
    const deep = await shown<HTMLButtonElement>(inside(element), '.deep:enabled')
    deep.click()
    const findings = await shown(inside(element), '[part=findings] .kind:last-child')
    await expect(findings.textContent).toContain('Spellings')
    await expect(inside(element).querySelector('.more')?.textContent).toContain('Median')
  },
}

export const ComparedWithAnEarlierOne: StoryObj = {
  render: () => {
    const element = draw(1040, 640)
    element.profile = testProfile()
    element.drift = testDrift()
    return element
  },
  play: async ({ canvasElement }) => {
    const element = await shown(canvasElement, 'aw-data-profile')
    const drift = await shown(inside(element), '[part=drift]')
    await expect(drift.querySelectorAll('li')).toHaveLength(3)
  },
}

export const Narrow: StoryObj = {
  render: () => {
    const element = draw(390, 760)
    element.profile = testProfile()
    element.findings = testFindings()
    return element
  },
  play: async ({ canvasElement }) => {
    const element = await shown(canvasElement, 'aw-data-profile')
    const column = await shown<HTMLButtonElement>(inside(element), '[data-column=city]')
    column.click()
    const more = await shown(inside(element), '.more')
    await expect(more.textContent).toContain('Sankt Pölten')
  },
}

export const Failed: StoryObj = {
  render: () => {
    const element = draw(1040, 400)
    const source = new TestProfileSource()
    source.failure = new Error('The table is gone.')
    element.source = source
    return element
  },
  play: async ({ canvasElement }) => {
    const element = await shown<AwDataProfile>(canvasElement, 'aw-data-profile')
    await waitFor(() => expect(inside(element).textContent).toContain('The table is gone.'))
  },
}

export const DarkAndRightToLeft: StoryObj = {
  render: () => {
    const element = draw(1040, 640)
    element.dir = 'rtl'
    element.setAttribute('theme', 'dark')
    element.profile = testProfile()
    element.findings = testFindings()
    return element
  },
  play: async ({ canvasElement }) => {
    const element = await shown(canvasElement, 'aw-data-profile')
    await expect(inside(element).querySelectorAll('.column')).toHaveLength(6)
  },
}

export const Loading: StoryObj = {
  render: () => {
    const element = draw(1040, 320)
    element.source = new TestProfileSource()
    return element
  },
  play: async ({ canvasElement }) => {
    const element = await shown<AwDataProfile>(canvasElement, 'aw-data-profile')
    await expect(inside(element).querySelector('[role=status], [aria-busy=true]')).not.toBeNull()
  },
}

export const Empty: StoryObj = {
  render: () => draw(640, 240),
  play: async ({ canvasElement }) => {
    const element = await shown<AwDataProfile>(canvasElement, 'aw-data-profile')
    await expect(inside(element).querySelectorAll('.column')).toHaveLength(0)
  },
}

export const AMillionRows: StoryObj = {
  render: () => {
    const element = draw(1040, 640)
    element.profile = { ...testProfile(), rows: 1_000_000 }
    return element
  },
  play: async ({ canvasElement }) => {
    const element = await shown<AwDataProfile>(canvasElement, 'aw-data-profile')
    await waitFor(() => expect(inside(element).textContent).toContain('1,000,000'))
  },
}

export const RightToLeft = rightToLeft(ComparedWithAnEarlierOne)
export const NothingSticksOut = narrow(ComparedWithAnEarlierOne)
