import type { Problem } from '@aw-flow/schema'
import type { Theme } from '../settings/theme.ts'

/** A page requests navigation to a path. `replace: 'name'` replaces the current path and keeps the page. */
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

/** A page requests files through the shared file input. */
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

/** The user wants to see a problem of the workflow in the editor. */
export class ProblemChooseEvent extends Event {
  static readonly type = 'studio-problem-choose'
  readonly problem: Problem
  constructor(problem: Problem) {
    super(ProblemChooseEvent.type, { bubbles: true, composed: true })
    this.problem = problem
  }
}

/** Time during which a toast and its action are shown, in ms. */
export const toastTimeoutMs = 10_000

/**
 * The action of a toast, also available in the notification list. `until` is its optional expiry in ms since the Unix
 * epoch.
 */
export interface ToastAction {
  label: string
  run: () => void
  until?: number
}

/** A page shows a toast with an optional action. */
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

/** The user chooses a theme. */
export class ThemeEvent extends Event {
  static readonly type = 'studio-theme'
  readonly theme: Theme
  constructor(theme: Theme) {
    super(ThemeEvent.type, { bubbles: true, composed: true })
    this.theme = theme
  }
}

/** The user chooses or removes a server: the workspace is reopened. */
export class ServerChangeEvent extends Event {
  static readonly type = 'studio-server'
  constructor() {
    super(ServerChangeEvent.type, { bubbles: true, composed: true })
  }
}

/** The user wants to run the workflow on a server: the dialog that connects one is opened. */
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
    'studio-choose-file': ChooseFileEvent
    'studio-problem-choose': ProblemChooseEvent
    'studio-toast': ToastEvent
    'studio-theme': ThemeEvent
  }
}
