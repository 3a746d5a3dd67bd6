import { createEmptyWorkflow, type Workflow } from '@aw-flow/schema'
import { expect, fixture, html } from '@open-wc/testing'
import { createPseudoLanguage, pseudoLocale } from '../editor/language/test-pseudo-language.ts'
import { waitUntil } from '../../test/wait-until.ts'
import { registerLanguage, type LocalWorkflowEditor } from './index.ts'
import { createNode } from '../../test/create-node.ts'

/** Names entered by users, names of types, and values, which are not strings of the editor. */
const data = 'Zahlen Gemacht Nur Regeln BIGINT DOUBLE transform filter validation cosmo ready rows ms kB'.split(' ')

const workflow: Workflow = {
  ...createEmptyWorkflow('Zahlen'),
  nodes: [
    createNode(
      'made',
      'transform',
      { expression: '[{"n": 1}, {"n": 20}, {"n": 3}]', result: 'table' },
      { label: 'Gemacht' },
    ),
    createNode(
      'only',
      'filter',
      { conditions: [{ column: 'n', is: 'less', value: 10 }] },
      { label: 'Nur', position: { x: 320, y: 0 } },
    ),
    createNode(
      'check',
      'validation',
      { schema: '', facts: 'rows > 5' },
      { label: 'Regeln', position: { x: 640, y: 0 } },
    ),
  ],
  edges: [
    { id: 'e1', source: 'made', sourceHandle: 'table', target: 'only', targetHandle: 'table' },
    { id: 'e2', source: 'only', sourceHandle: 'table', target: 'check', targetHandle: 'table' },
  ],
}

const read = ['aria-label', 'aria-description', 'aria-roledescription', 'aria-valuetext', 'title', 'placeholder', 'alt']

/**
 * The visible strings and accessible names under a node, including shadow roots. The content of an element is one string.
 */
function* textsUnder(node: Node, path = ''): Generator<readonly [path: string, text: string]> {
  for (const child of node.childNodes) {
    if (!(child instanceof Element) || child.matches('style, script, [hidden], textarea, .cm-editor')) continue
    const childPath = `${path}>${child.localName}${child.getAttribute('part') ? `[part=${child.getAttribute('part')}]` : ''}`
    // Screen readers do not read hidden attributes, such as the library's labels of groups in a chart.
    if (!child.closest('[aria-hidden="true"]'))
      for (const name of read) yield [`${childPath}@${name}`, child.getAttribute(name) ?? '']
    // Screen readers read the label of an image, not its content.
    if (child.role === 'img') continue
    const hasText = [...child.childNodes].some((inner) => inner instanceof Text && inner.data.trim() !== '')
    // `code` within a string is a part of it.
    if (hasText) yield [childPath, child.textContent ?? '']
    yield* textsUnder(child, childPath)
    if (child.shadowRoot) yield* textsUnder(child.shadowRoot, childPath)
  }
}

/** The first element with a tag name, including shadow roots. */
function findDeep(root: ParentNode, name: string): Element | undefined {
  const match = root.querySelector(name)
  if (match) return match
  for (const { shadowRoot } of root.querySelectorAll('*')) {
    const inner = shadowRoot && findDeep(shadowRoot, name)
    if (inner) return inner
  }
  return undefined
}

/** The parts of a string outside brackets, which may be nested. */
function unmarked(text: string): string {
  let depth = 0
  return [...text]
    .filter((sign) => {
      if (sign === '\u27e6') depth++
      const isOutside = depth === 0
      if (sign === '\u27e7') depth = Math.max(0, depth - 1)
      return isOutside
    })
    .join('')
}

/** Strings with a word that is neither translated nor part of the data. */
const untranslated = (editor: Element): string[] =>
  [...textsUnder(editor.shadowRoot!)].flatMap(([path, text]) => {
    const words =
      unmarked(text)
        .replaceAll(/\binput(\.value)?\b/g, '')
        .match(/\p{L}{2,}/gu) ?? []
    return words.every((word) => data.includes(word)) ? [] : [`${path}: ${text.trim().slice(0, 120)}`]
  })

describe('a page in the pseudo-locale', () => {
  it('shows no text that is not in the language: canvas, palette, settings, run, results, versions', async () => {
    let types: Parameters<typeof createPseudoLanguage>[0] = []
    registerLanguage(pseudoLocale, () => createPseudoLanguage(types))
    const editor = await fixture<LocalWorkflowEditor>(
      html`<aw-workflow-editor workflow="pseudo" style="width: 1400px; height: 900px"></aw-workflow-editor>`,
    )
    await waitUntil(() => editor.session?.engine.state === 'ready', 'the engine answers')
    const session = editor.session!
    types = session.engine.catalog
    editor.lang = pseudoLocale
    session.document.open(workflow)
    await waitUntil(() => editor.strings.undo.startsWith('\u27e6'), 'the language')
    const settled = async (action?: unknown): Promise<void> => {
      await action
      await new Promise((resolve) => setTimeout(resolve, 600))
      expect(untranslated(editor)).to.deep.equal([])
    }
    await waitUntil(() => session.document.description?.ready, 'a description')
    await settled()
    for (const node of ['only', 'check', 'made']) {
      await settled(editor.canvas!.select([node]))
    }
    await session.runs.start()
    await waitUntil(() => session.runs.current?.state === 'completed', 'the run')
    const results = (): Element => findDeep(editor.shadowRoot!, 'aw-results')!
    for (const node of ['only', 'check']) {
      await settled(editor.canvas!.select([node]))
      const tabs = results().shadowRoot!.querySelectorAll<HTMLElement>('[role=tab]')
      expect(tabs.length).to.be.greaterThan(3)
      for (const tab of tabs) {
        await settled(tab.click())
      }
    }
  })
})
