/** The words of tables side by side; replace some of them by the `strings` property. */
export const inOutStrings = {
  in: 'Came in',
  out: 'Went out',
  which: (side: string): string => `${side}: which table`,
  noneIn: 'No table came in.',
  noneOut: 'No table went out.',
}
export type InOutStrings = typeof inOutStrings
