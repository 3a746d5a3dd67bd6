import type { Text } from '@aw-flow/messages'
import { renderText } from '../language/render-text.ts'
import { codeStrings, type CodeStrings } from './code/code-strings.ts'
import { columnStrings, type ColumnStrings } from './columns/column-strings.ts'
import { expressionStrings, type ExpressionStrings } from './expression/expression-strings.ts'
import { mapStrings, type MapStrings } from './fields/map-strings.ts'
import { secretStrings, variantStrings, type SecretStrings, type VariantStrings } from './fields/secret-strings.ts'
import { loadPlanStrings, type LoadPlanStrings } from '../elements/load-plan/load-plan-strings.ts'

/** The list's words; replace some of them by the `strings` property. `title` is the setting's, `place` counts from 1. */
export const listStrings = {
  add: (title: string): string => `Add to “${title}”`,
  item: (title: string, place: number): string => `${title} ${place}`,
  remove: (title: string, place: number): string => `Remove ${title} ${place}`,
  raise: (title: string, place: number): string => `Move ${title} ${place} up`,
  lower: (title: string, place: number): string => `Move ${title} ${place} down`,
  none: 'Nothing yet.',
}
export type ListStrings = typeof listStrings

/** The form's words; replace some of them by the `strings` property. */
export const formStrings = {
  /** Renders what the engine, an agent or a node reports. */
  said: (text: Text): string => renderText(text),
  none: 'This node has no settings.',
  runInput: 'The run’s input',
  missingDataset: (id: string): string => `A file that is not here (${id.slice(0, 8)}…)`,
  upload: 'Upload a file',
  restore: (title: string): string => `Restore the default of “${title}”`,
  notNumber: 'Write a number.',
  notInteger: 'Write a whole number.',
  tooSmall: (least: number): string => `The least is ${least}.`,
  tooLarge: (most: number): string => `The most is ${most}.`,
  notMore: (bound: number): string => `Write more than ${bound}.`,
  notLess: (bound: number): string => `Write less than ${bound}.`,
  noGroups: (plain: string): string => `Write ${plain}, without signs between its thousands.`,
  twoWays: (text: string, plain: string, fraction: string): string =>
    `“${text}” can be read in two ways: write ${plain} or ${fraction}.`,
  notJson: (reason: string): string => `This is not JSON yet: ${reason}`,
  notSet: 'Not set',
  noChoice: (value: string): string => `${value} (not one of these)`,
  required: 'needed',
  yes: 'Yes',
  loadPlan: loadPlanStrings as LoadPlanStrings,
  list: listStrings as ListStrings,
  code: codeStrings as CodeStrings,
  column: columnStrings as ColumnStrings,
  expression: expressionStrings as ExpressionStrings,
  map: mapStrings as MapStrings,
  secret: secretStrings as SecretStrings,
  variant: variantStrings as VariantStrings,
}
export type FormStrings = typeof formStrings
