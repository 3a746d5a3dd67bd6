import {
  createServerApi,
  type ServerApi,
  type ServerOptions,
  type ServerUser,
  type ServerWorkspace,
} from '@aw-flow/client'
import { unsubscribeFromPush } from '../notifications/push-subscription.ts'
import { parseJson, readPreference, storePreference } from '../settings/stored-preference.ts'
import { accountLinkPaths, isAccountLinkPath } from '../shell/router.ts'
import { registerAccountIcons } from './account-icons.ts'
import { AccountSession, type SessionState } from './account-session.ts'
import type { SignInSettings } from './find-account.ts'
import { openSafeStorage } from './safe-storage.ts'
import { getPageServerUrl, readStudioPath } from '../shell/base-path.ts'

const workspacesKey = 'workspaces'
const selectionKey = 'workspace'
/** Roles that can change and run workflows. */
const editingRoles: ReadonlySet<string> = new Set(['owner', 'administrator', 'editor'])

/** The signed-in user and their workspaces. Fires `change` when the session or the workspaces change. */
export class Account extends EventTarget {
  readonly session: AccountSession
  /** API client for signing in. Its requests have no access token. */
  readonly signInApi: ServerApi
  /** API client for the signed-in user. Its requests identify the selected workspace. */
  api: ServerApi
  workspaces: readonly ServerWorkspace[] = []
  /** The selected workspace. `undefined` if the user is not a member of any. */
  workspace: ServerWorkspace | undefined
  /** Token from the invitation or setup link that opened this page. */
  link: { kind: 'setup' | 'invitation'; token: string } | undefined
  /** Name of the identity provider. `undefined` if users cannot sign in with one. */
  providerName: string | undefined
  /** Whether a new address makes an account. */
  isSignUpOpen = false
  /** Whether the server stores emails in a folder instead of sending them. */
  hasOutbox = false
  #resolveOpened: () => void = () => undefined
  /** Resolves once the user is signed in and has a workspace. */
  readonly opened = new Promise<void>((resolve) => (this.#resolveOpened = resolve))

  /** Opens the account and resumes the session of an earlier page load, if any. */
  static async open({ providerName, isSignUpOpen, hasOutbox }: SignInSettings): Promise<Account> {
    registerAccountIcons()
    const account = new Account()
    account.providerName = providerName
    account.isSignUpOpen = isSignUpOpen
    account.hasOutbox = hasOutbox
    await account.session.resume()
    await account.loadWorkspaces()
    account.openIfReady()
    return account
  }

  private constructor() {
    super()
    this.link = consumeLinkToken()
    this.signInApi = createServerApi({ address: getPageServerUrl(), usesCookie: true })
    const name = 'aw-studio-session'
    this.session = new AccountSession({
      api: this.signInApi,
      // The Web Locks API requires HTTPS.
      lock: async (callback) => (navigator.locks ? navigator.locks.request(name, callback) : callback()),
      channel: 'BroadcastChannel' in globalThis ? new BroadcastChannel(name) : undefined,
      storage: openSafeStorage(),
      now: Date.now,
    })
    this.api = createServerApi(this.server)
    this.session.addEventListener('change', () => this.#notify())
    // Reload, because the page still shows the previous user's data.
    this.session.addEventListener('user-change', () => location.reload())
  }

  get state(): SessionState {
    return this.session.state
  }

  get user(): ServerUser | undefined {
    return this.session.user
  }

  /** Whether the studio's pages can be shown. */
  get isOpen(): boolean {
    return this.state !== 'signed-out' && this.workspace !== undefined && this.link?.kind !== 'invitation'
  }

  /** Options that the studio's pages use to connect to the server. */
  get server(): ServerOptions {
    const { workspace } = this
    return {
      address: getPageServerUrl(),
      getToken: this.session.getToken,
      usesCookie: true,
      ...(workspace ? { workspace: workspace.id, profile: this.storageName } : {}),
    }
  }

  /** Name of the browser storage, which is separate for each user and workspace. */
  get storageName(): string {
    return `aw ${this.user?.id ?? ''} ${this.workspace?.id ?? ''}`
  }

  get canEdit(): boolean {
    return this.workspace === undefined || editingRoles.has(this.workspace.role ?? 'owner')
  }

  get canAdminister(): boolean {
    return this.workspace?.role === 'owner' || this.workspace?.role === 'administrator'
  }

  get isOwner(): boolean {
    return this.workspace?.role === 'owner'
  }

  /** Loads the workspaces and selects the most recently used one. Uses the stored list if the server is unreachable. */
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

  /** Opens the studio's pages if the user is signed in and has a workspace. */
  openIfReady(): void {
    if (this.isOpen) this.#resolveOpened()
    this.#notify()
  }

  /** Selects a workspace. The caller must then reopen the studio's pages. */
  selectWorkspace(id: string): void {
    this.#select(id)
    storePreference(`${selectionKey}-${this.user?.id ?? ''}`, this.workspace?.id)
    this.#notify()
  }

  /** Ends the session in all tabs. The caller must then leave the page. */
  async signOut(): Promise<void> {
    await this.session.signOut(() => this.api.call('POST /api/v1/auth/logout', {}))
    // The server stops sending push messages when a session ends. The next user of this browser must subscribe again.
    await unsubscribeFromPush().catch(() => undefined)
  }

  /** Deletes the account on the server and signs out in all tabs. The caller must then leave the page. */
  async delete(body: { email: string; password?: string }): Promise<void> {
    await this.api.call('POST /api/v1/auth/me/delete', { body })
    await this.session.signOut(async () => undefined)
    await unsubscribeFromPush().catch(() => undefined)
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
 * Returns the kind and token of the link that opened this page, if any. Users find such a link in an email or in the
 * server's console output. Removes the token from the URL, so that it does not stay in the browser history.
 */
function consumeLinkToken(): Account['link'] {
  const path = readStudioPath()
  if (!isAccountLinkPath(path)) return undefined
  const kind = accountLinkPaths[path]
  const token = new URLSearchParams(location.hash.slice(1)).get('token') ?? ''
  history.replaceState(null, '', location.pathname)
  return { kind, token }
}
