/** UI strings of the code editor; the form's `strings` property overrides them. */
export const codeStrings = {
  completions: 'Completions',
  selectionDeleted: 'Selection deleted',
  /** Prefix of a control character's name, for screen readers. */
  controlCharacter: 'Control character',
}
export type CodeStrings = typeof codeStrings
