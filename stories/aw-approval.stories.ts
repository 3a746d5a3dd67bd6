import type { Meta, StoryObj } from '@storybook/web-components-vite'
import type { ApprovalDecision, AwApproval } from '@aw-flow/editor'
import type { WaitCondition } from '@aw-flow/schema'
import { expect, userEvent, waitFor } from 'storybook/test'
import { checkElement, setSize, waitForElement } from './story-elements.ts'
import { createDarkVariant, createNarrowVariant, createRightToLeftVariant } from './variants.ts'

const meta: Meta = { title: 'Approval', component: 'aw-approval' }
export default meta

const columns = [
  { name: 'id', type: 'VARCHAR' },
  { name: 'price', type: 'DOUBLE' },
]
const tableRequest = {
  message: 'Are these the right prices?',
  value: { kind: 'table', table: { id: 't', rows: 1_000, columns } },
  sample: [
    { id: 'a-1', price: 3.5 },
    { id: 'a-2', price: null },
  ],
}
const renderWaiting = (waitFor: WaitCondition, readonly = false): HTMLElement => {
  const element = document.createElement('aw-approval')
  element.waiting = { node: 'check', scope: [], waitFor }
  element.readonly = readonly
  return setSize(560, 420, element)
}
const createApproval = (shown: unknown): WaitCondition => ({
  kind: 'approval',
  digest: 'd1',
  shown,
  deadline: Date.UTC(2026, 10, 30),
})
const findButton = (root: ShadowRoot, name: string): HTMLButtonElement => {
  const match = [...root.querySelectorAll('button')].find(({ textContent }) => textContent.includes(name))
  if (!match) throw new Error(`Button not found: ${name}`)
  return match
}
const recordDecisions = (element: AwApproval): ApprovalDecision[] => {
  const recorded: ApprovalDecision[] = []
  element.addEventListener('aw-decide', ({ decision }) => recorded.push(decision))
  return recorded
}

export const TableApproval: StoryObj = {
  render: () => renderWaiting(createApproval(tableRequest)),
  play: checkElement<AwApproval>(async (root, element) => {
    const recorded = recordDecisions(element)
    const comment = await waitForElement<HTMLInputElement>(root, '#comment')
    await userEvent.type(comment, 'Looks good')
    await userEvent.click(findButton(root, 'Approve'))
    await expect(recorded).toEqual([
      { node: 'check', scope: [], digest: 'd1', decision: 'approve', comment: 'Looks good' },
    ])
  }),
}

export const ValueApproval: StoryObj = {
  render: () => renderWaiting(createApproval({ message: 'Is this right?', value: { kind: 'json', json: { n: 1 } } })),
  play: checkElement<AwApproval>(async (root, element) => {
    const recorded = recordDecisions(element)
    const area = await waitForElement<HTMLTextAreaElement>(root, '#edited')
    area.value = '{"n": '
    findButton(root, 'Approve').click()
    await waitFor(() => expect(root.querySelector('[role=alert]')?.textContent).toContain('is not valid JSON'))
    await expect(recorded).toEqual([])
  }),
}

export const ReadOnly: StoryObj = {
  render: () => renderWaiting(createApproval(tableRequest), true),
  play: checkElement(async (root) => {
    await expect(root.textContent).toContain('Are these the right prices?')
    await expect(root.querySelector('button')).toBeNull()
  }),
}

export const TimedWait: StoryObj = {
  render: () => renderWaiting({ kind: 'time', until: Date.UTC(2026, 10, 21, 9) }),
  play: checkElement(async (root) => {
    await expect(root.textContent).toMatch(/2026/)
    await expect(root.querySelector('button')).toBeNull()
  }),
}

export const Empty: StoryObj = {
  render: () => setSize(560, 200, document.createElement('aw-approval')),
  play: checkElement((root) => expect(root.textContent.trim()).toBe('')),
}

export const Dark = createDarkVariant(TableApproval)
export const Narrow = createNarrowVariant(TableApproval)
export const RightToLeft = createRightToLeftVariant(TableApproval)
