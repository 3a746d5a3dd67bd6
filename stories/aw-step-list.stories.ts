import type { Meta, StoryObj } from '@storybook/web-components-vite'
import type { NodeOpenEvent } from '@aw-flow/editor'
import { createEmptyWorkflow } from '@aw-flow/schema'
import { expect, waitFor } from 'storybook/test'
import { mainJob, TestSession } from '../packages/editor/test-session.ts'
import { heightControl } from './story-category.ts'
import { checkElement, setSize, waitForElement } from './story-elements.ts'
import { createDarkVariant, createNarrowVariant, createRightToLeftVariant } from './variants.ts'

const meta: Meta = { title: 'Step list', component: 'aw-step-list' }
export default meta

/** The element's properties are objects that only a program can set. The control changes the element's size instead. */
export const AfterARun: StoryObj = {
  args: { height: 640 },
  argTypes: { height: heightControl },
  render: ({ height }) => {
    const session = new TestSession({ document: mainJob() })
    session.playCompleted()
    const element = document.createElement('aw-step-list')
    element.session = session
    return setSize(390, Number(height), element)
  },
  play: checkElement(async (root, element) => {
    const opened: string[] = []
    element.addEventListener('aw-node-open', (event: NodeOpenEvent) => opened.push(event.node))
    const step = await waitForElement<HTMLButtonElement>(root, '[data-node=prepare]')
    step.click()
    await expect(opened).toEqual(['prepare'])
  }),
}

const createList = (session: TestSession): HTMLElement => {
  const element = document.createElement('aw-step-list')
  element.session = session
  return setSize(390, 640, element)
}

/** Only the first 500 of 10,000 steps are listed, in execution order. */
export const TenThousandNodes: StoryObj = {
  render: () => {
    const document = createEmptyWorkflow('Large')
    for (let index = 0; index < 10_000; index++) {
      const data = { label: `Node ${index}`, config: {} }
      document.nodes.push({ id: `n${index}`, type: 'preparing', position: { x: index * 320, y: 0 }, data })
      if (index > 0) document.edges.push({ id: `e${index}`, source: `n${index - 1}`, target: `n${index}` })
    }
    return createList(new TestSession({ document }))
  },
  play: checkElement(async (root) => {
    await waitFor(() => expect(root.querySelectorAll('[data-node]')).toHaveLength(500), {
      timeout: 20_000,
    })
    await expect(root.querySelector('[data-node]')?.textContent).toContain('Node 0')
  }),
}

export const Empty: StoryObj = {
  render: () => createList(new TestSession()),
  play: checkElement((root) => expect(root.querySelectorAll('[data-node]')).toHaveLength(0)),
}

export const Failed: StoryObj = {
  render: () => {
    const session = new TestSession({ document: mainJob() })
    void session.runs.start()
    const problem = {
      code: 'x',
      severity: 'error' as const,
      message: 'The file no longer exists.',
      hint: 'Add it again.',
    }
    session.play({ type: 'node-failed', node: 'load', ms: 20, error: { kind: 'permanent', problem } })
    return createList(session)
  },
  play: checkElement((root) =>
    waitFor(() => expect(root.querySelector('[data-node=load]')?.textContent).toContain('Failed')),
  ),
}

export const Dark = createDarkVariant(AfterARun)
export const Narrow = createNarrowVariant(AfterARun)
export const RightToLeft = createRightToLeftVariant(AfterARun)
