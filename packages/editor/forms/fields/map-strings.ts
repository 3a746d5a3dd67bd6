/** Texts of maps (names with values); `strings` of the form replaces them. `place` counts from 1. */
export const mapStrings = {
  key: (title: string, place: number): string => `${title}: name ${place}`,
  value: (title: string, key: string): string => `${title}: value of ${key === '' ? 'the new name' : key}`,
  keyHint: 'Name',
  valueHint: 'Value',
  add: (title: string): string => `Add to “${title}”`,
  remove: (title: string, key: string): string => `Remove ${key === '' ? 'the empty entry' : key} from “${title}”`,
  noKey: 'Enter a name for this value.',
  twice: (key: string): string => `Duplicate name “${key}”. Only the first is used.`,
}
export type MapStrings = typeof mapStrings
