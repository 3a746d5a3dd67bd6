import type { Meta, StoryObj } from '@storybook/web-components-vite'
import type { AwNetworkAccess } from '@aw-flow/editor'
import { error } from '@aw-flow/schema'
import { expect, userEvent } from 'storybook/test'
import { checkElement, getShadowRoot, setSize, waitForElement } from './story-elements.ts'
import { createDarkVariant, createNarrowVariant, createRightToLeftVariant } from './variants.ts'

const meta: Meta = { title: 'Allowed hosts and secrets', component: 'aw-outside' }
export default meta

const createOutside = (overrides: Partial<AwNetworkAccess> = {}): HTMLElement => {
  const element = document.createElement('aw-outside')
  Object.assign(element, {
    allowHosts: ['*', 'localhost:8080'],
    secrets: [{ name: 'key', hosts: ['api.example.com'] }],
    ...overrides,
  })
  element.style.padding = '16px'
  return setSize(352, 560, element)
}
const findField = (element: AwNetworkAccess, name: string): Promise<HTMLInputElement> =>
  waitForElement<HTMLInputElement>(getShadowRoot(element), `input[name="${name}"]`)

export const OneSecret: StoryObj = {
  render: () => createOutside(),
  play: checkElement<AwNetworkAccess>(async (_, element) => {
    const events: unknown[] = []
    element.addEventListener('aw-secret-set', ({ name, value, hosts }) => events.push([name, value, hosts]))
    await userEvent.type(await findField(element, 'name'), 'token')
    await userEvent.type(await findField(element, 'value'), 'sesame')
    await userEvent.type(await findField(element, 'bound'), 'a.example{Enter}')
    await expect(events).toEqual([['token', 'sesame', ['a.example']]])
    await expect((await findField(element, 'value')).value).toBe('')
  }),
}

export const Empty: StoryObj = {
  render: () => createOutside({ allowHosts: [], secrets: [] }),
  play: checkElement<AwNetworkAccess>(async (root, element) => {
    await expect((await findField(element, 'hosts')).value).toBe('')
    await expect(root.querySelectorAll('li')).toHaveLength(0)
  }),
}

export const WithAnError: StoryObj = {
  render: () => createOutside({ problem: error('outside.host', { host: 'exa mple' }) }),
  play: checkElement(async (root) =>
    expect((await waitForElement(root, '.bad')).textContent).toContain('is not a valid host'),
  ),
}

export const ReadOnly: StoryObj = {
  render: () => createOutside({ disabled: true }),
  play: checkElement<AwNetworkAccess>(async (_, element) =>
    expect((await findField(element, 'hosts')).disabled).toBe(true),
  ),
}

export const Dark = createDarkVariant(OneSecret)
export const Narrow = createNarrowVariant(OneSecret, 280)
export const RightToLeft = createRightToLeftVariant(OneSecret)
