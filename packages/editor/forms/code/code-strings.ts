/** The words of the editor for code; replace some of them by the form's `strings`. */
export const codeStrings = {
  completions: 'Completions',
  deleted: 'Selection deleted',
  /** Said before the name of a sign that cannot be seen. */
  control: 'Control character',
}
export type CodeStrings = typeof codeStrings
