import type { Meta, StoryObj } from '@storybook/web-components-vite'
import type { GrantedAccess } from '@aw-flow/engine'
import { createEmptyWorkflow } from '@aw-flow/schema'
import { expect, waitFor } from 'storybook/test'
import { checkElement } from './story-elements.ts'
import { createDarkVariant, createNarrowVariant, createRightToLeftVariant } from './variants.ts'

const meta: Meta = { title: 'Access request', component: 'aw-access-question' }
export default meta

const granted: GrantedAccess = { secrets: [], hosts: [], tools: [] }
const requested: GrantedAccess = {
  secrets: ['crm'],
  hosts: ['api.example.com', '*'],
  tools: ['folder', 'models'],
}

/** A workflow imported from a file requests a secret, hosts and tools. */
export const EveryKind: StoryObj = {
  render: () => {
    const element = document.createElement('aw-access-question')
    element.style.display = 'block'
    element.request = { workflow: createEmptyWorkflow('Orders of the week'), requested, granted }
    return element
  },
  play: checkElement(async (root, element) => {
    const answers: unknown[] = []
    element.addEventListener('aw-access-answer', ({ answer }) => answers.push(answer))
    await expect(root.textContent).toContain('api.example.com')
    root.querySelector<HTMLButtonElement>('.primary')?.click()
    await waitFor(() => expect(answers).toEqual([requested]))
  }),
}

export const Dark = createDarkVariant(EveryKind)
export const Narrow = createNarrowVariant(EveryKind)
export const RightToLeft = createRightToLeftVariant(EveryKind)
