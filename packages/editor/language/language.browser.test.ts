import { expect } from '@open-wc/testing'
import { waitUntil } from '../../../test/wait-until.ts'
import { defineElements } from '../define-elements.ts'
import { editorStrings } from '../elements/editor/editor-strings.ts'
import { mountEditor } from '../test-editor.ts'
import { part } from '../test-pointer.ts'
import { mainJob } from '../test-session.ts'

defineElements()

const runWord = (editor: HTMLElement): string =>
  part(part(editor, 'aw-run-bar'), '[part=run]').textContent?.trim() ?? ''

describe('the language of an editor', () => {
  afterEach(() => document.documentElement.removeAttribute('lang'))

  it('is that of the nearest lang, node types and problems too, and follows it', async () => {
    const { editor, canvas } = await mountEditor(mainJob())
    expect(runWord(editor)).to.equal('Run')
    document.documentElement.lang = 'de-AT'
    await waitUntil(() => runWord(editor) === 'Ausführen', 'German')
    await waitUntil(() => editor.activeSession?.engine.catalogue.some(({ title }) => title === 'Laden'), 'Laden')
    expect(canvas.strings.states.running).to.equal('Läuft')
    // The document is the session's own: no mention of it is another.
    expect(editor.activeSession?.document.current).to.equal(editor.session?.document.current)
    editor.lang = 'en'
    await waitUntil(() => runWord(editor) === 'Run', 'English')
  })

  it('leaves the words of a host as they are', async () => {
    const { editor } = await mountEditor(mainJob())
    editor.strings = { ...editorStrings, runBar: { ...editorStrings.runBar, run: 'Go' } }
    editor.lang = 'de'
    await new Promise((done) => setTimeout(done, 200))
    await waitUntil(() => runWord(editor) === 'Go', 'Go')
  })
})
