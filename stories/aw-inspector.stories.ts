import type { Meta, StoryObj } from '@storybook/web-components-vite'
import type { AwForm, AwInspector } from '@aw-flow/editor'
import { expect, waitFor } from 'storybook/test'

import { subWorkflowNodeType, testCatalog } from '../packages/editor/test-catalog.ts'
import { mainJob, TestSession } from '../packages/editor/test-session.ts'
import { checkElement, getShadowRoot, setSize, waitForElement } from './story-elements.ts'
import { createDarkVariant, createNarrowVariant, createRightToLeftVariant } from './variants.ts'

const meta: Meta = { title: 'Inspector', component: 'aw-inspector' }
export default meta

const createInspector = (session: TestSession, ...nodes: string[]): AwInspector => {
  const element = document.createElement('aw-inspector')
  element.session = session
  element.nodes = new Set(nodes)
  element.style.display = 'flex'
  setSize(320, 720, element)
  return element
}

export const Load: StoryObj = {
  render: () => createInspector(new TestSession({ document: mainJob() }), 'load'),
  play: checkElement(async (root) => {
    const form = await waitForElement(root, 'aw-form')
    await expect(getShadowRoot(form).querySelectorAll('.field')).toHaveLength(4)
  }),
}

export const WithProblems: StoryObj = {
  render: () => {
    const session = new TestSession({ document: mainJob() })
    session.document.apply({ type: 'remove-edge', id: 'e2' })
    return createInspector(session, 'validate')
  },
  play: checkElement((root) => waitFor(() => expect(root.textContent).toContain('needs a table'))),
}

export const Empty: StoryObj = {
  render: () => createInspector(new TestSession({ document: mainJob() })),
  play: checkElement(async (root) => {
    await expect(root.querySelector('aw-form')).toBeNull()
    await expect(root.textContent.trim()).toBe('')
  }),
}

/** The ports of a sub-workflow, each connected to a port of a node inside it. */
export const SubWorkflowPorts: StoryObj = {
  render: () => {
    const document = mainJob()
    const node = document.nodes.find(({ type }) => type === 'table')!
    const subWorkflow = {
      ...document,
      nodes: [{ ...node, id: 'first', data: { label: 'First', config: {} } }],
      edges: [],
      ports: {
        inputs: [
          { name: 'table', type: 'table', label: 'Orders', required: true, to: [{ node: 'first', port: 'table' }] },
        ],
        outputs: [{ name: 'result', type: 'table', label: 'Result', from: { node: 'removed', port: 'table' } }],
      },
    }
    document.nodes.push({
      id: 'sub',
      type: 'sub_workflow',
      position: { x: 0, y: 0 },
      data: { label: 'Sub-workflow', config: { workflow: '', document: JSON.parse(JSON.stringify(subWorkflow)) } },
    })
    return createInspector(new TestSession({ document, catalog: [...testCatalog, subWorkflowNodeType] }), 'sub')
  },
  play: checkElement(async (root) => {
    await waitForElement(root, '.sub-ports ol > li')
    await expect(root.textContent).toContain('removed · table (missing)')
  }),
}

/** Previews the node's outputs on a sample while its settings are edited. */
export const WithPreview: StoryObj = {
  render: () => {
    const session = new TestSession({ document: mainJob() })
    session.setDescription({ nodes: {}, problems: [], ready: true })
    session.assist().previewNode = async () => ({
      ok: true,
      value: {
        state: 'completed',
        outputs: { table: { kind: 'table', table: { ...session.createTableRef('preview'), rows: 312 } } },
        sample: { rows: 10_000, of: 1_000_000 },
      },
    })
    return createInspector(session, 'prepare')
  },
  play: checkElement(async (root) => {
    const preview = await waitForElement(root, '.preview')
    const fold = await waitForElement<HTMLButtonElement>(root, '.preview .fold')
    if (fold.getAttribute('aria-expanded') === 'false') fold.click()
    await waitFor(() => expect(preview.querySelectorAll('tbody tr').length).toBeGreaterThan(5))
    await expect(preview.textContent).toContain('312 rows')
  }),
}

export const SeveralNodes: StoryObj = {
  render: () => {
    const session = new TestSession({ document: mainJob() })
    const inspector = createInspector(session, 'load', 'prepare')
    const canvas = document.createElement('aw-canvas')
    canvas.session = session
    inspector.canvas = canvas
    const container = document.createElement('div')
    container.append(setSize(420, 420, canvas), inspector)
    return container
  },
  play: checkElement(async (root) => {
    await waitFor(() => expect(root.textContent).toContain('2'))
    await waitFor(() => expect(root.querySelectorAll('.actions button').length).toBeGreaterThan(10))
  }),
}

export const ReadOnly: StoryObj = {
  render: () => {
    const element = createInspector(new TestSession({ document: mainJob() }), 'load')
    Object.assign(element, { readonly: true })
    return element
  },
  play: checkElement(async (root) => {
    const form = await waitForElement<AwForm>(root, 'aw-form')
    await expect(form.disabled).toBe(true)
  }),
}

export const Dark = createDarkVariant(WithProblems)
export const Narrow = createNarrowVariant(WithProblems, 280)
export const RightToLeft = createRightToLeftVariant(WithProblems)
