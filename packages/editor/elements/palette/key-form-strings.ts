/** Texts of the keyboard shortcut editor. @internal */
export const keyFormStrings = {
  title: 'Keyboard shortcuts',
  close: 'Close',
  search: 'Search commands',
  none: (text: string): string => `No commands match “${text}”.`,
  commands: 'Commands and shortcuts',
  add: (title: string): string => `Add shortcut for “${title}”`,
  remove: (key: string, title: string): string => `Remove ${key} from “${title}”`,
  reset: (title: string): string => `Reset shortcuts for “${title}”`,
  resetAll: 'Reset all shortcuts',
  noKey: 'no shortcut',
  press: 'Press the new shortcut. Escape cancels.',
  reserved: (key: string): string => `${key} is reserved by the browser or the canvas.`,
  assigned: (key: string, title: string): string => `${key} is assigned to “${title}”.`,
  reassign: 'Reassign',
  cancel: 'Cancel',
  changed: (key: string, title: string): string => `${key} is now assigned to “${title}”.`,
}
/** @internal */
export type KeyFormStrings = typeof keyFormStrings
