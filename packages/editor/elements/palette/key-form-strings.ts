/** UI strings for the keyboard shortcut form. @public */
export interface KeyFormStrings {
  readonly title: string
  readonly close: string
  readonly search: string
  readonly none: (text: string) => string
  readonly commands: string
  readonly add: (title: string) => string
  readonly remove: (key: string, title: string) => string
  readonly reset: (title: string) => string
  readonly resetAll: string
  readonly noKey: string
  readonly press: string
  readonly reserved: (key: string) => string
  readonly assigned: (key: string, title: string) => string
  readonly reassign: string
  readonly cancel: string
  readonly changed: (key: string, title: string) => string
}

/** English UI strings for the keyboard shortcut form. @public */
export const keyFormStrings: KeyFormStrings = {
  title: 'Keyboard shortcuts',
  close: 'Close',
  search: 'Search commands',
  none: (text) => `No commands match “${text}”.`,
  commands: 'Commands and shortcuts',
  add: (title) => `Add shortcut for “${title}”`,
  remove: (key, title) => `Remove ${key} from “${title}”`,
  reset: (title) => `Reset shortcuts for “${title}”`,
  resetAll: 'Reset all shortcuts',
  noKey: 'no shortcut',
  press: 'Press the new shortcut. Escape cancels.',
  reserved: (key) => `${key} is reserved by the browser or the canvas.`,
  assigned: (key, title) => `${key} is assigned to “${title}”.`,
  reassign: 'Reassign',
  cancel: 'Cancel',
  changed: (key, title) => `${key} is now assigned to “${title}”.`,
}
