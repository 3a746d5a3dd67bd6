/** UI strings for the code editor, overridden by the form's `strings` property. */
export const codeStrings = {
  completions: 'Completions',
  selectionDeleted: 'Selection deleted',
  /** Read by screen readers before the name of a control character. */
  controlCharacter: 'Control character',
}
export type CodeStrings = typeof codeStrings
