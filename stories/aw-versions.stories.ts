import type { Meta, StoryObj } from '@storybook/web-components-vite'
import type { AwVersions, AwWorkflowEditor } from '@aw-flow/editor'
import type { Edit } from '@aw-flow/schema'
import { expect, waitFor } from 'storybook/test'
import { mainJob, TestSession } from '../packages/editor/test-session.ts'
import { checkElement, getShadowRoot, setSize, waitForElement } from './story-elements.ts'
import { createDarkVariant, createNarrowVariant, createRightToLeftVariant } from './variants.ts'

const meta: Meta = { title: 'Versions', component: 'aw-versions' }
export default meta

const edits: readonly Edit[] = [
  { type: 'set-config', id: 'prepare', path: ['target'], value: 'ml-ready' },
  { type: 'set-label', id: 'load', label: 'Load sales' },
  { type: 'remove-node', id: 'table' },
  {
    type: 'add-node',
    node: { id: 'sort', type: 'sort', position: { x: 980, y: 40 }, data: { label: 'Sort by value', config: {} } },
  },
  { type: 'add-edge', edge: { id: 'vs', source: 'validate', target: 'sort' } },
  { type: 'move-nodes', positions: { validate: { x: 640, y: 240 } } },
]

/** Creates an editor whose session has two versions. */
function createEditor(session: TestSession): HTMLElement {
  session.document.versions.add(session.document.current, { origin: 'run' })
  session.document.versions.add(session.document.current, { origin: 'named', name: 'Before the cleanup' })
  const element = document.createElement('aw-workflow-editor')
  element.session = session
  return setSize('100%', 760, element)
}

async function openVersions(canvasElement: HTMLElement): Promise<{ element: AwWorkflowEditor; versions: AwVersions }> {
  const element = await waitForElement<AwWorkflowEditor>(canvasElement, 'aw-workflow-editor')
  await waitFor(() => expect(element.canvas?.scene.nodes.length).toBeGreaterThan(0))
  element.canvas?.run('versions')
  return { element, versions: await waitForElement<AwVersions>(getShadowRoot(element), 'aw-versions') }
}

/** Shows the changes since a version, both as a list and as marks on the canvas. */
export const Compared: StoryObj = {
  // The versions open only when the story is played.
  tags: ['!autodocs'],
  render: () => {
    const session = new TestSession({ document: mainJob() })
    const element = createEditor(session)
    session.document.apply({ type: 'batch', edits: [...edits] })
    return element
  },
  play: async ({ canvasElement }) => {
    const { element, versions } = await openVersions(canvasElement)
    const version = await waitForElement<HTMLButtonElement>(getShadowRoot(versions), '[data-version="2"]')
    version.click()
    await waitFor(() => expect(getShadowRoot(versions).querySelectorAll('.change').length).toBeGreaterThan(5))
    await expect(getShadowRoot(versions).textContent).toContain('Sort by value added')
    const difference = element.canvas?.diff
    await expect([...(difference?.nodes.values() ?? [])].toSorted()).toEqual([
      'added',
      'changed',
      'changed',
      'moved',
      'removed',
    ])
    element.canvas?.run('next-change')
    await waitFor(() => expect(getShadowRoot(versions).querySelector('[aria-current]')).not.toBeNull())
  },
}

/** Shows merge conflicts. For each conflict, the user can choose either side. */
export const Conflicts: StoryObj = {
  tags: ['!autodocs'],
  render: () => {
    const base = mainJob()
    const theirs = structuredClone(base)
    theirs.nodes[1]!.data.config.target = 'generic'
    theirs.name = 'Their name'
    theirs.nodes = theirs.nodes.filter(({ id }) => id !== 'table')
    theirs.edges = theirs.edges.filter(({ source, target }) => source !== 'table' && target !== 'table')
    const session = new TestSession({ document: base })
    const element = createEditor(session)
    session.document.apply({ type: 'set-name', name: 'Our name' })
    session.document.apply({ type: 'set-config', id: 'prepare', path: ['target'], value: 'ml-ready' })
    session.document.apply({ type: 'set-label', id: 'table', label: 'Look at it' })
    session.document.versions.merge({ base, theirs })
    return element
  },
  play: async ({ canvasElement }) => {
    const { element, versions } = await openVersions(canvasElement)
    await waitFor(() => expect(getShadowRoot(versions).querySelectorAll('.conflict')).toHaveLength(3))
    const theirs = [...getShadowRoot(versions).querySelectorAll<HTMLInputElement>('.conflict input')].at(-1)
    theirs!.click()
    await waitFor(() => expect(element.session?.document.current.name).toBe('Their name'))
    await waitFor(() => expect(theirs!.checked).toBe(true))
  },
}

const createPanel = (session: TestSession): HTMLElement => {
  const element = document.createElement('aw-versions')
  element.session = session
  element.style.display = 'flex'
  return setSize(352, 640, element)
}

export const Alone: StoryObj = {
  render: () => {
    const session = new TestSession({ document: mainJob() })
    session.document.versions.add(session.document.current, { origin: 'run' })
    session.document.versions.add(session.document.current, { origin: 'named', name: 'Before the cleanup' })
    return createPanel(session)
  },
  play: checkElement((root) => waitFor(() => expect(root.textContent).toContain('Before the cleanup'))),
}

export const Empty: StoryObj = {
  render: () => createPanel(new TestSession({ document: mainJob() })),
  play: checkElement((root) => expect(root.querySelectorAll('[data-version]')).toHaveLength(0)),
}

export const ReadOnly: StoryObj = {
  render: () => Object.assign(Alone.render!({}, {} as never) as HTMLElement, { readonly: true }),
  play: checkElement(async (root) => {
    await waitForElement(root, '[data-version]')
    await expect(root.querySelector('input:not(:disabled)')).toBeNull()
  }),
}

export const Dark = createDarkVariant(Alone)
export const Narrow = createNarrowVariant(Alone, 280)
export const RightToLeft = createRightToLeftVariant(Alone)
