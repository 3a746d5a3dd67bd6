/** Texts of the code editor; the form's `strings` property overrides them. */
export const codeStrings = {
  completions: 'Completions',
  selectionDeleted: 'Selection deleted',
  /** Prefix of the name of a control character, for screen readers. */
  controlCharacter: 'Control character',
}
export type CodeStrings = typeof codeStrings
