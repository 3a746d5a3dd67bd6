import type { Meta, StoryObj } from '@storybook/web-components-vite'
import type { AwConnectList, ConnectionOffer } from '@aw-flow/editor'
import { expect, userEvent, waitFor } from 'storybook/test'
import { checkElement, waitForElement } from '../story-elements.ts'
import { createDarkVariant, createRightToLeftVariant } from '../variants.ts'

const meta: Meta = { title: 'Connect list', component: 'aw-connect-list' }
export default meta

const offers: readonly ConnectionOffer[] = [
  'Prepare',
  'Validate',
  'Table',
  'A step with a name that is longer than most',
].map((title, index) => ({
  from: { node: 'load', side: 'output', port: 'table' },
  to: { node: `n${index}`, side: 'input', port: 'table' },
  title,
  detail: 'table → table',
  icon: 'table',
}))
const createList = (available: readonly ConnectionOffer[]): HTMLElement => {
  const element = document.createElement('aw-connect-list')
  element.label = 'Load file'
  element.findConnections = (search) =>
    available.filter(({ title }) => title.toLowerCase().includes(search.toLowerCase()))
  element.style.margin = '24px'
  return element
}

export const Offers: StoryObj = {
  render: () => createList(offers),
  play: checkElement<AwConnectList>(async (root, element) => {
    const chosen: unknown[] = []
    element.addEventListener('aw-connect-choice', ({ offer }) => chosen.push(offer?.title))
    await userEvent.type(await waitForElement<HTMLInputElement>(root, 'input'), 'val{Enter}')
    await expect(chosen[0]).toBe('Validate')
  }),
}

export const Empty: StoryObj = {
  render: () => createList([]),
  play: checkElement(async (root) => {
    await waitFor(() => expect(root.querySelectorAll('li[role=option]')).toHaveLength(0))
    await expect(root.textContent.trim()).not.toBe('')
  }),
}

export const Dark = createDarkVariant(Offers)
export const RightToLeft = createRightToLeftVariant(Offers)
