import { identityTranslator } from '../../language/node-type-translator.ts'

/** Default UI strings for `<aw-in-out>`. Hosts override them with the `strings` property. @internal */
export const inOutStrings = {
  nodeTypes: identityTranslator,
  input: 'Input',
  output: 'Output',
  tableLabel: (side: string): string => `${side} table`,
  noInput: 'No input table.',
  noOutput: 'No output table.',
}
/** @internal */
export type InOutStrings = typeof inOutStrings
