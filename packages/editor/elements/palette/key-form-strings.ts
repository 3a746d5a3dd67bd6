/** The words of the form for keys. */
export const keyFormStrings = {
  title: 'Keys',
  close: 'Close',
  search: 'Search commands',
  none: (text: string): string => `No command is called “${text}”.`,
  commands: 'Commands and their keys',
  add: (title: string): string => `Add a key for “${title}”`,
  remove: (key: string, title: string): string => `Take ${key} from “${title}”`,
  reset: (title: string): string => `Usual keys for “${title}”`,
  resetAll: 'Usual keys for all',
  noKey: 'no key',
  press: 'Press the new key. Escape gives up.',
  kept: (key: string): string => `${key} cannot be given: the browser or the canvas needs it.`,
  taken: (key: string, title: string): string => `${key} does “${title}” now.`,
  take: 'Use it here instead',
  giveUp: 'Leave it there',
  changed: (key: string, title: string): string => `${key} does “${title}” from now on.`,
}
export type KeyFormStrings = typeof keyFormStrings
