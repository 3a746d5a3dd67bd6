/** The words of maps (names with values); replace some of them by the form's `strings`. `place` counts from 1. */
export const mapStrings = {
  key: (title: string, place: number): string => `${title}: name ${place}`,
  value: (title: string, key: string): string => `${title}: value of ${key === '' ? 'the new name' : key}`,
  keyHint: 'Name',
  valueHint: 'Value',
  add: (title: string): string => `Add to “${title}”`,
  remove: (title: string, key: string): string => `Remove ${key === '' ? 'the empty line' : key} from “${title}”`,
  noKey: 'Give this value a name.',
  twice: (key: string): string => `“${key}” is there twice: only the first counts.`,
}
export type MapStrings = typeof mapStrings
