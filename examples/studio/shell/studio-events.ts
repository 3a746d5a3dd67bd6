import type { Theme } from '../settings/theme.ts'

/** A page asks to go to an address. `replace: 'name'` renames the current address and stays on the page. */
export class GoEvent extends Event {
  static readonly type = 'studio-go'
  readonly path: string
  readonly replace: boolean | 'name'
  constructor(path: string, replace: boolean | 'name' = false) {
    super(GoEvent.type, { bubbles: true, composed: true })
    this.path = path
    this.replace = replace
  }
}

/** A page asks for files through the studio's one file input. */
export class ChooseFileEvent extends Event {
  static readonly type = 'studio-choose-file'
  readonly onFiles: (files: File[]) => void
  readonly accept: string
  readonly multiple: boolean
  readonly folder: boolean
  constructor(onFiles: (files: File[]) => void, { accept = '', multiple = false, folder = false } = {}) {
    super(ChooseFileEvent.type, { bubbles: true, composed: true })
    this.onFiles = onFiles
    this.accept = accept
    this.multiple = multiple
    this.folder = folder
  }
}

/** How long a toast can be answered, in ms. */
export const undoTime = 10_000

/** What a toast can be answered with, from its list too; `until` some moment, in ms since 1970, where it has an end. */
export interface ToastAction {
  word: string
  run: () => void
  until?: number
}

/** A page tells something that can be answered for a while. */
export class ToastEvent extends Event {
  static readonly type = 'studio-toast'
  readonly text: string
  readonly action: ToastAction | undefined
  constructor(text: string, action?: ToastAction) {
    super(ToastEvent.type, { bubbles: true, composed: true })
    this.text = text
    this.action = action
  }
}

/** Another theme is wanted. */
export class ThemeEvent extends Event {
  static readonly type = 'studio-theme'
  readonly theme: Theme
  constructor(theme: Theme) {
    super(ThemeEvent.type, { bubbles: true, composed: true })
    this.theme = theme
  }
}

/** Another server was chosen, or none: the workspace is opened anew. */
export class ServerEvent extends Event {
  static readonly type = 'studio-server'
  constructor() {
    super(ServerEvent.type, { bubbles: true, composed: true })
  }
}

declare global {
  interface HTMLElementEventMap {
    'studio-server': ServerEvent
    'studio-go': GoEvent
    'studio-choose-file': ChooseFileEvent
    'studio-toast': ToastEvent
    'studio-theme': ThemeEvent
  }
}
