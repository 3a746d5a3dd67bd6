/** Texts of the code editor; `strings` of the form replaces them. */
export const codeStrings = {
  completions: 'Completions',
  deleted: 'Selection deleted',
  /** Prefix of the name of a control character, for screen readers. */
  control: 'Control character',
}
export type CodeStrings = typeof codeStrings
