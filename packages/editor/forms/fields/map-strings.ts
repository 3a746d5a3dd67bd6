/**
 * UI strings for map fields (values keyed by name), overridden by the form's `strings` property. Positions start at 1.
 */
export const mapStrings = {
  key: (title: string, position: number): string => `${title}: name ${position}`,
  value: (title: string, key: string): string => `${title}: value of ${key === '' ? 'the new name' : key}`,
  keyHint: 'Name',
  valueHint: 'Value',
  add: 'Add',
  addTo: (title: string): string => `Add to “${title}”`,
  remove: (title: string, key: string): string => `Remove ${key === '' ? 'the empty entry' : key} from “${title}”`,
  noKey: 'Enter a name for this value.',
  duplicateKey: (key: string): string => `Duplicate name “${key}”. Only the first is used.`,
}
export type MapStrings = typeof mapStrings
