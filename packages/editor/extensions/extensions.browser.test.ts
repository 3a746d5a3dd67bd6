import { expect } from '@open-wc/testing'
import { resetMouse, setViewport } from '@web/test-runner-commands'
import type { NodeType } from '@aw-flow/schema'
import { html, render } from 'lit'
import { KeysOpenEvent, NodeOpenEvent } from '../canvas/canvas-events.ts'
import { defineElements } from '../define-elements.ts'
import type { AwResults } from '../elements/results/aw-results.ts'
import type { AwForm } from '../forms/aw-form.ts'
import { mountEditor } from '../test-editor.ts'
import { pressKeys, getElement } from '../test-pointer.ts'
import { registerExtension } from './extension-registry.ts'
import type { ResultContext } from './result-tab.ts'
import { defineExtension, type InspectorSection, type InspectorSectionContext, type PanelContext } from './extension.ts'

describe('extensions of the editor', () => {
  before(() => defineElements())
  beforeEach(async () => {
    await setViewport({ width: 1200, height: 800 })
    await resetMouse()
  })

  it('add commands with titles and keys, which users can change', async () => {
    const { editor, canvas } = await mountEditor()
    let runs = 0
    editor.extensions = [
      defineExtension({
        name: 'test',
        commands: [{ id: 'count', title: 'Count', keys: ['Shift+t'], run: () => runs++ }],
        keys: { fit: ['Shift+y'] },
      }),
    ]
    await editor.updateComplete
    await canvas.updateComplete
    expect(canvas.commands.find(({ id }) => id === 'count')?.title).to.equal('Count')
    expect(canvas.commands.find(({ id }) => id === 'fit')?.keys).to.deep.equal(['Shift+y'])
    canvas.focus()
    await pressKeys('Shift', 'T')
    expect(runs).to.equal(1)
    editor.keys = { count: ['Shift+u'] }
    await editor.updateComplete
    await canvas.updateComplete
    await pressKeys('Shift', 'T')
    await pressKeys('Shift', 'U')
    expect(runs).to.equal(2)
  })

  it('add panels, which are updated and destroyed', async () => {
    const { editor, canvas } = await mountEditor()
    const seen: string[] = []
    const show = ({ selection }: PanelContext): unknown => seen.push(`${selection.size} selected`)
    const remove = registerExtension({
      name: 'test',
      panels: [
        {
          id: 'selection',
          title: 'Selection',
          mount: (container, context) => {
            container.textContent = 'Panel'
            show(context)
            return { update: show, destroy: () => seen.push('destroyed') }
          },
        },
      ],
    })
    await editor.updateComplete
    getElement(editor, '[aria-label=Selection]').click()
    await editor.updateComplete
    const panel = getElement(editor, 'aw-extension-panel')
    expect(getElement(panel, '.content').textContent).to.equal('Panel')
    canvas.select(['load', 'prepare'])
    await new Promise((resolve) => setTimeout(resolve, 50))
    await editor.updateComplete
    expect(seen).to.include('2 selected')
    getElement(panel, 'button').click()
    await editor.updateComplete
    expect(seen.at(-1)).to.equal('destroyed')
    remove()
    await editor.updateComplete
    expect(editor.renderRoot.querySelector('[aria-label=Selection]')).to.equal(null)
  })

  it('add toolbar buttons and notifications, which follow the state of the extension', async () => {
    const { editor, session } = await mountEditor()
    let isOn = false
    editor.extensions = [
      defineExtension({
        name: 'test',
        listToolbarItems: ({ readonly, requestUpdate }) => [
          {
            id: 'alarm',
            title: 'Alarm',
            icon: 'info',
            pressed: isOn,
            disabled: readonly,
            run() {
              isOn = !isOn
              void requestUpdate()
            },
          },
        ],
        listNotifications: ({ workflowSession }) =>
          isOn
            ? [
                {
                  severity: 'warning',
                  message: `Alarm in \`${workflowSession.document.current.name}\``,
                  hint: 'Turn it off.',
                  dismiss() {
                    isOn = false
                    editor.requestUpdate()
                  },
                },
              ]
            : [],
      }),
    ]
    await editor.updateComplete
    const button = getElement(editor, '[aria-label=Alarm]')
    expect(button.getAttribute('aria-pressed')).to.equal('false')
    button.click()
    await editor.updateComplete
    expect(button.getAttribute('aria-pressed')).to.equal('true')
    const notice = getElement(editor, '.notice[role=alert]')
    expect(notice.querySelector('code')?.textContent).to.equal(session.document.current.name)
    expect(notice.querySelector('.hint')?.textContent?.trim()).to.equal('Turn it off.')
    getElement(notice, '[aria-label=Dismiss]').click()
    await editor.updateComplete
    expect(editor.renderRoot.querySelector('.notice')).to.equal(null)
    editor.readonly = true
    await editor.updateComplete
    expect(button.hasAttribute('disabled')).to.equal(true)
  })

  it('handle events, and open dialogs and panels with an argument', async () => {
    const { editor } = await mountEditor()
    editor.extensions = [
      defineExtension({
        name: 'test',
        on: {
          'aw-keys-open': (_, context) => context.openPanel('notes', { text: 'shortcuts' }),
          'aw-node-open': ({ node }, context) => context.openDialog('about', node),
        },
        panels: [
          {
            id: 'notes',
            title: ({ search }) => `Notes: ${search}`,
            hasHeading: true,
            isAvailable: ({ readonly }) => !readonly,
            mount(container, { argument }) {
              container.textContent = (argument as { text: string }).text
            },
          },
        ],
        dialogs: [
          {
            id: 'about',
            mount(container, { argument, close }) {
              const dialog = document.createElement('dialog')
              dialog.textContent = String(argument)
              dialog.addEventListener('close', close)
              container.append(dialog)
              dialog.showModal()
            },
          },
        ],
      }),
    ]
    await editor.updateComplete
    editor.dispatchEvent(new KeysOpenEvent())
    await editor.updateComplete
    const title = `Notes: ${editor.strings.search}`
    expect(getElement(editor, `[role=region][aria-label="${title}"]`).textContent).to.equal('shortcuts')
    expect(getElement(editor, `button[aria-label="${title}"]`).getAttribute('aria-pressed')).to.equal('true')
    editor.dispatchEvent(new NodeOpenEvent({ node: 'load' }))
    await editor.updateComplete
    const dialog = getElement<HTMLDialogElement>(editor, 'dialog')
    expect(dialog.textContent).to.equal('load')
    dialog.close()
    await new Promise((resolve) => setTimeout(resolve, 50))
    await editor.updateComplete
    expect(editor.renderRoot.querySelector('dialog')).to.equal(null)
    editor.readonly = true
    await editor.updateComplete
    expect(editor.renderRoot.querySelector(`button[aria-label="${title}"]`)).to.equal(null)
  })

  it('add tabs to the results, and show the results of their own node types in the first tab', async () => {
    const { editor, session } = await mountEditor()
    const mount = (container: HTMLElement, { node, applyEdit }: ResultContext): void => {
      const button = document.createElement('button')
      button.textContent = `Rename ${node?.node}`
      button.addEventListener('click', () => applyEdit({ type: 'set-name', name: 'Renamed' }, 'Name changed.'))
      container.append(button)
    }
    editor.extensions = [
      defineExtension({
        name: 'test',
        resultTabs: [
          { id: 'names', title: 'Names', extent: 'node', isAvailable: ({ run }) => run !== undefined, mount },
          { id: 'sorted', title: 'Sorted', nodeType: 'sort', mount },
        ],
      }),
    ]
    const results = getElement(editor, 'aw-results-drawer', 'aw-results') as AwResults
    const update = async (): Promise<void> => {
      await editor.updateComplete
      await new Promise((resolve) => setTimeout(resolve, 50))
      await results.updateComplete
    }
    await update()
    expect(results.renderRoot.querySelector('#tab-names')).to.equal(null)
    session.playCompleted()
    await update()
    getElement(results, '#tab-names').click()
    await update()
    const panel = getElement(results, '[role=tabpanel]')
    getElement(panel, 'button').click()
    await update()
    expect(session.document.current.name).to.equal('Renamed')
    expect(getElement(results, '.status-line [role=status]').textContent).to.equal('Name changed.')
    getElement(results, '.undo').click()
    await update()
    expect(session.document.current.name).not.to.equal('Renamed')
    expect([...results.renderRoot.querySelectorAll('[role=tab]')].at(-1)?.textContent?.trim()).to.equal('Names')
    const node = session.document.current.nodes.find(({ id }) => id === 'table')!
    session.document.apply({ type: 'replace-node', node: { ...node, type: 'sort' } })
    await update()
    expect(getElement(results, '.views [role=tab]').textContent?.trim()).to.equal('Sorted')
  })

  it('add sections to the inspector of matching nodes', async () => {
    const { editor, canvas, session } = await mountEditor()
    editor.extensions = [
      defineExtension({
        name: 'test',
        inspectorSections: [
          {
            id: 'own',
            title: 'Own section',
            matches: ({ type }) => type === 'loading',
            mount(container, { node, apply }: InspectorSectionContext) {
              const button = document.createElement('button')
              button.addEventListener('click', () => apply({ type: 'set-label', id: node.id, label: 'Renamed' }))
              container.append(button)
            },
          },
        ],
      }),
    ]
    await editor.updateComplete
    canvas.select(['load'])
    await new Promise((resolve) => setTimeout(resolve, 50))
    await editor.updateComplete
    const inspector = getElement<HTMLElementTagNameMap['aw-inspector']>(editor, 'aw-inspector')
    await inspector.updateComplete
    getElement(inspector, '[data-section=own] button').click()
    expect(session.document.current.nodes.find(({ id }) => id === 'load')?.data.label).to.equal('Renamed')
    canvas.select(['prepare'])
    await new Promise((resolve) => setTimeout(resolve, 50))
    await editor.updateComplete
    await inspector.updateComplete
    expect(inspector.renderRoot.querySelector('[data-section=own]')).to.equal(null)
    expect(inspector.renderRoot.querySelector('[data-section=aw-node-options] aw-node-options')).not.to.equal(null)
  })

  it('render sections with Lit, even after a section of another node', async () => {
    const { editor, canvas } = await mountEditor()
    const createSection = (id: string, type: string): InspectorSection => ({
      id,
      matches: (node) => node.type === type,
      mount(container, context) {
        const update = ({ node }: InspectorSectionContext): void => {
          render(html`<p>${id} of ${node.id}</p>`, container)
        }
        update(context)
        return { update }
      },
    })
    const inspectorSections = [createSection('first', 'loading'), createSection('second', 'preparing')]
    editor.extensions = [defineExtension({ name: 'test', inspectorSections })]
    await editor.updateComplete
    const select = async (node: string): Promise<string> => {
      canvas.select([node])
      await new Promise((resolve) => setTimeout(resolve, 50))
      await editor.updateComplete
      const inspector = getElement<HTMLElementTagNameMap['aw-inspector']>(editor, 'aw-inspector')
      await inspector.updateComplete
      return getElement(inspector, '.body').innerText
    }
    expect(await select('load')).to.contain('first of load')
    const prepare = await select('prepare')
    expect(prepare).to.contain('second of prepare').and.not.to.contain('first of')
    expect(await select('load')).to.contain('first of load')
  })

  it('refine the form of a node by its settings', async () => {
    const { editor, canvas, session } = await mountEditor()
    const refined = new Map<string, NodeType>()
    editor.extensions = [
      defineExtension({
        name: 'test',
        refineType(node, type) {
          if (node.type !== 'loading') return type
          const known = refined.get(type.type) ?? {
            ...type,
            settings: {
              type: 'object',
              properties: {
                arguments: {
                  type: 'object',
                  title: 'Arguments',
                  properties: { city: { type: 'string', title: 'City' } },
                },
              },
            },
          }
          refined.set(type.type, known)
          return known
        },
      }),
    ]
    await editor.updateComplete
    canvas.select(['load'])
    await new Promise((resolve) => setTimeout(resolve, 50))
    await editor.updateComplete
    const inspector = getElement<HTMLElementTagNameMap['aw-inspector']>(editor, 'aw-inspector')
    await inspector.updateComplete
    const form = getElement<AwForm>(inspector, 'aw-form')
    await form.updateComplete
    const field = getElement<HTMLElementTagNameMap['aw-variant-field']>(form, 'aw-variant-field')
    await field.updateComplete
    const nested = getElement<AwForm>(field, 'aw-form')
    await nested.updateComplete
    const input = getElement<HTMLInputElement>(nested, '#city')
    input.value = 'Oslo'
    input.dispatchEvent(new InputEvent('input', { bubbles: true }))
    const { config } = session.document.current.nodes.find(({ id }) => id === 'load')!.data
    expect(config.arguments).to.deep.equal({ city: 'Oslo' })
  })
})
