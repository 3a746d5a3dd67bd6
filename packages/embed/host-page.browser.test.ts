import { formatProblem } from '@aw-flow/messages/catalogs'
import { createEmptyWorkflow, type NodeType, type RunEvent, type Workflow } from '@aw-flow/schema'
import { aTimeout, expect, fixture, html } from '@open-wc/testing'
import { waitUntil } from '../../test/wait-until.ts'
import { sendKeys, setViewport } from '@web/test-runner-commands'
import { pressKeys } from '../editor/test-pointer.ts'
import { createTestPage } from '../editor/test-session.ts'
import './index.ts'
import type { LocalWorkflowEditor } from './index.ts'

const document_: Workflow = {
  ...createEmptyWorkflow('Of the host'),
  nodes: [
    { id: 'load', type: 'loading', position: { x: 0, y: 0 }, data: { label: 'Load', config: { dataset: 'a'.repeat(64) } } },
    { id: 'table', type: 'table', position: { x: 320, y: 0 }, data: { label: 'Table', config: {} } },
  ],
  edges: [{ id: 'e1', source: 'load', target: 'table', sourceHandle: 'table', targetHandle: 'table' }],
} // oxfmt-ignore

/** A storage of the host that records what is saved. */
const storage = (saved: [string, Workflow][] = []) => ({
  load: (): Promise<unknown> => Promise.resolve(structuredClone(document_)),
  save: (id: string, workflow: Workflow): Promise<void> => {
    saved.push([id, workflow])
    return Promise.resolve()
  },
})

async function mounted(page: HTMLElement, more: Partial<LocalWorkflowEditor> = {}): Promise<LocalWorkflowEditor> {
  const editor = page.querySelector('aw-workflow-editor') as LocalWorkflowEditor
  Object.assign(editor, { storage: storage(), workflow: 'host', ...more })
  await waitUntil(() => editor.session?.id === 'host', 'it opens a session')
  await editor.updateComplete
  return editor
}
const sized = html`<aw-workflow-editor style="display: block; width: 1200px; height: 700px"></aw-workflow-editor>`
const root = (element: Element): ShadowRoot => element.shadowRoot!
const inner = (editor: LocalWorkflowEditor, tag: string): ShadowRoot => root(root(editor).querySelector(tag)!)
/** The focused element, including shadow roots. */
const focused = (): Element | null => {
  let at = document.activeElement
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement
  return at
}

describe('<aw-workflow-editor> in a page', () => {
  beforeEach(async () => {
    // As for a user who has opened the palette.
    localStorage.setItem('aw-palette-shown', '1')
    await setViewport({ width: 1280, height: 800 })
  })
  afterEach(() => localStorage.removeItem('aw-palette-shown'))

  it('in a form adds no fields, and never submits the form', async () => {
    const form = await fixture<HTMLFormElement>(html`<form><input name="mine" value="1" />${sized}</form>`)
    let sent = 0
    form.addEventListener('submit', (event) => {
      event.preventDefault()
      sent++
    })
    const editor = await mounted(form)
    const name = root(editor).querySelector<HTMLInputElement>('.name')!
    name.focus()
    await sendKeys({ press: 'Enter' })
    inner(editor, 'aw-palette').querySelector<HTMLInputElement>('input')!.focus()
    await sendKeys({ press: 'Enter' })
    for (const button of root(editor).querySelectorAll<HTMLButtonElement>('.toolbar button')) button.click()
    await aTimeout(0)
    expect(sent).to.equal(0)
    expect([...new FormData(form)]).to.deep.equal([['mine', '1']])
    form.reset()
    expect(editor.session?.document.current.nodes.length).to.be.greaterThan(1)
  })

  it('moves the focus in, through and out in both directions', async () => {
    const page = await fixture<HTMLElement>(html`<div><button id="before">B</button>${sized}<button id="after">A</button></div>`)
    await mounted(page)
    const walk = async (press: string[], from: string, to: string): Promise<number> => {
      page.querySelector<HTMLElement>(from)!.focus()
      for (let steps = 1; steps < 150; steps++) {
        await pressKeys(...press)
        if (document.activeElement === page.querySelector(to)) return steps
      }
      return Number.POSITIVE_INFINITY
    }
    const forth = await walk(['Tab'], '#before', '#after')
    expect(forth).to.be.within(4, 149)
    expect(await walk(['Shift', 'Tab'], '#after', '#before')).to.be.within(4, 149)
  }) // oxfmt-ignore

  it('has a right-to-left layout in a right-to-left page', async () => {
    const page = await fixture<HTMLElement>(html`<div dir="rtl">${sized}</div>`)
    const editor = await mounted(page)
    const [palette, stage] = ['aw-palette', '.stage'].map((one) => root(editor).querySelector(one)!.getBoundingClientRect())
    expect(palette!.left).to.be.at.least(stage!.right - 1)
    expect(getComputedStyle(root(editor).querySelector('.toolbar')!).direction).to.equal('rtl')
  }) // oxfmt-ignore

  it('is isolated from the styles of the page, and the page from its styles', async () => {
    const page = await fixture<HTMLElement>(html`<div><button id="outside">ExternalServices</button></div>`)
    const outside = page.querySelector('#outside')!
    const describeStyle = (element: Element): string => {
      const { color, font, backgroundColor, borderRadius, padding } = getComputedStyle(element)
      return [color, font, backgroundColor, borderRadius, padding].join(' | ')
    }
    const [before, sheets] = [describeStyle(outside), document.styleSheets.length + document.adoptedStyleSheets.length]
    const editor = document.createElement('aw-workflow-editor')
    editor.style.cssText = 'display: block; width: 1200px; height: 600px'
    page.append(editor)
    await mounted(page)
    expect(describeStyle(outside)).to.equal(before)
    expect(document.styleSheets.length + document.adoptedStyleSheets.length).to.equal(sheets)
    const button = root(editor).querySelector('.toolbar button')!
    const usual = describeStyle(button)
    const style = document.createElement('style')
    style.textContent = 'button, aw-palette, .toolbar { background: crimson !important; border-radius: 30px !important; padding: 99px }'
    document.head.append(style)
    expect(describeStyle(button)).to.equal(usual)
    style.remove()
  }) // oxfmt-ignore

  it('inherits no text styles of the page, in toolbar and settings', async () => {
    const page = await fixture<HTMLElement>(html`<div>${sized}</div>`)
    const editor = await mounted(page)
    editor.canvas!.select(['load'])
    const settings = (): Element | null | undefined => root(editor).querySelector('aw-inspector')?.shadowRoot?.querySelector('aw-form')
    await waitUntil(() => settings()?.shadowRoot?.querySelector('.control'), 'the settings are there')
    const leaking = {
      'text-align': 'center', 'text-indent': '40px', 'text-transform': 'uppercase', 'text-shadow': '2px 2px red',
      'letter-spacing': '5px', 'word-spacing': '9px', 'word-break': 'break-all', hyphens: 'auto', 'white-space': 'pre',
      cursor: 'wait', 'font-variant': 'small-caps', 'font-style': 'italic', 'line-height': '3', color: 'rgb(1, 2, 3)',
    }
    const names = Object.keys(leaking)
    const parts = [...root(editor).querySelectorAll('.toolbar'), root(editor).querySelector('aw-inspector')!]
    const listStyles = (element: Element): string[] => {
      const style = getComputedStyle(element)
      const ownStyle = `${element.localName}.${element.getAttribute('class') ?? ''} ${names.map((name) => `${name}: ${style.getPropertyValue(name)}`).join('; ')}`
      const inside = [...element.children, ...(element.shadowRoot?.children ?? [])]
      return [ownStyle, ...inside.flatMap(listStyles)]
    }
    const before = parts.flatMap(listStyles)
    expect(before.length).to.be.greaterThan(60)
    for (const [name, value] of Object.entries(leaking)) page.style.setProperty(name, value)
    expect(getComputedStyle(editor.parentElement!).textTransform).to.equal('uppercase')
    expect(parts.flatMap(listStyles)).to.deep.equal(before)
  }) // oxfmt-ignore

  for (const deviceScaleFactor of [1, 1.5, 2, 3]) {
    it(`renders in device pixels at ${deviceScaleFactor} a CSS pixel`, async () => {
      await setViewport({ width: 1280, height: 800, deviceScaleFactor } as { width: number; height: number })
      const editor = await mounted(await fixture<HTMLElement>(html`<div>${sized}</div>`))
      const surface = inner(editor, 'aw-canvas').querySelector('canvas')!
      await waitUntil(() => surface.width > 300)
      expect(surface.width).to.be.closeTo(surface.getBoundingClientRect().width * devicePixelRatio, 1)
      await setViewport({ width: 1280, height: 800, deviceScaleFactor: 1 } as { width: number; height: number })
    })
  }

  it('shows toolbar content of the host, and offers the node types that the host selects', async () => {
    const page = await fixture<HTMLElement>(
      html`<div>
        <aw-workflow-editor style="display: block; width: 1200px; height: 700px">
          <button slot="toolbar-start" id="own">Own</button>
        </aw-workflow-editor>
      </div>`,
    )
    const editor = await mounted(page, { canAdd: ({ family }: NodeType) => family === 'views' })
    expect(page.querySelector('#own')!.getBoundingClientRect().width).to.be.greaterThan(10)
    const palette = inner(editor, 'aw-palette')
    await waitUntil(() => palette.querySelector('[data-type=table]'), 'the palette is there')
    expect(palette.querySelector('[data-type=filter]')).to.equal(null)
    expect(editor.canvas?.scene.nodes).to.have.length(2)
  })

  it('replaces its palette by one of the host, wide and narrow', async () => {
    const page = await fixture<HTMLElement>(
      html`<div>
        <aw-workflow-editor style="display: block; width: 1200px; height: 700px">
          <nav slot="palette" aria-label="Steps"><button id="step">A table</button></nav>
        </aw-workflow-editor>
      </div>`,
    )
    const editor = await mounted(page)
    const hostPalette = page.querySelector<HTMLElement>('nav')!
    page.querySelector('#step')!.addEventListener('click', () => {
      const type = editor.session!.engine.catalog.find((one) => one.type === 'table')
      expect(editor.canvas!.addNode(type!)).to.be.a('string')
    })
    await waitUntil(() => editor.session?.engine.catalog.length, 'the node types are there')
    expect(hostPalette.getBoundingClientRect().width).to.be.closeTo(240, 2)
    const count = editor.canvas!.scene.nodes.length
    page.querySelector<HTMLElement>('#step')!.click()
    await waitUntil(() => editor.canvas!.scene.nodes.length === count + 1, 'the node is there')
    expect(editor.shadowRoot!.querySelector('aw-palette')!.getBoundingClientRect().width).to.equal(0)
    editor.style.width = '800px'
    await waitUntil(() => hostPalette.getBoundingClientRect().width === 0, 'it is folded away')
  })

  it('loads and saves in the storage of the host, and reports why a document was not saved', async () => {
    const saved: [string, Workflow][] = []
    const hostStorage = storage(saved)
    const editor = await mounted(await fixture<HTMLElement>(html`<div>${sized}</div>`), { storage: hostStorage })
    expect(editor.session?.document.current.name).to.equal('Of the host')
    editor.session?.document.apply({ type: 'set-name', name: 'Changed' })
    await waitUntil(() => saved.length > 0, 'it is saved')
    expect([saved.at(-1)?.[0], saved.at(-1)?.[1].name]).to.deep.equal(['host', 'Changed'])
    hostStorage.save = () => Promise.reject(new Error('You are signed out.'))
    editor.session?.document.apply({ type: 'set-name', name: 'Once more' })
    await waitUntil(() => editor.session?.document.saving === 'failed', 'it says so')
    expect(formatProblem(editor.session!.problems.latest!)).to.contain('You are signed out.')
    expect(editor.session?.document.current.name).to.equal('Once more')
  })

  it('lets the host execute runs, and shows their events', async () => {
    const columns = [{ name: 'id', type: 'BIGINT' }]
    const table = { id: 'there', columns, rows: 7 }
    const runner = {
      run: async ({ run, workflow, onEvents, seed }: { run: string; workflow: Workflow; seed: number; onEvents: (events: RunEvent[]) => void }): Promise<void> => {
        const bodies = [
          { type: 'run-started', version: 1, run, workflow, inputs: {}, seed },
          { type: 'node-started', node: 'table', attempt: 1, key: 'k' },
          { type: 'node-completed', node: 'table', outputs: { table: { kind: 'table', table } }, rows: 7, ms: 5, problems: [] },
          { type: 'run-completed' },
        ]
        onEvents(bodies.map((body, seq) => ({ ...body, seq, time: 1_000 + seq })) as RunEvent[])
      },
      page: (_: unknown, offset: number, limit: number) => Promise.resolve(createTestPage(columns, 7, offset, limit)),
    }
    const editor = await mounted(await fixture<HTMLElement>(html`<div>${sized}</div>`), { runner })
    await editor.session?.runs.start()
    expect(editor.session?.runs.current?.state).to.equal('completed')
    expect(editor.session?.runs.current?.nodes.table?.rows).to.equal(7)
    const page = await editor.session!.tables.page({ table, offset: 0, limit: 7 })
    expect(page.ok && page.value.byteLength).to.be.greaterThan(100)
    runner.run = () => Promise.reject(new Error('The queue is full.'))
    await editor.session?.runs.start()
    expect(formatProblem(editor.session!.problems.latest!)).to.contain('The queue is full.')
  }) // oxfmt-ignore

  it('leaves no listeners when it is removed while it has the focus', async () => {
    const page = await fixture<HTMLElement>(html`<div>${sized}</div>`)
    const editor = await mounted(page)
    root(editor).querySelector<HTMLInputElement>('.name')!.focus()
    expect(focused()?.className).to.contain('name')
    editor.remove()
    await sendKeys({ press: 'Delete' })
    expect(document.activeElement).to.equal(document.body)
  })
})
