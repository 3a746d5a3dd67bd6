import type { Meta, StoryObj } from '@storybook/web-components-vite'
import type { AwExtensionPanel, Panel, PanelContext } from '@aw-flow/editor'
import { expect, userEvent, waitFor } from 'storybook/test'
import { mainJob, TestSession } from '../packages/editor/test-session.ts'
import { createEditorContext } from './in-editor.ts'
import { checkElement, getShadowRoot, setSize, waitForElement } from './story-elements.ts'
import { createDarkVariant, createNarrowVariant, createRightToLeftVariant } from './variants.ts'

const meta: Meta = { title: 'Extension panel', component: 'aw-extension-panel' }
export default meta

/** A panel that lists the workflow's nodes. Its button renames the first node. */
const nodeList: Panel = {
  id: 'nodes',
  title: 'Nodes',
  icon: 'list',
  mount(container, initialContext) {
    const list = document.createElement('ul')
    const button = document.createElement('button')
    button.textContent = 'Rename first node'
    const update = ({ session, selection, readonly }: PanelContext): void => {
      const { nodes } = session.document.current
      const items = nodes.map(({ id, data }) => {
        const item = document.createElement('li')
        item.textContent = data.label ?? id
        item.className = selection.has(id) ? 'selected' : ''
        item.style.fontWeight = selection.has(id) ? 'bold' : ''
        return item
      })
      list.replaceChildren(...items)
      button.disabled = readonly || nodes.length === 0
      button.addEventListener('click', () =>
        session.document.apply({ type: 'set-label', id: nodes[0]!.id, label: 'Renamed' }),
      )
    }
    container.append(list, button)
    update(initialContext)
    return { update }
  },
}

const createContext = (overrides: Partial<PanelContext> = {}): PanelContext => ({
  ...createEditorContext(new TestSession({ document: mainJob() })),
  selection: new Set(['prepare']),
  argument: undefined,
  close: () => undefined,
  ...overrides,
})

const createPanel = (overrides: Partial<AwExtensionPanel> = {}): HTMLElement => {
  const element = document.createElement('aw-extension-panel')
  Object.assign(element, { panel: nodeList, context: createContext(), closeLabel: 'Close', ...overrides })
  element.style.display = 'flex'
  return setSize(320, 560, element)
}
const waitForContent = (element: AwExtensionPanel): Promise<HTMLElement> =>
  waitForElement(getShadowRoot(element), '[part=content]')

export const NodeList: StoryObj = {
  render: () => createPanel(),
  play: checkElement<AwExtensionPanel>(async (root, element) => {
    const list = await waitForContent(element)
    await expect(root.querySelector('h2')?.textContent).toBe('Nodes')
    await expect(list.querySelectorAll('li')).toHaveLength(4)
    element.context = createContext({ selection: new Set(['load', 'validate']) })
    await waitFor(() => expect(list.querySelectorAll('.selected')).toHaveLength(2))
    let closeCount = 0
    element.addEventListener('aw-panel-close', () => closeCount++)
    await userEvent.click(await waitForElement(root, '[aria-label=Close]'))
    await expect(closeCount).toBe(1)
  }),
}

/** No panel is selected. */
export const Empty: StoryObj = {
  render: () => createPanel({ panel: undefined }),
  play: checkElement((root) => expect(root.textContent.trim()).toBe('')),
}

export const ReadOnly: StoryObj = {
  render: () => createPanel({ context: createContext({ readonly: true }) }),
  play: checkElement<AwExtensionPanel>(async (_, element) =>
    expect((await waitForContent(element)).querySelector('button')?.disabled).toBe(true),
  ),
}

export const Dark = createDarkVariant(NodeList)
export const Narrow = createNarrowVariant(NodeList, 280)
export const RightToLeft = createRightToLeftVariant(NodeList)
