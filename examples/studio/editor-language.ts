import { remember, remembered } from './remembered.ts'

/** The languages that the editor and the run monitor speak; `auto` is the browser's, where it is one of them. */
export const editorLanguages = { en: 'English', de: 'Deutsch', auto: 'As the browser' } as const
export type EditorLanguage = keyof typeof editorLanguages

const place = 'language'

/** What was chosen here before; English, as the pages around, until somebody chooses. */
export function chosenLanguage(): EditorLanguage {
  const kept = remembered(place)
  return kept === 'auto' || kept === 'de' ? kept : 'en'
}

export const chooseLanguage = (language: EditorLanguage): boolean => remember(place, language)

/** What stands as `lang` on an element that speaks it. */
export const editorLang = (): string => {
  const chosen = chosenLanguage()
  return chosen === 'auto' ? navigator.language : chosen
}
