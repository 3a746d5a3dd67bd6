import type { Meta, StoryObj } from '@storybook/web-components-vite'
import { createEmptyWorkflow, type Workflow } from '@aw-flow/schema'
import { expect, waitFor } from 'storybook/test'
import { TestSession } from '../packages/editor/test-session.ts'
import { wrapInEditor } from './in-editor.ts'
import { storyCategory } from './story-category.ts'
import { checkElement } from './story-elements.ts'
import { createDarkVariant, createNarrowVariant, createRightToLeftVariant } from './variants.ts'

const meta: Meta = { title: 'Sub-workflow path', component: 'aw-scope-trail' }
export default meta

const createNestedWorkflow = (): Workflow => ({
  ...createEmptyWorkflow('Daily report'),
  nodes: [
    {
      id: 'orders',
      type: 'sub_workflow',
      position: { x: 0, y: 0 },
      data: {
        label: 'Clean orders',
        config: { document: JSON.parse(JSON.stringify(createEmptyWorkflow('Clean orders'))) },
      },
    },
  ],
})

const createTrail = (path: readonly string[]): HTMLElement => {
  const element = document.createElement('aw-scope-trail')
  element.style.display = 'block'
  element.path = path
  return wrapInEditor(new TestSession({ document: createNestedWorkflow() }), element)
}

/** The editor shows a sub-workflow. */
export const InASubWorkflow: StoryObj = {
  args: { isInSubWorkflow: true },
  argTypes: {
    isInSubWorkflow: {
      description: 'Whether the editor of this story shows the sub-workflow.',
      control: 'boolean',
      table: { category: storyCategory },
    },
  },
  render: ({ isInSubWorkflow }) => createTrail(isInSubWorkflow ? ['orders'] : []),
  play: checkElement(async (root, element) => {
    const paths: (readonly string[])[] = []
    element.addEventListener('aw-scope-change', ({ path }) => paths.push(path))
    await expect(root.querySelector('[aria-current=page]')?.textContent).toContain('Clean orders')
    root.querySelector('button')?.click()
    await waitFor(() => expect(paths).toEqual([[]]))
  }),
}

/** The editor shows the top-level workflow, so the element is empty. */
export const Empty: StoryObj = {
  tags: ['!autodocs'],
  render: () => createTrail([]),
  play: checkElement((root) => expect(root.querySelector('nav')).toBeNull()),
}

export const Dark = createDarkVariant(InASubWorkflow)
export const Narrow = createNarrowVariant(InASubWorkflow)
export const RightToLeft = createRightToLeftVariant(InASubWorkflow)
