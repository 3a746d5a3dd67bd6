import { editorStrings, type EditorStrings } from '@aw-flow/editor'
import { englishAround, type EnglishAround } from './english-around.ts'
import { englishLists, type EnglishLists } from './english-lists.ts'
import { englishRuns, type EnglishRuns } from './english-runs.ts'
import { englishServer, type EnglishServer } from './english-server.ts'
import { englishShell, type EnglishShell } from './english-shell.ts'
import { formatsOf, type Formats } from './formats.ts'

/** All words of the studio, how its language writes numbers and times, and the words of the editor's elements. */
export type StudioWords = EnglishShell &
  EnglishLists &
  EnglishRuns &
  EnglishAround &
  EnglishServer & { readonly formats: Formats; readonly editor: EditorStrings }

/** The studio in English, with the numbers and times of an English locale. */
export function english(locale: string): StudioWords {
  const formats = formatsOf(locale)
  return {
    formats,
    editor: editorStrings,
    ...englishShell(formats),
    ...englishLists(formats),
    ...englishRuns(formats),
    ...englishAround(formats),
    ...englishServer(),
  }
}
