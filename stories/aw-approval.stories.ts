import type { Meta, StoryObj } from '@storybook/web-components-vite'
import type { ApprovalDecision, AwApproval } from '@aw-flow/editor'
import type { WaitFor } from '@aw-flow/schema'
import { expect, userEvent, waitFor } from 'storybook/test'
import { box, inside, shown } from './shown.ts'
import { dark, narrow, rightToLeft } from './variants.ts'

const meta: Meta = { title: 'Approval', component: 'aw-approval' }
export default meta

const columns = [
  { name: 'id', type: 'VARCHAR' },
  { name: 'price', type: 'DOUBLE' },
]
const tableShown = {
  message: 'Are these the right prices?',
  value: { kind: 'table', table: { id: 't', rows: 1_000, columns } },
  sample: [
    { id: 'a-1', price: 3.5 },
    { id: 'a-2', price: null },
  ],
}
const waitsFor = (waitFor: WaitFor, readonly = false): HTMLElement => {
  const element = document.createElement('aw-approval')
  element.waiting = { node: 'check', scope: [], waitFor }
  element.readonly = readonly
  return box(560, 420, element)
}
const approval = (shown: unknown): WaitFor => ({
  kind: 'approval',
  digest: 'd1',
  shown,
  deadline: Date.UTC(2026, 10, 30),
})
const button = (root: ShadowRoot, name: string): HTMLButtonElement => {
  const found = [...root.querySelectorAll('button')].find(({ textContent }) => textContent.includes(name))
  if (!found) throw new Error(`Button not found: ${name}`)
  return found
}
const decisions = (element: AwApproval): ApprovalDecision[] => {
  const made: ApprovalDecision[] = []
  element.addEventListener('aw-decide', ({ decision }) => made.push(decision))
  return made
}

export const OfATable: StoryObj = {
  render: () => waitsFor(approval(tableShown)),
  play: async ({ canvasElement }) => {
    const element = await shown<AwApproval>(canvasElement, 'aw-approval')
    const made = decisions(element)
    const comment = await shown<HTMLInputElement>(inside(element), '#comment')
    await userEvent.type(comment, 'Looks good')
    await userEvent.click(button(inside(element), 'Approve'))
    await expect(made).toEqual([{ node: 'check', scope: [], digest: 'd1', decision: 'approve', comment: 'Looks good' }])
  },
}

export const OfAValue: StoryObj = {
  render: () => waitsFor(approval({ message: 'Is this right?', value: { kind: 'json', json: { n: 1 } } })),
  play: async ({ canvasElement }) => {
    const element = await shown<AwApproval>(canvasElement, 'aw-approval')
    const made = decisions(element)
    const area = await shown<HTMLTextAreaElement>(inside(element), '#edited')
    area.value = '{"n": '
    button(inside(element), 'Approve').click()
    await waitFor(() => expect(inside(element).querySelector('[role=alert]')?.textContent).toContain('Invalid JSON'))
    await expect(made).toEqual([])
  },
}

export const ReadOnly: StoryObj = {
  render: () => waitsFor(approval(tableShown), true),
  play: async ({ canvasElement }) => {
    const root = inside(await shown(canvasElement, 'aw-approval'))
    await expect(root.textContent).toContain('Are these the right prices?')
    await expect(root.querySelector('button')).toBeNull()
  },
}

export const UntilATime: StoryObj = {
  render: () => waitsFor({ kind: 'time', until: Date.UTC(2026, 10, 21, 9) }),
  play: async ({ canvasElement }) => {
    const root = inside(await shown(canvasElement, 'aw-approval'))
    await expect(root.textContent).toMatch(/2026/)
    await expect(root.querySelector('button')).toBeNull()
  },
}

export const Empty: StoryObj = {
  render: () => box(560, 200, document.createElement('aw-approval')),
  play: async ({ canvasElement }) => {
    const root = inside(await shown(canvasElement, 'aw-approval'))
    await expect(root.textContent.trim()).toBe('')
  },
}

export const Dark = dark(OfATable)
export const Narrow = narrow(OfATable)
export const RightToLeft = rightToLeft(OfATable)
