import type { Meta, StoryObj } from '@storybook/web-components-vite'
import type { AwNodeOptions } from '@aw-flow/editor'
import { expect, userEvent, waitFor } from 'storybook/test'
import { mainJob } from '../../packages/editor/test-session.ts'
import { checkElement, setSize, waitForElement } from '../story-elements.ts'
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
  play: checkElement<AwNodeOptions>(async (root, element) => {
    const events: unknown[] = []
    element.addEventListener('aw-node-option', (event) => events.push(Object.values(event).slice(-2)))
    await userEvent.selectOptions(await waitForElement<HTMLSelectElement>(root, '#mode'), 'bypassed')
    await expect(events).toHaveLength(1)
    await expect(root.querySelector('.changed')).toBeNull()
  }),
}

export const Changed: StoryObj = {
  render: () =>
    createOptions({ node: { ...mainJob().nodes[0]!, mode: 'disabled', retry: { count: 3, delaysMs: [1_000] } } }),
  play: checkElement(async (root) => {
    await expect((await waitForElement<HTMLInputElement>(root, '#count')).value).toBe('3')
    await expect(root.querySelector('.changed')).not.toBeNull()
  }),
}

export const WithAnError: StoryObj = {
  render: () => createOptions(),
  play: checkElement(async (root) => {
    const count = await waitForElement<HTMLInputElement>(root, '#count')
    count.value = 'many'
    count.dispatchEvent(new Event('change', { bubbles: true }))
    await waitFor(() => expect(root.querySelector('.bad')?.textContent.trim()).not.toBe(''))
  }),
}

export const ReadOnly: StoryObj = {
  render: () => createOptions({ readonly: true }),
  play: checkElement(async (root) => {
    await waitForElement(root, '#mode')
    await expect([...root.querySelectorAll<HTMLSelectElement>('select, input')].every(({ disabled }) => disabled)).toBe(
      true,
    )
  }),
}

export const Empty: StoryObj = {
  render: () => createOptions({ node: undefined }),
  play: checkElement((root) => expect(root.querySelector('details')).toBeNull()),
}

export const Dark = createDarkVariant(Changed)
export const Narrow = createNarrowVariant(Changed, 280)
export const RightToLeft = createRightToLeftVariant(Changed)
