import type { Meta, StoryObj } from '@storybook/web-components-vite'
import type { NodeAddEvent } from '@aw-flow/editor'
import { expect, userEvent } from 'storybook/test'
import { TestSession } from '../packages/editor/test-session.ts'
import { setSize, getShadowRoot, waitForElement } from './story-elements.ts'
import { createDarkVariant, createNarrowVariant, createRightToLeftVariant } from './variants.ts'

const meta: Meta = { title: 'Palette', component: 'aw-palette' }
export default meta

const createPalette = (session: TestSession): HTMLElement => {
  const element = document.createElement('aw-palette')
  element.session = session
  element.style.display = 'flex'
  return setSize(240, 560, element)
}

export const Typical: StoryObj = {
  render: () => createPalette(new TestSession()),
  play: async ({ canvasElement }) => {
    const element = await waitForElement(canvasElement, 'aw-palette')
    const added: string[] = []
    element.addEventListener('aw-node-add', (event: NodeAddEvent) => added.push(event.nodeType.type))
    const input = await waitForElement<HTMLInputElement>(getShadowRoot(element), 'input')
    await userEvent.type(input, 'filter{Enter}')
    await expect(added).toEqual(['filter'])
  },
}

export const Waiting: StoryObj = {
  render: () => createPalette(new TestSession({ catalog: [] })),
  play: async ({ canvasElement }) => {
    const element = await waitForElement(canvasElement, 'aw-palette')
    await expect(getShadowRoot(element).querySelector('.waiting')).not.toBeNull()
  },
}

export const NothingFound: StoryObj = {
  render: () => createPalette(new TestSession()),
  play: async ({ canvasElement }) => {
    const element = await waitForElement(canvasElement, 'aw-palette')
    await userEvent.type(await waitForElement<HTMLInputElement>(getShadowRoot(element), 'input'), 'qqq')
    await expect((await waitForElement(getShadowRoot(element), '.none')).textContent).toContain('qqq')
  },
}

export const ReadOnly: StoryObj = {
  render: () => Object.assign(createPalette(new TestSession()), { disabled: true }),
  play: async ({ canvasElement }) => {
    const element = await waitForElement(canvasElement, 'aw-palette')
    await expect((await waitForElement<HTMLButtonElement>(getShadowRoot(element), '.type')).disabled).toBe(true)
  },
}

export const Dark = createDarkVariant(Typical)
export const Narrow = createNarrowVariant(Typical, 200)
export const RightToLeft = createRightToLeftVariant(Typical)
