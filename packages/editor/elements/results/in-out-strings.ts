/** The words of tables side by side; replace some of them by the `strings` property. */
export const inOutStrings = {
  in: 'Input',
  out: 'Output',
  which: (side: string): string => `${side} table`,
  noneIn: 'No input table.',
  noneOut: 'No output table.',
}
export type InOutStrings = typeof inOutStrings
