import { expect, fixture, html } from '@open-wc/testing'
import { setViewport } from '@web/test-runner-commands'
import type { Column } from '@aw-flow/schema'
import { waitUntil } from '../../../test/wait-until.ts'
import { defineElements } from '../define-elements.ts'
import { registerExtension } from '../extensions/extension-registry.ts'
import type { CellRenderer } from '../extensions/extension.ts'
import { mountEditor } from '../test-editor.ts'
import { getElement } from '../test-pointer.ts'
import { createTestPage } from '../test-session.ts'
import type { AwDataTable } from './aw-data-table.ts'
import { createColumns } from '../../../test/columns.ts'

defineElements()

const columns: Column[] = createColumns('id BIGINT, name VARCHAR, value DOUBLE')

/** Shows names in bold and nulls as a dash; counts its calls. */
class NameRenderer implements CellRenderer {
  readonly column: string
  calls = 0

  constructor(column = 'name') {
    this.column = column
  }

  matches({ name }: Column): boolean {
    return name === this.column
  }

  render(cell: HTMLElement, text: string | undefined): void {
    this.calls++
    const element = document.createElement('b')
    element.textContent = text ?? '–'
    cell.append(element)
  }
}

async function mountTable(): Promise<AwDataTable> {
  const source = {
    rows: 1_000,
    columns,
    page: async (offset: number, limit: number) => createTestPage(columns, 1_000, offset, limit),
  }
  const table = await fixture<AwDataTable>(html`<aw-data-table .source=${source}></aw-data-table>`)
  table.style.cssText = 'width: 600px; height: 360px'
  await waitUntil(() => cellsOf(table, 1)[0]?.textContent === '1')
  return table
}

/** The visible cells of a column (from 1), from top to bottom. */
const cellsOf = (table: AwDataTable, column: number): HTMLElement[] =>
  [...(table.shadowRoot?.querySelectorAll<HTMLElement>('.row') ?? [])]
    .filter((row) => row.style.display !== 'none')
    .toSorted((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top)
    .map((row) => row.children[column] as HTMLElement)

const names = (table: AwDataTable): string[] =>
  cellsOf(table, 2).map((cell) => cell.querySelector('b')?.textContent ?? `plain ${cell.textContent}`)

describe('cell renderers of extensions', () => {
  let remove: (() => void) | undefined

  beforeEach(() => setViewport({ width: 1200, height: 800 }))
  afterEach(() => remove?.())

  it('fill the cells of matching columns, also of null, and no others', async () => {
    remove = registerExtension({ name: 'test', cellRenderers: [new NameRenderer()] })
    const table = await mountTable()
    await waitUntil(() => names(table)[0] === 'name 1')
    expect(names(table)[6]).to.equal('–')
    expect(cellsOf(table, 1)[6]?.innerHTML).to.equal('7')
    expect(cellsOf(table, 2)[6]?.className).to.contain('null')
  })

  it('are called again for other texts only, and fill reused cells with the texts of their rows', async () => {
    const renderer = new NameRenderer()
    remove = registerExtension({ name: 'test', cellRenderers: [renderer] })
    const table = await mountTable()
    await waitUntil(() => names(table)[0] === 'name 1')
    const { calls } = renderer
    table.requestUpdate()
    await table.updateComplete
    expect(renderer.calls).to.equal(calls)
    getElement(table, '.scroller').scrollTop = 5_000
    await waitUntil(() => !names(table).includes('name 1') && !names(table).some((name) => name.startsWith('plain')))
    const ids = cellsOf(table, 1).map((cell) => cell.textContent)
    for (const [index, name] of names(table).entries()) expect(name).to.be.oneOf([`name ${ids[index]}`, '–'])
  })

  it('appear and disappear with their extension in open tables', async () => {
    const table = await mountTable()
    expect(names(table)[0]).to.equal('plain name 1')
    const removeExtension = registerExtension({ name: 'test', cellRenderers: [new NameRenderer()] })
    await waitUntil(() => names(table)[0] === 'name 1')
    removeExtension()
    await waitUntil(() => names(table)[0] === 'plain name 1')
    expect(names(table)[6]).to.equal('plain null')
  })

  it('use the first extension that matches', async () => {
    const second = new NameRenderer()
    remove = registerExtension({ name: 'test', cellRenderers: [new NameRenderer('value'), new NameRenderer(), second] })
    const table = await mountTable()
    await waitUntil(() => names(table)[0] === 'name 1')
    expect(cellsOf(table, 3)[0]?.querySelector('b')).not.to.equal(null)
    expect(second.calls).to.equal(0)
  })

  it('apply only to the results of their own editor', async () => {
    const { editor, session } = await mountEditor()
    const other = await mountEditor()
    editor.extensions = [{ name: 'test', cellRenderers: [new NameRenderer()] }]
    for (const run of [session, other.session]) run.playCompleted()
    const tableOf = (of: typeof editor): AwDataTable | null | undefined =>
      of.shadowRoot
        ?.querySelector('aw-results-drawer')
        ?.shadowRoot?.querySelector('aw-results')
        ?.shadowRoot?.querySelector('aw-data-table')
    const isRendered = (of: typeof editor): boolean => Boolean(tableOf(of)?.shadowRoot?.querySelector('.cell b'))
    await waitUntil(() => isRendered(editor))
    await waitUntil(() => tableOf(other.editor)?.shadowRoot?.querySelector('.cell'))
    expect(isRendered(other.editor)).to.equal(false)
  })
})
