import type { Meta, StoryObj } from '@storybook/web-components-vite'
import type { AwWorkflowEditor } from '@aw-flow/editor'
import { expect, waitFor } from 'storybook/test'
import { testLoadReport } from '../packages/editor/test-reports.ts'
import { mainJob, TestSession } from '../packages/editor/test-session.ts'
import { checkElement, getShadowRoot, setSize, waitForElement } from './story-elements.ts'
import { createDarkVariant, createNarrowVariant, createRightToLeftVariant } from './variants.ts'

const meta: Meta = { title: 'Workflow editor', component: 'aw-workflow-editor' }
export default meta

const createEditor = (session: TestSession, play?: (session: TestSession) => void): HTMLElement => {
  const element = document.createElement('aw-workflow-editor')
  element.session = session
  // The element receives run events only while it is connected.
  void element.updateComplete.then(() => play?.(session))
  return setSize('100%', 800, element)
}

/** Returns the palette, which is closed beside nodes until the user opens it. */
const openPalette = async (element: AwWorkflowEditor): Promise<Element> => {
  const root = getShadowRoot(element)
  const isClosed = root.querySelector('aw-palette') === null
  if (isClosed)
    [...root.querySelectorAll('button')].find(({ textContent }) => textContent.includes('Add node'))?.click()
  return waitForElement(root, 'aw-palette')
}

export const MainJob: StoryObj = {
  render: () => createEditor(new TestSession({ document: mainJob(), rows: 1_000_000 })),
  play: checkElement<AwWorkflowEditor>(async (_, element) => {
    const palette = await openPalette(element)
    const button = await waitForElement<HTMLButtonElement>(getShadowRoot(palette), '[data-type=join]')
    button.click()
    await waitFor(() => expect(element.session?.document.current.nodes.at(-1)?.type).toBe('join'))
    element.session?.document.undo()
    await expect(element.session?.document.current.nodes.length).toBe(4)
  }),
}

export const RunOnly: StoryObj = {
  render: () => {
    const element = createEditor(new TestSession({ document: mainJob() }))
    element.setAttribute('run-only', '')
    return element
  },
  play: checkElement(async (root) => {
    await waitFor(() => expect(root.querySelector<HTMLInputElement>('.name')?.disabled).toBe(true))
    const bar = await waitForElement(root, 'aw-run-bar')
    await expect(getShadowRoot(bar).querySelector('.run')).not.toBeNull()
  }),
}

export const Empty: StoryObj = {
  render: () => createEditor(new TestSession()),
  play: checkElement(async (root) => {
    const canvas = await waitForElement(root, 'aw-canvas')
    await waitFor(() => expect(getShadowRoot(canvas).textContent).toContain('No nodes yet'))
  }),
}

export const AfterARun: StoryObj = {
  render: () =>
    createEditor(new TestSession({ document: mainJob(), rows: 250_000 }), (session) => session.playCompleted()),
  play: checkElement(async (root) => {
    const drawer = await waitForElement(root, 'aw-results-drawer')
    const results = await waitForElement(getShadowRoot(drawer), 'aw-results')
    await waitFor(() => expect(getShadowRoot(results).querySelector('aw-data-table')).not.toBeNull())
  }),
}

export const ChangedSinceTheRun: StoryObj = {
  render: () =>
    createEditor(new TestSession({ document: mainJob(), rows: 998 }), (session) => {
      session.playCompleted()
      session.play({
        type: 'node-completed',
        node: 'load',
        outputs: { table: { kind: 'table', table: session.createTableRef('load') } },
        rows: 998,
        ms: 31,
        report: { kind: 'load', report: testLoadReport },
        problems: testLoadReport.warnings,
      })
      session.document.apply({ type: 'set-config', id: 'validate', path: ['rules'], value: [] })
    }),
  play: checkElement(async (root) => {
    const canvas = await waitForElement(root, 'aw-canvas')
    await waitFor(() => expect(getShadowRoot(canvas).textContent).toContain('2 rejected'))
    await waitFor(() => expect(getShadowRoot(canvas).textContent).toContain('changed since the last run'))
    const bar = await waitForElement(root, 'aw-run-bar')
    await expect(getShadowRoot(bar).textContent).toContain('Choose a file first')
  }),
}

export const Failed: StoryObj = {
  render: () =>
    createEditor(new TestSession({ document: mainJob() }), (session) => {
      void session.runs.start()
      session.play(
        { type: 'node-started', node: 'load', attempt: 1, key: 'k' },
        {
          type: 'node-failed',
          node: 'load',
          ms: 31,
          error: {
            kind: 'permanent',
            problem: {
              code: 'load.no-reader',
              severity: 'error',
              message: '`photo.png` cannot be read: it is not a text file.',
              hint: 'Choose a CSV, JSON or JSON lines file.',
              where: { node: 'load', file: 'photo.png' },
            },
          },
        },
        { type: 'node-skipped', node: 'prepare', reason: 'Load file failed.', because: ['load'] },
        { type: 'node-skipped', node: 'validate', reason: 'Prepare was skipped.', because: ['prepare'] },
        { type: 'node-skipped', node: 'table', reason: 'Validate was skipped.', because: ['validate'] },
        { type: 'run-failed', failed: ['load'] },
      )
    }),
  play: checkElement(async (root) => {
    const drawer = await waitForElement(root, 'aw-results-drawer')
    const results = await waitForElement(getShadowRoot(drawer), 'aw-results')
    const monitor = await waitForElement(getShadowRoot(results), 'aw-run-report')
    await waitFor(() => expect(getShadowRoot(monitor).textContent).toContain('Choose a CSV, JSON'))
  }),
}

export const WithoutASession: StoryObj = {
  render: () => setSize('100%', 400, document.createElement('aw-workflow-editor')),
  play: checkElement((root) => expect(root.textContent).toContain('No workflow is open')),
}

/** In read-only mode, nothing can be changed or run. */
export const ReadOnly: StoryObj = {
  render: () => {
    const element = createEditor(new TestSession({ document: mainJob() }))
    element.setAttribute('readonly', '')
    return element
  },
  play: checkElement(async (root) => {
    await waitFor(() => expect(root.querySelector<HTMLInputElement>('.name')?.disabled).toBe(true))
    await expect(root.querySelector('aw-run-bar')).toBeNull()
  }),
}

/** While the engine is loading, the document is visible but node types are not available yet. */
export const Loading: StoryObj = {
  render: () => {
    const session = new TestSession({ document: mainJob(), catalog: [] })
    session.setEngineState('loading')
    return createEditor(session)
  },
  play: checkElement<AwWorkflowEditor>(async (_, element) => {
    await waitFor(() => expect(element.canvas?.scene.nodes).toHaveLength(4))
    const palette = await openPalette(element)
    await expect(getShadowRoot(palette).querySelector('.waiting')).not.toBeNull()
  }),
}

export const TenThousandNodes: StoryObj = {
  render: () => {
    const document = mainJob()
    document.nodes = Array.from({ length: 10_000 }, (_, index) => ({
      id: `n${index}`,
      type: 'preparing',
      position: { x: (index % 100) * 320, y: Math.floor(index / 100) * 160 },
      data: { label: `Node ${index}`, config: {} },
    }))
    document.edges = []
    return createEditor(new TestSession({ document }))
  },
  play: checkElement<AwWorkflowEditor>(async (root, element) => {
    await waitFor(() => expect(element.canvas?.scene.nodes).toHaveLength(10_000))
    element.canvas?.select(['n9999'])
    const inspector = await waitForElement(root, 'aw-inspector')
    await waitFor(() =>
      expect(getShadowRoot(inspector).querySelector<HTMLInputElement>('.name')?.value).toBe('Node 9999'),
    )
  }),
}

export const AMillionRows: StoryObj = {
  render: () =>
    createEditor(new TestSession({ document: mainJob(), rows: 1_000_000 }), (session) => session.playCompleted()),
  play: checkElement(async (root) => {
    const drawer = await waitForElement(root, 'aw-results-drawer')
    const results = await waitForElement(getShadowRoot(drawer), 'aw-results')
    const table = await waitForElement(getShadowRoot(results), 'aw-data-table')
    await waitFor(() => expect(getShadowRoot(table).textContent).toContain('1,000,000 rows × 4 columns'))
    await expect(getShadowRoot(table).querySelectorAll('.row').length).toBeLessThan(60)
  }),
}

export const Dark = createDarkVariant(AfterARun)
export const Narrow = createNarrowVariant(AfterARun, 390)
/** Everything is mirrored except the graph, which runs from left to right in all languages. */
export const RightToLeft = createRightToLeftVariant(AfterARun, { except: '.list *' })
