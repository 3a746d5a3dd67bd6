import type { Meta, StoryObj } from '@storybook/web-components-vite'
import { ok, type Column, type TableRef } from '@aw-flow/schema'
import type { WrittenText } from '@aw-flow/schema/internal'
import { expect, waitFor } from 'storybook/test'
import { mainJob, TestSession } from '../packages/editor/test-session.ts'
import { createTestSource } from '../packages/editor/test-source.ts'
import { heightControl } from './story-category.ts'
import { checkElement, getShadowRoot, setSize, waitForElement } from './story-elements.ts'
import { createDarkVariant, createNarrowVariant, createRightToLeftVariant } from './variants.ts'

const meta: Meta = { title: 'Setting writer', component: 'aw-writer' }
export default meta

const columns: Column[] = [
  { name: 'price', type: 'DOUBLE' },
  { name: 'city', type: 'VARCHAR' },
]
const table: TableRef = { id: 'input', columns, rows: 2 }
const source = createTestSource(columns, [
  { price: 2, city: 'Oslo' },
  { price: 3, city: 'Rome' },
])
const twice: WrittenText = { text: 'price * 2', firstResults: ['4', '6'], unknown: [], isContradiction: false }

/** Renders the dialog for an expression over rows. `answer` is the response to "twice the price". */
function renderWith(
  answer: () => ReturnType<NonNullable<TestSession['tables']['writeText']>>,
  height = 520,
): HTMLElement {
  const session = new TestSession({ document: mainJob() })
  session.assist().previewNode = async () => ok({ state: 'completed', outputs: { table: { kind: 'table', table } } })
  session.tables.page = async ({ offset, limit }) => ok(await source.page(offset, limit))
  session.tables.writeText = answer
  const writer = document.createElement('aw-writer')
  writer.request = { kind: 'row-expression', session, node: mainJob().nodes[1]!.id, columns, onUse: () => {} }
  const container = document.createElement('div')
  container.append(setSize('100%', height, document.createElement('div')), writer)
  return container
}

/** Enters "twice the price" and waits for the given text. */
const write =
  (text: string): NonNullable<StoryObj['play']> =>
  async ({ canvasElement }) => {
    const root = getShadowRoot(await waitForElement(canvasElement, 'aw-writer'))
    await waitFor(() => expect(root.querySelector('form input')).not.toBeNull())
    const input = root.querySelector<HTMLInputElement>('form input')!
    input.value = 'twice the price'
    input.dispatchEvent(new Event('input'))
    await waitFor(() =>
      expect(root.querySelector<HTMLButtonElement>('form button[type="submit"]')?.disabled).toBe(false),
    )
    root.querySelector('form')!.requestSubmit()
    await waitFor(() => expect(root.textContent).toContain(text))
  }

/**
 * Nothing has been written yet. The element's properties are objects that only a program can set. The control changes
 * the element's size instead.
 */
export const Empty: StoryObj = {
  args: { height: 520 },
  argTypes: { height: heightControl },
  render: ({ height }) => renderWith(async () => ok(twice), Number(height)),
  play: checkElement((root) => waitFor(() => expect(root.querySelectorAll('.example')).toHaveLength(2))),
}

/** Shows the results for the first rows next to the written expression. */
export const Written: StoryObj = { render: () => renderWith(async () => ok(twice)), play: write('6') }

export const Writing: StoryObj = { render: () => renderWith(() => new Promise(() => {})), play: write('Writing') }

export const NotUnderstood: StoryObj = {
  render: () => renderWith(async () => ok({ text: undefined, unknown: ['twice the price'], isContradiction: false })),
  play: write('twice the price'),
}

export const Dark = createDarkVariant(Written)
export const Narrow = createNarrowVariant(Written)
export const RightToLeft = createRightToLeftVariant(Empty)
