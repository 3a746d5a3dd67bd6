/** Texts of the code editor; `strings` of the form replaces them. */
export const codeStrings = {
  completions: 'Completions',
  deleted: 'Selection deleted',
  /** Said before the name of a sign that cannot be seen. */
  control: 'Control character',
}
export type CodeStrings = typeof codeStrings
