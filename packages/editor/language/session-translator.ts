import type { WorkflowSession } from '@aw-flow/client'
import { editorStrings } from '../elements/editor/editor-strings.ts'
import { translatedSession, type Translation } from './translated-session.ts'

/** Keeps the translated session of an editor as long as neither the session nor the words are others. */
export class SessionTranslator {
  #made: { session: WorkflowSession; translation: Translation; translated: WorkflowSession } | undefined

  /** The session in the words' language: itself where they say nothing of node types and problems. */
  of(session: WorkflowSession | undefined, translation: Translation): WorkflowSession | undefined {
    const isEnglish = (['nodeType', 'problem', 'summary'] as const).every(
      (word) => translation[word] === editorStrings[word],
    )
    if (!session || isEnglish) return session
    if (this.#made?.session !== session || this.#made.translation !== translation) {
      this.#made = { session, translation, translated: translatedSession(session, translation) }
    }
    return this.#made.translated
  }
}
