import type { Meta, StoryObj } from '@storybook/web-components-vite'
import type { AwNodeOptions } from '@aw-flow/editor'
import { expect, userEvent, waitFor } from 'storybook/test'
import { mainJob } from '../../packages/editor/test-session.ts'
import { setSize, getShadowRoot, waitForElement } from '../story-elements.ts'
import { createDarkVariant, createNarrowVariant, createRightToLeftVariant } from '../variants.ts'

const meta: Meta = { title: 'Node options', component: 'aw-node-options' }
export default meta

const createOptions = (overrides: Partial<AwNodeOptions> = {}): HTMLElement => {
  const element = document.createElement('aw-node-options')
  const [node] = mainJob().nodes
  Object.assign(element, { node, groups: [{ id: 'g1', label: 'Reading', nodes: [] }], ...overrides })
  element.style.padding = '16px'
  void element.updateComplete.then(() => {
    const details = element.shadowRoot?.querySelector('details')
    if (details) details.open = true
    return undefined
  })
  return setSize(320, 640, element)
}

export const Defaults: StoryObj = {
  render: () => createOptions(),
  play: async ({ canvasElement }) => {
    const element = await waitForElement<AwNodeOptions>(canvasElement, 'aw-node-options')
    const events: unknown[] = []
    element.addEventListener('aw-node-option', (event) => events.push(Object.values(event).slice(-2)))
    await userEvent.selectOptions(await waitForElement<HTMLSelectElement>(getShadowRoot(element), '#mode'), 'bypassed')
    await expect(events).toHaveLength(1)
    await expect(getShadowRoot(element).querySelector('.changed')).toBeNull()
  },
}

export const Changed: StoryObj = {
  render: () =>
    createOptions({ node: { ...mainJob().nodes[0]!, mode: 'disabled', retry: { count: 3, delaysMs: [1_000] } } }),
  play: async ({ canvasElement }) => {
    const element = await waitForElement<AwNodeOptions>(canvasElement, 'aw-node-options')
    await expect((await waitForElement<HTMLInputElement>(getShadowRoot(element), '#count')).value).toBe('3')
    await expect(getShadowRoot(element).querySelector('.changed')).not.toBeNull()
  },
}

export const WithAnError: StoryObj = {
  render: () => createOptions(),
  play: async ({ canvasElement }) => {
    const element = await waitForElement<AwNodeOptions>(canvasElement, 'aw-node-options')
    const count = await waitForElement<HTMLInputElement>(getShadowRoot(element), '#count')
    count.value = 'many'
    count.dispatchEvent(new Event('change', { bubbles: true }))
    await waitFor(() => expect(getShadowRoot(element).querySelector('.bad')?.textContent.trim()).not.toBe(''))
  },
}

export const ReadOnly: StoryObj = {
  render: () => createOptions({ readonly: true }),
  play: async ({ canvasElement }) => {
    const element = await waitForElement<AwNodeOptions>(canvasElement, 'aw-node-options')
    await waitForElement(getShadowRoot(element), '#mode')
    await expect(
      [...getShadowRoot(element).querySelectorAll<HTMLSelectElement>('select, input')].every(
        ({ disabled }) => disabled,
      ),
    ).toBe(true)
  },
}

export const Empty: StoryObj = {
  render: () => createOptions({ node: undefined }),
  play: async ({ canvasElement }) => {
    const element = await waitForElement<AwNodeOptions>(canvasElement, 'aw-node-options')
    await expect(getShadowRoot(element).querySelector('details')).toBeNull()
  },
}

export const Dark = createDarkVariant(Changed)
export const Narrow = createNarrowVariant(Changed, 280)
export const RightToLeft = createRightToLeftVariant(Changed)
