import { loadLanguageTexts } from '../../language/languages.ts'
import { overrideTexts } from '../../language/override-texts.ts'

/** UI strings of the actions for selected nodes. They are loaded separately from those of the inspector. */
export interface SelectionActionStrings {
  readonly run: string
  readonly runTo: string
  readonly runFrom: string
  readonly runOnly: string
  readonly runToHint: string
  readonly runToAllHint: string
  readonly runFromHint: string
  readonly runOnlyHint: string
  readonly arrange: string
  readonly organize: string
}

/** English UI strings of the actions for selected nodes. */
export const selectionActionStrings: SelectionActionStrings = {
  run: 'Run part of the workflow',
  runTo: 'Run to here',
  runFrom: 'From here',
  runOnly: 'Only this',
  runToHint: 'Runs this node and everything that it needs.',
  runToAllHint: 'Runs the selected nodes and everything that they need.',
  runFromHint: 'Runs this node and everything after it. Nodes before it keep the results of the last run.',
  runOnlyHint: 'Runs this node alone, with the results of the last run.',
  arrange: 'Align and distribute',
  organize: 'Organize',
}

/** Loads the UI strings for a locale. Missing strings fall back to English. */
export async function loadSelectionActionStrings(locale: string): Promise<SelectionActionStrings> {
  const { loadTexts } = await loadLanguageTexts(locale)
  return overrideTexts(selectionActionStrings, (await loadTexts?.())?.selectionActions ?? {})
}
