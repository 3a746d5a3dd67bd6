import { defaultLanguage } from '@aw-flow/messages'
import { renderText } from '../language/render-text.ts'
import { codeStrings, type CodeStrings } from './code/code-strings.ts'
import { columnStrings, type ColumnStrings } from './columns/column-strings.ts'
import { expressionStrings, type ExpressionStrings } from './expression/expression-strings.ts'
import { mapStrings, type MapStrings } from './fields/map-strings.ts'
import { secretStrings, variantStrings, type SecretStrings, type VariantStrings } from './fields/secret-strings.ts'
import { loadPlanStrings, type LoadPlanStrings } from '../elements/load-plan/load-plan-strings.ts'

/**
 * UI strings of list fields, overridden by the `strings` property of the form. `title` is the setting's title, and
 * `position` starts at 1.
 *
 * @internal
 */
export const listStrings = {
  add: 'Add',
  addTo: (title: string): string => `Add to “${title}”`,
  item: (title: string, position: number): string => `${title} ${position}`,
  remove: (title: string, position: number): string => `Remove ${title} ${position}`,
  moveUp: (title: string, position: number): string => `Move ${title} ${position} up`,
  noItems: 'No items yet.',
}
/** @internal */
export type ListStrings = typeof listStrings

/** UI strings of the form, overridden by its `strings` property. @internal */
export const formStrings = {
  /** Renders messages from the engine, agents and nodes. */
  renderText,
  /** The language of the UI strings, as a BCP 47 tag. */
  language: defaultLanguage,
  noSettings: 'This node has no settings.',
  runInput: 'Run input',
  missingDataset: (id: string): string => `Missing file (${id}…)`,
  upload: 'Upload file',
  columnOf: (title: string, input: string): string => `${title}: ${input}`,
  restore: (title: string): string => `Restore default for “${title}”`,
  notNumber: 'Enter a number.',
  notInteger: 'Enter a whole number.',
  tooSmall: (min: number): string => `The minimum is ${min}.`,
  tooLarge: (max: number): string => `The maximum is ${max}.`,
  mustBeGreater: (bound: number): string => `Enter a number greater than ${bound}.`,
  mustBeLess: (bound: number): string => `Enter a number less than ${bound}.`,
  noSeparators: (plainNumber: string): string => `Enter ${plainNumber}, without thousands separators.`,
  ambiguousNumber: (text: string, plainNumber: string, fraction: string): string =>
    `“${text}” is ambiguous. Enter ${plainNumber} or ${fraction}.`,
  notSet: 'Not set',
  notAnOption: (value: string): string => `${value} (not an option)`,
  required: 'required',
  moreSettings: 'More settings',
  yes: 'Yes',
  writeFromDescription: 'Write from description…',
  loadPlan: loadPlanStrings as LoadPlanStrings,
  list: listStrings as ListStrings,
  code: codeStrings as CodeStrings,
  column: columnStrings as ColumnStrings,
  expression: expressionStrings as ExpressionStrings,
  map: mapStrings as MapStrings,
  secret: secretStrings as SecretStrings,
  variant: variantStrings as VariantStrings,
}
/** @internal */
export type FormStrings = typeof formStrings
