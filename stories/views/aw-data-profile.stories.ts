import type { Meta, StoryObj } from '@storybook/web-components-vite'
import type { AwDataProfile } from '@aw-flow/editor'
import { expect, waitFor } from 'storybook/test'
import {
  createTestDrift,
  createTestDeepFindings,
  createTestProfile,
  TestProfileSource,
} from '../../packages/editor/test-profile.ts'
import { checkElement, setSize, waitForElement } from '../story-elements.ts'
import { createNarrowVariant, createRightToLeftVariant } from '../variants.ts'

const meta: Meta = { title: 'Data profile', component: 'aw-data-profile' }
export default meta

function createProfile(width: number, height: number): AwDataProfile {
  const element = document.createElement('aw-data-profile')
  element.label = 'Orders'
  setSize(width, height, element)
  element.style.display = 'flex'
  return element
}

export const DeepAnalysis: StoryObj = {
  render: () => {
    const element = createProfile(1040, 720)
    const source = new TestProfileSource()
    source.shouldPauseAfterFinding = false
    element.source = source
    return element
  },
  play: checkElement(async (root) => {
    const column = await waitForElement<HTMLButtonElement>(root, '[data-column=amount]')
    column.click()
    const deepAnalysisButton = await waitForElement<HTMLButtonElement>(root, '.deep:enabled')
    deepAnalysisButton.click()
    const findings = await waitForElement(root, '[part=findings] .kind:last-child')
    await expect(findings.textContent).toContain('Spellings')
    await expect(root.querySelector('.more')?.textContent).toContain('Median')
  }),
}

export const Comparison: StoryObj = {
  render: () => {
    const element = createProfile(1040, 640)
    element.profile = createTestProfile()
    element.drift = createTestDrift()
    return element
  },
  play: checkElement(async (root) => {
    const drift = await waitForElement(root, '[part=drift]')
    await expect(drift.querySelectorAll('li')).toHaveLength(3)
  }),
}

export const Narrow: StoryObj = {
  render: () => {
    const element = createProfile(390, 760)
    element.profile = createTestProfile()
    element.findings = createTestDeepFindings()
    return element
  },
  play: checkElement(async (root) => {
    const column = await waitForElement<HTMLButtonElement>(root, '[data-column=city]')
    column.click()
    const details = await waitForElement(root, '.more')
    await expect(details.textContent).toContain('Sankt Pölten')
  }),
}

export const Failed: StoryObj = {
  render: () => {
    const element = createProfile(1040, 400)
    const source = new TestProfileSource()
    source.failure = new Error('The table no longer exists.')
    element.source = source
    return element
  },
  play: checkElement((root) => waitFor(() => expect(root.textContent).toContain('The table no longer exists.'))),
}

export const DarkAndRightToLeft: StoryObj = {
  render: () => {
    const element = createProfile(1040, 640)
    element.dir = 'rtl'
    element.setAttribute('theme', 'dark')
    element.profile = createTestProfile()
    element.findings = createTestDeepFindings()
    return element
  },
  play: checkElement((root) => expect(root.querySelectorAll('.column')).toHaveLength(6)),
}

export const Loading: StoryObj = {
  render: () => {
    const element = createProfile(1040, 320)
    element.source = new TestProfileSource()
    return element
  },
  play: checkElement((root) => expect(root.querySelector('[role=status], [aria-busy=true]')).not.toBeNull()),
}

export const Empty: StoryObj = {
  render: () => createProfile(640, 240),
  play: checkElement((root) => expect(root.querySelectorAll('.column')).toHaveLength(0)),
}

export const AMillionRows: StoryObj = {
  render: () => {
    const element = createProfile(1040, 640)
    element.profile = { ...createTestProfile(), rows: 1_000_000 }
    return element
  },
  play: checkElement((root) => waitFor(() => expect(root.textContent).toContain('1,000,000'))),
}

export const RightToLeft = createRightToLeftVariant(Comparison)
export const NoOverflow = createNarrowVariant(Comparison)
