import { expect, fixture, html } from '@open-wc/testing'
import { setViewport } from '@web/test-runner-commands'
import type { NodeType } from '@aw-flow/schema'
import { waitUntil } from '../../../../test/wait-until.ts'
import { defineElements } from '../../define-elements.ts'
import { testCatalog } from '../../test-catalog.ts'
import { pressKeys } from '../../test-pointer.ts'
import { mainJob, TestSession } from '../../test-session.ts'
import type { AwWorkflowEditor } from '../editor/aw-workflow-editor.ts'

defineElements()

const query: NodeType = {
  ...testCatalog.find(({ type }) => type === 'preparing')!,
  settings: {
    type: 'object',
    properties: {
      sql: { type: 'string', title: 'Statement', format: 'sql' },
      columns: { type: 'array', items: { type: 'string' }, title: 'Columns', format: 'columns' },
    },
  },
}

/** The elements that contain the focus, from the page inwards. */
function focusedPath(): string[] {
  const path: string[] = []
  for (let at = document.activeElement; at; at = at.shadowRoot?.activeElement ?? null) path.push(at.localName, at.id)
  return path
}

describe('the focus, with settings and results open', () => {
  it('moves through all of them, into and out of the code field, and leaves at both ends', async () => {
    await setViewport({ width: 1300, height: 900 })
    const catalog = testCatalog.map((type) => (type.type === 'preparing' ? query : type))
    const session = new TestSession({ document: mainJob(), catalog, rows: 40 })
    const page = await fixture<HTMLElement>(
      html`<div>
        <button id="before">Before</button>
        <aw-workflow-editor style="display: block; height: 820px" .session=${session}></aw-workflow-editor>
        <button id="after">After</button>
      </div>`,
    )
    const editor = page.querySelector<AwWorkflowEditor>('aw-workflow-editor')!
    await waitUntil(() => editor.canvas)
    session.playCompleted()
    const findNested = (...tags: string[]): Element | null | undefined =>
      tags.reduce<Element | null | undefined>((at, tag) => at?.shadowRoot?.querySelector(tag), editor)
    const openSettings = async (): Promise<void> => {
      editor.canvas!.select(['prepare'])
      await waitUntil(() => findNested('aw-inspector', 'aw-form', 'aw-code-field', '.cm-content'))
    }
    await openSettings()
    await waitUntil(() => findNested('aw-results-drawer', 'aw-results', 'aw-data-table', '[role=grid]'))
    const walk = async (press: string[], from: HTMLElement, to: string): Promise<string[]> => {
      const passed = new Set<string>()
      from.focus()
      for (let steps = 0; steps < 200 && document.activeElement?.id !== to; steps++) {
        await pressKeys(...press)
        for (const one of focusedPath()) passed.add(one)
      }
      return [...passed]
    }
    const button = (id: string): HTMLElement => page.querySelector<HTMLElement>(`#${id}`)!
    const opened = ['aw-inspector', 'aw-code-field', 'aw-results', 'aw-data-table']
    const around = ['aw-palette', 'aw-canvas', 'aw-run-bar']
    expect(await walk(['Shift', 'Tab'], button('after'), 'before')).to.include.members([...around, ...opened, 'before'])
    // Also through the lists of nodes and edges, with the settings still open.
    expect(await walk(['Tab'], button('before'), 'after')).to.include.members([...around, ...opened, 'after'])
    expect([...editor.canvas!.selection]).to.deep.equal(['prepare'])
  })

  it('has one stop for each of toolbar, palette, zoom controls and canvas, with arrow keys inside', async () => {
    await setViewport({ width: 1300, height: 900 })
    const session = new TestSession({ document: mainJob() })
    const page = await fixture<HTMLElement>(
      html`<div>
        <button id="before">Before</button>
        <aw-workflow-editor style="display: block; height: 820px" .session=${session}>
          <button slot="toolbar-end" id="own">Own</button>
        </aw-workflow-editor>
      </div>`,
    )
    const editor = page.querySelector<AwWorkflowEditor>('aw-workflow-editor')!
    await waitUntil(() => editor.canvas?.shadowRoot?.querySelector('.nodes [tabindex="0"]'))
    const focused = (): string => focusedPath().join(' ')
    page.querySelector<HTMLElement>('#before')!.focus()
    let stops = 0
    for (; stops < 20 && !focused().includes('aw-canvas'); stops++) await pressKeys('Tab')
    expect(stops, 'name, toolbar, search, node types, canvas').to.equal(5)
    await pressKeys('Shift', 'Tab')
    expect(focused()).to.contain('aw-palette')
    const type = (): string | undefined =>
      (editor.renderRoot.querySelector('aw-palette')?.shadowRoot?.activeElement as HTMLElement | null)?.dataset.type
    const first = type()
    await pressKeys('ArrowDown')
    await pressKeys('ArrowDown')
    expect(type()).not.to.equal(first)
    const third = type()
    await pressKeys('Tab')
    await pressKeys('Shift', 'Tab')
    expect(type(), 'the stop is where the focus was').to.equal(third)
    // Search, name, buttons of the toolbar.
    for (let stop = 0; stop < 3; stop++) await pressKeys('Shift', 'Tab')
    await pressKeys('End')
    expect(document.activeElement?.id, 'a button of the host').to.equal('own')
    await pressKeys('ArrowLeft')
    expect(document.activeElement?.id).not.to.equal('own')
    await expect(editor).to.be.accessible()
  })
})
