import type { Meta, StoryObj } from '@storybook/web-components-vite'
import type { AwCanvas } from '@aw-flow/editor'
import type { NodeState } from '@aw-flow/schema'
import { createEmptyWorkflow } from '@aw-flow/schema'
import { expect, waitFor } from 'storybook/test'
import { mainJob, TestSession } from '../../packages/editor/test-session.ts'
import { checkElement, setSize } from '../story-elements.ts'
import { createDarkVariant, createNarrowVariant, createRightToLeftVariant } from '../variants.ts'

const meta: Meta = { title: 'Canvas', component: 'aw-canvas' }
export default meta

const createCanvas = (session: TestSession): HTMLElement => {
  const element = document.createElement('aw-canvas')
  element.session = session
  return setSize('100%', 640, element)
}

export const Typical: StoryObj = {
  render: () => createCanvas(new TestSession({ document: mainJob() })),
  play: checkElement<AwCanvas>(async (_, element) => {
    await waitFor(() => expect(element.scene.nodes).toHaveLength(4))
    element.select(['prepare'])
    await expect([...element.selection]).toEqual(['prepare'])
  }),
}

/** Nodes of several families, one in each state. */
export const States: StoryObj = {
  render: () => {
    const states: NodeState[] = ['pending', 'running', 'retrying', 'completed', 'failed', 'skipped', 'cancelled']
    const types = ['loading', 'filter', 'join', 'transform', 'llm_agent', 'manual_trigger', 'table']
    const document = createEmptyWorkflow('States')
    document.nodes = states.map((state, index) => ({
      id: state,
      type: types[index] ?? 'table',
      position: { x: (index % 3) * 304, y: Math.floor(index / 3) * 192 },
      data: { label: state, config: {} },
    }))
    const session = new TestSession({ document })
    void session.runs.start()
    const problem = { code: 'x', severity: 'error' as const, message: 'The file no longer exists.' }
    session.play(
      { type: 'node-started', node: 'running', attempt: 1, key: 'k' },
      { type: 'node-started', node: 'retrying', attempt: 1, key: 'k' },
      { type: 'node-retrying', node: 'retrying', attempt: 1, error: { kind: 'transient', problem }, delayMs: 5_000 },
      { type: 'node-completed', node: 'completed', outputs: {}, rows: 12_345, ms: 1_320, problems: [] },
      { type: 'node-failed', node: 'failed', ms: 20, error: { kind: 'permanent', problem } },
      { type: 'node-skipped', node: 'skipped', reason: 'The previous node failed.', because: ['failed'] },
      { type: 'node-cancelled', node: 'cancelled' },
    )
    session.setProgress({ running: { run: 'run-1', node: 'running', done: 640, total: 1_000, unit: 'rows' } })
    return createCanvas(session)
  },
  play: checkElement<AwCanvas>((_, element) =>
    waitFor(() => expect(element.scene.byId.get('failed')?.content.state).toBe('failed')),
  ),
}

export const TenThousandNodes: StoryObj = {
  render: () => {
    const document = createEmptyWorkflow('Large')
    for (let index = 0; index < 10_000; index++) {
      const position = { x: (index % 100) * 320, y: Math.floor(index / 100) * 160 }
      document.nodes.push({
        id: `n${index}`,
        type: 'preparing',
        position,
        data: { label: `Node ${index}`, config: {} },
      })
      if (index % 100 > 0) document.edges.push({ id: `e${index}`, source: `n${index - 1}`, target: `n${index}` })
    }
    return createCanvas(new TestSession({ document }))
  },
  play: checkElement<AwCanvas>(async (_, element) => {
    await waitFor(() => expect(element.scene.nodes).toHaveLength(10_000))
    const { x } = element.view
    element.panBy(40, 40)
    await expect(element.view.x).toBe(x + 40)
  }),
}

export const Empty: StoryObj = {
  render: () => createCanvas(new TestSession()),
  play: checkElement((root) => waitFor(() => expect(root.textContent).toContain('No nodes yet'))),
}

export const Loading: StoryObj = {
  render: () => createCanvas(new TestSession({ document: mainJob(), catalog: [] })),
  play: checkElement<AwCanvas>((_, element) => waitFor(() => expect(element.scene.nodes).toHaveLength(4))),
}

export const ReadOnly: StoryObj = {
  render: () => {
    const element = createCanvas(new TestSession({ document: mainJob() }))
    element.setAttribute('readonly', '')
    return element
  },
  play: checkElement<AwCanvas>(async (_, element) => {
    await waitFor(() => expect(element.scene.nodes).toHaveLength(4))
    element.select(['prepare'])
    element.run('remove')
    await expect(element.session?.document.current.nodes).toHaveLength(4)
  }),
}

export const Dark = createDarkVariant(States)
export const Narrow = createNarrowVariant(Typical)
/** The graph and its ports run from left to right in all languages. */
export const RightToLeft = createRightToLeftVariant(Typical, { except: '.list *' })
