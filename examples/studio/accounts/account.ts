import {
  createServerApi,
  type ServerApi,
  type ServerOptions,
  type ServerUser,
  type ServerWorkspace,
} from '@aw-flow/client'
import { parseJson, readPreference, storePreference } from '../settings/stored-preference.ts'
import { registerAccountIcons } from './account-icons.ts'
import { AccountSession, type SessionState } from './account-session.ts'
import { openSafeStorage } from './safe-storage.ts'

const workspacesKey = 'workspaces'
const selectionKey = 'workspace'

/** The signed-in person and the workspaces. Fires `change` when the session or the workspaces change. */
export class Account extends EventTarget {
  readonly session: AccountSession
  /** Signs in; requests have no token. */
  readonly signInApi: ServerApi
  /** Requests about the account. They name the selected workspace. */
  api: ServerApi
  workspaces: readonly ServerWorkspace[] = []
  /** The selected workspace; `undefined` if the person has none. */
  workspace: ServerWorkspace | undefined
  /** Token of an invitation or a setup link, which was opened with this page. */
  link: { kind: 'setup' | 'invitation'; token: string } | undefined
  #onOpen: () => void = () => undefined
  /** Resolves when the person is signed in and has a workspace. */
  readonly opened = new Promise<void>((resolve) => (this.#onOpen = resolve))

  /** Continues the session of an earlier page, if there is one. */
  static async open(): Promise<Account> {
    registerAccountIcons()
    const account = new Account()
    await account.session.resume()
    await account.loadWorkspaces()
    account.continue()
    return account
  }

  private constructor() {
    super()
    this.link = takeLinkToken()
    this.signInApi = createServerApi({ address: location.origin, usesCookie: true })
    const name = 'aw-studio-session'
    this.session = new AccountSession({
      api: this.signInApi,
      // Browsers have no locks on pages without HTTPS.
      lock: async (callback) => (navigator.locks ? navigator.locks.request(name, callback) : callback()),
      channel: 'BroadcastChannel' in globalThis ? new BroadcastChannel(name) : undefined,
      storage: openSafeStorage(),
      now: Date.now,
    })
    this.api = createServerApi(this.server)
    this.session.addEventListener('change', () => this.#notify())
    // The page shows data of a person who has signed out, or has been replaced by another one.
    this.session.addEventListener('user-change', () => location.reload())
  }

  get state(): SessionState {
    return this.session.state
  }

  get user(): ServerUser | undefined {
    return this.session.user
  }

  /** Whether the pages of the studio can be shown. */
  get isOpen(): boolean {
    return this.state !== 'signed-out' && this.workspace !== undefined && this.link?.kind !== 'invitation'
  }

  /** How the pages of the studio reach the server. */
  get server(): ServerOptions {
    const { workspace } = this
    return {
      address: location.origin,
      getToken: this.session.getToken,
      usesCookie: true,
      ...(workspace ? { workspace: workspace.id, profile: this.storageName } : {}),
    }
  }

  /** Name of the storage of this browser. Each person and workspace has its own. */
  get storageName(): string {
    return `aw ${this.user?.id ?? ''} ${this.workspace?.id ?? ''}`
  }

  get canEdit(): boolean {
    return this.workspace?.role !== 'viewer'
  }

  get canAdminister(): boolean {
    return this.workspace?.role === 'owner' || this.workspace?.role === 'administrator'
  }

  get isOwner(): boolean {
    return this.workspace?.role === 'owner'
  }

  /** Loads the workspaces, and selects the last one that was used. Without a connection, it uses the last list. */
  async loadWorkspaces(): Promise<void> {
    if (this.state === 'signed-out') return
    const key = `${workspacesKey}-${this.user?.id ?? ''}`
    try {
      const { value } = await this.api.call('GET /api/v1/workspaces', {})
      this.workspaces = value.items
      storePreference(key, JSON.stringify(value.items))
    } catch {
      this.workspaces = (parseJson(readPreference(key)) as ServerWorkspace[] | null) ?? []
    }
    this.#select(this.workspace?.id ?? readPreference(`${selectionKey}-${this.user?.id ?? ''}`))
  }

  /** Opens the pages of the studio if everything is known. */
  continue(): void {
    if (this.isOpen) this.#onOpen()
    this.#notify()
  }

  /** Selects a workspace; the pages of the studio are opened again by the caller. */
  selectWorkspace(id: string): void {
    this.#select(id)
    storePreference(`${selectionKey}-${this.user?.id ?? ''}`, this.workspace?.id)
    this.#notify()
  }

  /** Ends the session in all tabs. The caller leaves the page. */
  signOut(): Promise<void> {
    return this.session.signOut(() => this.api.call('POST /api/v1/auth/logout', {}))
  }

  #select(id: string | null): void {
    this.workspace = this.workspaces.find((workspace) => workspace.id === id) ?? this.workspaces[0]
    this.api = createServerApi(this.server)
  }

  #notify(): void {
    this.dispatchEvent(new Event('change'))
  }
}

/**
 * Returns the token of a link in a mail or of the server's output, and removes it from the address, so that it is not
 * in the history of the browser.
 */
function takeLinkToken(): Account['link'] {
  const kind = ({ '/setup': 'setup', '/invitations': 'invitation' } as const)[location.pathname]
  if (kind === undefined) return undefined
  const token = new URLSearchParams(location.hash.slice(1)).get('token') ?? ''
  history.replaceState(null, '', location.pathname)
  return { kind, token }
}
