import type { Problem } from '@aw-flow/schema'
import type { Theme } from '../settings/theme.ts'

/**
 * Fired when a page requests navigation to a path. With `replace: 'name'`, only the current path is replaced, and the
 * page stays open.
 */
export class NavigationRequestEvent extends Event {
  static readonly type = 'studio-go'
  readonly path: string
  readonly replace: boolean | 'name'
  constructor(path: string, replace: boolean | 'name' = false) {
    super(NavigationRequestEvent.type, { bubbles: true, composed: true })
    this.path = path
    this.replace = replace
  }
}

/** Fired when a page requests files from the shared file input. */
export class FileRequestEvent extends Event {
  static readonly type = 'studio-choose-file'
  readonly onFiles: (files: File[]) => void
  readonly accept: string
  readonly multiple: boolean
  readonly folder: boolean
  constructor(onFiles: (files: File[]) => void, { accept = '', multiple = false, folder = false } = {}) {
    super(FileRequestEvent.type, { bubbles: true, composed: true })
    this.onFiles = onFiles
    this.accept = accept
    this.multiple = multiple
    this.folder = folder
  }
}

/** Fired when the user wants to see one of the workflow's problems in the editor. */
export class ProblemSelectEvent extends Event {
  static readonly type = 'studio-problem-choose'
  readonly problem: Problem
  constructor(problem: Problem) {
    super(ProblemSelectEvent.type, { bubbles: true, composed: true })
    this.problem = problem
  }
}

/** How long a toast and its action are shown, in ms. */
export const toastTimeoutMs = 10_000

/**
 * Action of a toast, which is also available in the notification list. `expiresAt` is an optional time in
 * milliseconds since the Unix epoch.
 */
export interface ToastAction {
  label: string
  run: () => void
  expiresAt?: number
}

/** Fired when a page shows a toast, optionally with an action. */
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

/** Fired when the user selects a theme. */
export class ThemeEvent extends Event {
  static readonly type = 'studio-theme'
  readonly theme: Theme
  constructor(theme: Theme) {
    super(ThemeEvent.type, { bubbles: true, composed: true })
    this.theme = theme
  }
}

/** Fired when the user selects or disconnects a server. The workspace is then reopened. */
export class ServerChangeEvent extends Event {
  static readonly type = 'studio-server'
  constructor() {
    super(ServerChangeEvent.type, { bubbles: true, composed: true })
  }
}

/** Fired when the user wants to run the workflow on a server. The dialog for connecting one then opens. */
export class ServerDialogRequestEvent extends Event {
  static readonly type = 'studio-server-request'
  constructor() {
    super(ServerDialogRequestEvent.type)
  }
}

declare global {
  interface HTMLElementEventMap {
    'studio-server': ServerChangeEvent
    'studio-server-request': ServerDialogRequestEvent
    'studio-go': NavigationRequestEvent
    'studio-choose-file': FileRequestEvent
    'studio-problem-choose': ProblemSelectEvent
    'studio-toast': ToastEvent
    'studio-theme': ThemeEvent
  }
}
