import { untranslatedTexts } from '../../language/node-type-texts.ts'

/** The texts of tables side by side; the `strings` property overrides them. @internal */
export const inOutStrings = {
  nodeTypes: untranslatedTexts,
  in: 'Input',
  out: 'Output',
  tableLabel: (side: string): string => `${side} table`,
  noneIn: 'No input table.',
  noneOut: 'No output table.',
}
/** @internal */
export type InOutStrings = typeof inOutStrings
