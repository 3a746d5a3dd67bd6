import { expect } from '@open-wc/testing'
import { waitUntil } from '../../../test/wait-until.ts'
import { defineElements } from '../define-elements.ts'
import { editorStrings } from '../elements/editor/editor-strings.ts'
import { mountEditor } from '../test-editor.ts'
import { getElement } from '../test-pointer.ts'
import { mainJob } from '../test-session.ts'

defineElements()

const runWord = (editor: HTMLElement): string =>
  getElement(editor, 'aw-run-bar', '[part=run]').textContent?.trim() ?? ''

describe('the language of an editor', () => {
  afterEach(() => document.documentElement.removeAttribute('lang'))

  it('is that of the nearest lang, node types and problems too, and follows it', async () => {
    const { editor, canvas } = await mountEditor(mainJob())
    expect(runWord(editor)).to.equal('Run')
    document.documentElement.lang = 'de-AT'
    await waitUntil(() => runWord(editor) === 'Ausführen', 'German')
    await waitUntil(() => canvas.types.get('loading')?.title === 'Laden', 'Laden')
    expect(canvas.strings.states.running).to.equal('Läuft')
    expect(getElement(editor, 'aw-palette', '[data-type=loading] .title').textContent).to.equal('Laden')
    // Nodes that were never renamed have the translated title, everywhere; the document keeps its own.
    await waitUntil(() => canvas.scene.byId.get('load')?.content.title === 'Laden', 'the title of the node')
    canvas.select(['load'])
    const name = (): string => getElement<HTMLInputElement>(editor, 'aw-inspector', 'input.name').value
    await waitUntil(
      () => editor.shadowRoot?.querySelector('aw-inspector') != null && name() === 'Laden',
      'the inspector',
    )
    expect(editor.session?.document.current).to.deep.equal(mainJob())
    // Elements look up strings when they show them: the session itself has no language.
    expect(editor.activeSession).to.equal(editor.session)
    editor.lang = 'en'
    await waitUntil(() => runWord(editor) === 'Run', 'English')
  })

  it('renders the messages of a node type of a host, also those that arrive after the page', async () => {
    const { editor, session } = await mountEditor(mainJob())
    const code = 'acme.editor-greets'
    const node = { summary: { code }, problems: [], inputs: {}, outputs: {} }
    session.setDescription({ ready: true, problems: [], nodes: { load: node } })
    const summary = (): string | undefined => editor.canvas?.scene.byId.get('load')?.content.summary
    await waitUntil(() => summary() === code, 'the code')
    const [type] = session.engine.catalog
    const messages = { en: { [code]: 'Greets you' }, de: { [code]: 'Grüßt dich' } }
    session.setCatalog([{ ...type!, messages }, ...session.engine.catalog.slice(1)])
    await waitUntil(() => summary() === 'Greets you', 'English')
    editor.lang = 'de'
    await waitUntil(() => summary() === 'Grüßt dich', 'German')
  })

  it('does not translate texts of a host', async () => {
    const { editor } = await mountEditor(mainJob())
    editor.strings = { ...editorStrings, runBar: { ...editorStrings.runBar, run: 'Go' } }
    editor.lang = 'de'
    await new Promise((done) => setTimeout(done, 200))
    await waitUntil(() => runWord(editor) === 'Go', 'Go')
  })
})
