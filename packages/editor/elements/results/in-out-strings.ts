import { untranslatedTexts } from '../../language/node-type-texts.ts'

/** UI strings of the view with the input and output tables of a node side by side; the `strings` property overrides them. @internal */
export const inOutStrings = {
  nodeTypes: untranslatedTexts,
  in: 'Input',
  out: 'Output',
  tableLabel: (side: string): string => `${side} table`,
  noInput: 'No input table.',
  noOutput: 'No output table.',
}
/** @internal */
export type InOutStrings = typeof inOutStrings
