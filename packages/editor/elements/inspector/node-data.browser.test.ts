import { ok } from '@aw-flow/schema'
import { expect, fixture, html, waitUntil as waitFor } from '@open-wc/testing'
import { setViewport } from '@web/test-runner-commands'
import { defineElements } from '../../define-elements.ts'
import { getEdgeEnds } from '@aw-flow/canvas'
import { EdgeHoverEvent } from '../../canvas/canvas-events.ts'
import { loadLanguage, registerLanguage } from '../../language/languages.ts'
import { click, waitForFrame, pressKeys, moveTo, toPagePoint, getElement } from '../../test-pointer.ts'
import { createTestProfile } from '../../test-profile.ts'
import { mainJob, TestSession } from '../../test-session.ts'
import type { AwEdgePreview } from '../edge-preview/aw-edge-preview.ts'
import type { AwInOut } from '../results/aw-in-out.ts'
import type { AwInspector } from './aw-inspector.ts'
import type { AwWorkflowEditor } from '../editor/aw-workflow-editor.ts'

defineElements()

const waitUntil = (holds: () => unknown): Promise<void> =>
  waitFor(() => Boolean(holds()), undefined, { timeout: 180_000 })

async function inspect(session: TestSession, node: string): Promise<AwInspector> {
  const inspector = await fixture<AwInspector>(
    html`<aw-inspector .session=${session} .nodes=${new Set([node])}></aw-inspector>`,
  )
  inspector.style.cssText = 'width: 320px; height: 800px'
  await waitForFrame()
  return inspector
}

describe('what has changed since the last run', () => {
  it('is listed with old and new values, and can be restored', async () => {
    const session = new TestSession({ document: mainJob() })
    session.playCompleted()
    const inspector = await inspect(session, 'load')
    const changes = (): Element | null | undefined => inspector.shadowRoot?.querySelector('.changes')
    expect(changes()).to.equal(null)
    session.document.apply({ type: 'set-config', id: 'load', path: ['maxRetries'], value: 5 })
    await inspector.updateComplete
    expect(changes()?.textContent?.replaceAll(/\s+/g, ' ').trim()).to.equal(
      'Changed since the last run Maximum retries was 3 now 5',
    )
    await expect(inspector).to.be.accessible()
    getElement(inspector, '.changes button').click()
    await inspector.updateComplete
    expect(changes()).to.equal(null)
    expect(session.document.current.nodes[0]?.data.config).to.deep.equal({})
    session.document.apply({ type: 'remove-edge', id: 'e1' })
    inspector.nodes = new Set(['prepare'])
    await inspector.updateComplete
    expect(changes()?.textContent).to.contain('The connections have changed.')
  })
})

describe('the documentation of a node', () => {
  it('is loaded once when it is opened, and rendered as elements whatever it contains', async () => {
    const requestedTypes: string[] = []
    const session = new TestSession({ document: mainJob() })
    Object.assign(session.engine, {
      readNodeDocs: async (type: string) => {
        requestedTypes.push(type)
        const markdown = [
          '# Load',
          'Reads `a` file, **whatever** [it is](https://example.com/a).',
          '',
          '| setting | meaning |',
          '| --- | --- |',
          '| Text | `a|b` <img src=x onerror=alert(1)> |',
          '',
          '- one',
          '- [two](javascript:alert(1))',
          '```',
          '{"a": 1}',
          '```',
        ].join('\n')
        return { markdown, language: 'en' }
      },
    })
    const inspector = await inspect(session, 'load')
    const details = getElement<HTMLDetailsElement>(inspector, '.about details')
    expect(requestedTypes).to.deep.equal([])
    for (const isOpen of [true, false, true]) {
      details.open = isOpen
      await waitForFrame()
      await inspector.updateComplete
    }
    await waitUntil(() => inspector.shadowRoot?.querySelector('.docs p'))
    expect(requestedTypes).to.deep.equal(['loading'])
    const docs = getElement(inspector, '.docs')
    expect(docs.lang).to.equal('en')
    expect(docs.querySelector('p')?.textContent).to.equal('Reads a file, whatever it is.')
    expect(docs.querySelector('a')?.href).to.equal('https://example.com/a')
    expect([...docs.querySelectorAll('td')].map((cell) => cell.textContent)).to.deep.equal([
      'Text',
      'a|b <img src=x onerror=alert(1)>',
    ])
    expect(docs.querySelectorAll('img, a')).to.have.length(1)
    expect(docs.querySelector('li:last-child')?.textContent).to.equal('[two](javascript:alert(1))')
    expect(docs.querySelector('pre')?.textContent).to.equal('{"a": 1}')
    await expect(inspector).to.be.accessible()
  })

  it('is in the language of the texts, from the session or the language, and reports another language', async () => {
    const session = new TestSession({ document: mainJob() })
    Object.assign(session.engine, {
      readNodeDocs: async (type: string, language = 'en') =>
        language.startsWith('de')
          ? { markdown: `# Laden\n\nDie Seite von ${type}.`, language: 'de' }
          : { markdown: `# Load\n\nThe page of ${type}.`, language: 'en' },
    })
    registerLanguage('fr', () => ({
      inspectorStrings: { docs: 'La page', docsInLanguage: (language) => `La page (${language})` },
      nodeDocs: async (type) => {
        if (type === 'validation') throw new Error('It could not be fetched.')
        return type === 'loading' ? '# Charger\n\nLit un fichier.' : undefined
      },
    }))
    const inspector = await inspect(session, 'load')
    const shown = (): unknown[] => {
      const docs = inspector.renderRoot.querySelector<HTMLElement>('.docs')
      const summary = inspector.renderRoot.querySelector('.about summary')
      return [docs?.lang, docs?.querySelector('p')?.textContent, summary?.textContent?.trim()]
    }
    const showsSoon = async (expected: unknown[]): Promise<void> => {
      await waitUntil(() => shown().join() === expected.join()).catch(() => undefined)
      expect(shown()).to.deep.equal(expected)
    }
    getElement(inspector, '.about summary').click()
    // An update before the event `toggle` does not close the page again.
    inspector.requestUpdate()
    await showsSoon(['en', 'The page of loading.', 'Documentation'])
    inspector.strings = (await loadLanguage('de-AT')).inspectorStrings
    await showsSoon(['de', 'Die Seite von loading.', 'Dokumentation'])
    inspector.strings = (await loadLanguage('fr-CA')).inspectorStrings
    await showsSoon(['fr-CA', 'Lit un fichier.', 'La page'])
    for (const [node, type] of [
      ['prepare', 'preparing'],
      ['validate', 'validation'],
    ] as const) {
      inspector.nodes = new Set([node])
      await showsSoon(['en', `The page of ${type}.`, 'La page (en)'])
    }
    const { docsInLanguage } = (await loadLanguage('de')).inspectorStrings
    expect(docsInLanguage('en')).to.equal('Dokumentation auf Englisch')
  })
})

describe('<aw-in-out>', () => {
  it('shows input and output tables of the last run side by side, or below each other if it is narrow', async () => {
    await setViewport({ width: 1000, height: 700 })
    const session = new TestSession({ document: mainJob(), rows: 12 })
    session.playCompleted()
    const sides = await fixture<AwInOut>(html`<aw-in-out .session=${session} .node=${'prepare'}></aw-in-out>`)
    sides.style.height = '400px'
    await waitForFrame()
    const sections = [...sides.renderRoot.querySelectorAll('section')]
    expect(
      sections.map((section) => section.querySelector('.head')?.textContent?.replaceAll(/\s+/g, ' ').trim()),
    ).to.deep.equal(['Input Load file', 'Output table'])
    expect(sides.renderRoot.querySelectorAll('aw-data-table')).to.have.length(2)
    const [left, right] = sections.map((section) => section.getBoundingClientRect())
    expect(left!.top).to.equal(right!.top)
    sides.style.width = '400px'
    await waitForFrame()
    const [above, below] = sections.map((section) => section.getBoundingClientRect())
    expect(above!.left).to.equal(below!.left)
    expect(below!.top).to.be.at.least(above!.bottom)
    sides.node = 'load'
    await sides.updateComplete
    expect(sides.renderRoot.textContent).to.contain('No input table.')
  })

  it('is German in a German editor, with both tables', async () => {
    await setViewport({ width: 1300, height: 800 })
    const session = new TestSession({ document: mainJob(), rows: 1_234 })
    session.playCompleted()
    const editor = await fixture<AwWorkflowEditor>(
      html`<aw-workflow-editor lang="de" .session=${session}></aw-workflow-editor>`,
    )
    editor.style.cssText = 'display: block; height: 780px'
    await waitForFrame()
    await waitUntil(() => editor.canvas)
    editor.canvas!.select(['prepare'])
    const results = getElement(editor, 'aw-results-drawer', 'aw-results')
    await waitUntil(() => results.shadowRoot?.querySelector('#tab-sides'))
    getElement(results, '#tab-sides').click()
    await waitUntil(() => {
      const titles = results.shadowRoot?.querySelector('aw-in-out')?.shadowRoot?.querySelectorAll('h3') ?? []
      return titles.length === 2 && titles[0]?.textContent === 'Eingabe'
    })
    const sides = getElement(results, 'aw-in-out')
    const tables = [...sides.shadowRoot!.querySelectorAll('aw-data-table')]
    expect([...sides.shadowRoot!.querySelectorAll('h3')].map((title) => title.textContent)).to.deep.equal([
      'Eingabe',
      'Ausgabe',
    ])
    const listStatuses = (): string[] =>
      tables.map(({ shadowRoot }) => shadowRoot!.querySelector('.status')?.textContent ?? '')
    await waitUntil(() => listStatuses().every((text) => text.includes('1.234 Zeilen × 4 Spalten')))
  })
})

describe('the preview of an edge', () => {
  async function mount(): Promise<{ editor: AwWorkflowEditor; session: TestSession }> {
    await setViewport({ width: 1300, height: 800 })
    const session = new TestSession({ document: mainJob(), rows: 40 })
    const editor = await fixture<AwWorkflowEditor>(html`<aw-workflow-editor .session=${session}></aw-workflow-editor>`)
    editor.style.cssText = 'display: block; height: 780px'
    await waitForFrame()
    await waitForFrame(editor.canvas!.fit())
    return { editor, session }
  }
  const preview = (editor: AwWorkflowEditor): AwEdgePreview | null => editor.renderRoot.querySelector('aw-edge-preview')
  const middleOf = (editor: AwWorkflowEditor, id: string): { x: number; y: number } => {
    const edge = editor.canvas!.scene.edges.find((one) => one.id === id)!
    const { x1, y1, x2, y2 } = getEdgeEnds(edge)
    return toPagePoint(editor.canvas!, { x: (x1 + x2) / 2, y: (y1 + y2) / 2 })
  }

  it('opens when the pointer stays on an edge, with columns at first and rows after a run, and closes when it leaves', async () => {
    const { editor, session } = await mount()
    await moveTo(middleOf(editor, 'e1'))
    await waitUntil(() => preview(editor))
    await preview(editor)!.updateComplete
    const text = (): string => preview(editor)?.shadowRoot?.textContent?.replaceAll(/\s+/g, ' ') ?? ''
    expect(text()).to.contain('From Load file to Prepare')
    expect(text()).to.contain('4 columns')
    expect(text()).to.contain('Rows appear here after a run.')
    expect(getElement(editor, '.edge-preview').matches(':popover-open')).to.equal(true)
    session.playCompleted()
    editor.requestUpdate()
    await waitUntil(() => preview(editor)?.shadowRoot?.querySelectorAll('tbody tr').length === 5)
    expect(text()).to.contain('40 rows, 4 columns')
    expect(text()).to.contain('name 1')
    await expect(preview(editor)!).to.be.accessible()
    await moveTo({ x: middleOf(editor, 'e1').x, y: 90 })
    await waitUntil(() => preview(editor) === null)
  })

  it('describes each column, by pointer and by keyboard', async () => {
    const { editor, session } = await mount()
    session.tables.profile = async (_input, { onProgress } = {}) => {
      const columns = createTestProfile().columns.slice(0, 4)
      const profile = {
        ...createTestProfile(),
        columns: columns.map((one, at) => ({ ...one, name: session.columns[at]!.name })),
      }
      for (const column of profile.columns) void onProgress?.({ column })
      return ok(profile)
    }
    const reported = (): (string | undefined)[] =>
      [...(preview(editor)?.shadowRoot?.querySelectorAll('thead .about') ?? [])].map((about) =>
        about.textContent?.trim(),
      )
    await moveTo(middleOf(editor, 'e1'))
    await waitUntil(() => preview(editor))
    session.playCompleted()
    await waitUntil(() => reported().length === 4)
    const byPointer = reported()
    expect(byPointer).to.deep.equal([
      'no nulls, 1 to 12,480',
      '100% null, 9 distinct',
      '0.3% null, 8,912 distinct',
      'no nulls, -12.5 to 9,800',
    ])
    expect(preview(editor)!.shadowRoot!.querySelectorAll('svg.bars rect').length).to.be.greaterThan(4)
    await moveTo({ x: middleOf(editor, 'e1').x, y: 90 })
    await waitUntil(() => preview(editor) === null)
    editor.canvas!.focusNode()
    await pressKeys('Tab')
    const focused = (): string | undefined =>
      (editor.canvas!.shadowRoot!.activeElement as HTMLElement | null)?.dataset.edge
    expect(focused()).to.equal('e1')
    await waitUntil(() => reported().length === 4)
    expect(reported()).to.deep.equal(byPointer)
    expect(preview(editor)!.shadowRoot!.querySelectorAll('tbody tr')).to.have.length(5)
    await pressKeys('Shift', 'Tab')
    await waitUntil(() => preview(editor) === null)
  })

  it('opens for an edge that is selected by keyboard, and closes with Escape', async () => {
    const { editor } = await mount()
    editor.canvas!.select([], ['e2'])
    await waitUntil(() => preview(editor))
    expect(preview(editor)!.edge).to.equal('e2')
    editor.canvas!.focusNode()
    await pressKeys('Escape')
    await waitUntil(() => preview(editor) === null)
  })

  it('does not open while the pointer only passes, and closes at a press', async () => {
    const { editor } = await mount()
    const { canvas } = editor
    canvas!.dispatchEvent(new EdgeHoverEvent({ edge: 'e1', at: { x: 300, y: 300 } }))
    canvas!.dispatchEvent(new EdgeHoverEvent({ edge: undefined, at: { x: 300, y: 300 } }))
    await new Promise((resolve) => setTimeout(resolve, 600))
    expect(preview(editor)).to.equal(null)
    await moveTo(middleOf(editor, 'e3'))
    await waitUntil(() => preview(editor))
    const { x } = middleOf(editor, 'e3')
    await click({ x, y: 100 })
    await waitUntil(() => preview(editor) === null)
  })
})
