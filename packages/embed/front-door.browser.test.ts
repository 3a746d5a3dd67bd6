import { createEmptyWorkflow, type Workflow } from '@aw-flow/schema'
import type { CheckedTable } from '@aw-flow/schema/internal'
import { expect, fixture, html } from '@open-wc/testing'
import { waitUntil } from '../../test/wait-until.ts'
import { registerCheck, registerLanguage, type LocalWorkflowEditor } from './index.ts'
import { createNode } from '../../test/create-node.ts'

const numbers: Workflow = {
  ...createEmptyWorkflow('Numbers'),
  nodes: [
    createNode(
      'made',
      'transform',
      { expression: '[{"n": 1}, {"n": 20}, {"n": 3}]', result: 'table' },
      { label: 'Made' },
    ),
    createNode(
      'check',
      'validation',
      { schema: '', hostCheck: 'below-ten' },
      { label: 'Check', position: { x: 320, y: 0 } },
    ),
  ],
  edges: [{ id: 'e', source: 'made', sourceHandle: 'table', target: 'check', targetHandle: 'table' }],
}

describe('extensions of a host', () => {
  it('runs a check of the host, which reads rows and rejects some of them', async () => {
    const seen: unknown[] = []
    registerCheck('below-ten', async (table: CheckedTable) => {
      const rows = await table.read(0, table.rows)
      seen.push(
        table.columns.map(({ name }) => name),
        rows.length,
      )
      const wrong = rows.flatMap(({ n }, row) => (Number(n) < 10 ? [] : [row]))
      return { valid: wrong.length === 0, message: 'not below ten', rows: wrong }
    })
    const editor = await fixture<LocalWorkflowEditor>(
      html`<aw-workflow-editor workflow="checked"></aw-workflow-editor>`,
    )
    await waitUntil(() => editor.session?.engine.state === 'ready', 'the engine answers')
    const session = editor.session!
    session.document.open(numbers)
    await session.runs.start()
    expect(session.runs.current?.nodes.check?.state).to.equal('completed')
    expect(seen).to.deep.equal([['n'], 3])
    const report = session.runs.current?.nodes.check?.outputs.report
    const json = report?.kind === 'json' ? (report.json as { valid: boolean; rules: { failing: number }[] }) : undefined
    expect(json?.valid).to.equal(false)
    expect(json?.rules.at(-1)).to.include({ failing: 1 }).and.have.nested.property('sample[0].row', 2)
    session.document.apply({ type: 'set-config', id: 'check', path: ['hostCheck'], value: 'nobody-has-it' })
    await session.runs.start()
    const nodeState = JSON.stringify(session.runs.current?.nodes.check)
    expect(nodeState).to.contain('nobody-has-it')
  })

  it('uses a language of the host for editors within it, with English as the fallback', async () => {
    const requestedLocales: string[] = []
    registerLanguage('fr', (locale) => {
      requestedLocales.push(locale)
      return { undo: 'Annuler', runBar: { run: 'Lancer' } }
    })
    const page = await fixture<HTMLElement>(
      html`<div lang="fr-CA"><aw-workflow-editor workflow="french" style="height: 600px"></aw-workflow-editor></div>`,
    )
    const editor = page.querySelector('aw-workflow-editor') as LocalWorkflowEditor
    const run = (): string | undefined =>
      editor.shadowRoot!.querySelector('aw-run-bar')?.shadowRoot?.querySelector('.run')?.textContent?.trim()
    await waitUntil(() => run() === 'Lancer', 'its words are there')
    expect(editor.shadowRoot!.querySelector('[aria-label^="Annuler"]')).not.to.equal(null)
    expect(editor.shadowRoot!.querySelector('[aria-label^="Redo"]')).not.to.equal(null)
    expect(requestedLocales[0]).to.equal('fr-CA')
    page.lang = 'en'
    await waitUntil(() => run() === 'Run', 'the words follow')
  })
})
