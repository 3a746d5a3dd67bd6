import { delayElements } from '@aw-flow/embed'
import { getKey, preloadCodeEditor, icon, RovingFocus, renderProblem } from '@aw-flow/editor'
import { html, nothing, type LitElement, type TemplateResult } from 'lit'
import { accountMenuStyles, renderAccountMenu, renderAvatar } from './accounts/account-menu.ts'
import type { Account } from './accounts/account.ts'
import { addFiles } from './datasets/add-files.ts'
import { catchProblem } from './accounts/describe-problem.ts'
import { findPageServer, wasSignInRequired, type PageServer } from './accounts/find-account.ts'
import { isDataSaverOn } from './shell/is-data-saver-on.ts'
import { isServerNearby } from './shell/is-server-near.ts'
import { focusHeading } from './shell/focus-heading.ts'
import { makeAvailableOffline, watchDeclinedReload } from './shell/offline-availability.ts'
import { getUiLanguage } from './language/chosen-language.ts'
import { getStrings, watchLanguage } from './language/strings.ts'
import { loadAllPages, pageLoaders } from './pages/page-loaders.ts'
import { isAccountPage, renderPage } from './pages/render-page.ts'
import { showBrowserNotifications } from './notifications/browser-notifications.ts'
import { getNotificationPath } from './notifications/server-notifications.ts'
import { isAccountLinkPath, Router, type Route } from './shell/router.ts'
import { renderNewVersion } from './shell/render-new-version.ts'
import { renderNotifications } from './shell/notifications/render-notifications.ts'
import { renderProblemToast } from './shell/notifications/render-problem-toast.ts'
import { askQuestion } from './shell/question-dialog.ts'
import { waitUntilIdle } from './shell/wait-until-idle.ts'
import { renderTasks } from './shell/notifications/render-tasks.ts'
import { studioAppStyles } from './studio-app.styles.ts'
import {
  FileRequestEvent,
  NavigationRequestEvent,
  ServerChangeEvent,
  ToastEvent,
  toastTimeoutMs,
} from './shell/studio-events.ts'
import { renderServerOffer, type ServerOfferAnswer } from './settings/render-server-offer.ts'
import { storeChosenServer } from './settings/server-choice.ts'
import { applyTheme, getNextTheme, getStoredTheme, type Theme } from './settings/theme.ts'
import {
  addNotification,
  readStoredNotifications,
  type NotificationEntry,
} from './shell/notifications/notifications.ts'
import { Workspace } from './workspace.ts'
import { page } from './shell/element.ts'
import { receivedQuery } from './shell/received-files-cache.ts'
import { basePath, readStudioPath, toPath } from './shell/base-path.ts'

interface NavigationEntry {
  page: Route['page']
  path: string
  label: 'home' | 'data' | 'workflows' | 'runs' | 'schedules' | 'integrations' | 'validate' | 'settings' | 'help'
  icon: string
  /** Hidden in narrow layouts, where the entry moves to the "More" menu. */
  isMinor?: true
}

const navigationEntries: readonly NavigationEntry[] = [
  { page: 'home', path: '/', label: 'home', icon: 'house' },
  { page: 'data', path: '/data', label: 'data', icon: 'database' },
  { page: 'workflows', path: '/workflows', label: 'workflows', icon: 'workflow' },
  { page: 'runs', path: '/runs', label: 'runs', icon: 'rotate-ccw-clock' },
  { page: 'schedules', path: '/schedules', label: 'schedules', icon: 'calendar', isMinor: true },
  { page: 'webhooks', path: '/webhooks', label: 'integrations', icon: 'webhook', isMinor: true },
  { page: 'validation', path: '/validation', label: 'validate', icon: 'shield-check', isMinor: true },
  { page: 'settings', path: '/settings', label: 'settings', icon: 'settings-2' },
  { page: 'help', path: '/help', label: 'help', icon: 'circle-question-mark', isMinor: true },
]

/** The navigation entry to highlight for pages that have no entry of their own. */
const parentPages: Partial<Record<Route['page'], Route['page']>> = {
  new: 'workflows',
  workflow: 'workflows',
  templates: 'workflows',
  gallery: 'workflows',
  serverWorkflows: 'workflows',
  run: 'runs',
  results: 'runs',
  latestResults: 'runs',
  compare: 'runs',
  queue: 'runs',
  analytics: 'runs',
  events: 'webhooks',
  agents: 'webhooks',
  agent: 'webhooks',
  mcp: 'webhooks',
  evaluations: 'runs',
  evaluation: 'runs',
  trash: 'settings',
  tour: 'help',
}

const themeIcons: Readonly<Record<Theme, string>> = { auto: 'monitor', light: 'sun', dark: 'moon' }

/** How long a page must be idle before it prefetches large files from a distant server, in ms. */
const idleDelayMs = 30_000

/** How long other elements wait for the editor of the first page, in ms. */
const maxEditorDelayMs = 3_000

const delay = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** The studio's root element: navigation, the current page, notifications, and the shared file input. */
export class StudioApp extends page({
  /** The account, whether or not the user is signed in. `undefined` if this page's server does not use accounts. */
  account: undefined as Account | undefined,
  route: { page: 'home' } as Route,
  toast: undefined as ToastEvent | undefined,
  theme: 'auto' as Theme,
  /** Notifications, newest first. */
  notifications: [] as readonly NotificationEntry[],
  /** Whether the notification list is open. */
  isNotificationListOpen: false,
  /** The page whose code was loaded most recently. */
  loadedPage: undefined as Route['page'] | undefined,
  /** Activates the waiting newer version of the studio. `undefined` if there is none. */
  activateNewVersion: undefined as (() => void) | undefined,
  /** Whether another workspace is being opened. In the meantime, the page shows the previous one. */
  isReopening: undefined as boolean | undefined,
}) {
  static override styles = [studioAppStyles, accountMenuStyles]

  readonly #router = new Router()
  /** Receives the files that the user chooses. `undefined` if the page did not request any. */
  #onFiles: ((files: File[]) => void) | undefined
  #toastTimer: ReturnType<typeof setTimeout> | undefined
  #workspacePromise: Promise<Workspace>
  #pageServer: PageServer = {}
  /** Number of imports that are waiting for a page. While there are any, leaving the studio requires confirmation. */
  #pendingImportCount = 0
  /** Aborted when the user leaves the current page. */
  #pageController = new AbortController()
  readonly #renderCallbacks: (() => void)[] = []
  /** Whether the sign-in page may be shown first. The navigation stays hidden until this is known. */
  readonly #isSignInExpected = wasSignInRequired()
  readonly #railFocus = new RovingFocus(this, () => this.renderRoot.querySelectorAll<HTMLElement>('nav > *'))
  #resolveEngineNeeded: () => void = () => undefined
  readonly #engineNeeded = new Promise<void>((resolve) => (this.#resolveEngineNeeded = resolve))

  constructor() {
    super()
    this.route = this.#router.route
    this.query = this.#router.query
    this.theme = getStoredTheme()
    this.notifications = readStoredNotifications()
    this.#router.addEventListener('change', () => this.#onRouteChange())
    this.addEventListener(NavigationRequestEvent.type, (event) => {
      if (event.replace === 'name') this.#router.replacePath(event.path)
      else this.#router.navigate(event.path, { replace: event.replace })
    })
    this.addEventListener(FileRequestEvent.type, (event) => this.#chooseFile(event))
    this.addEventListener(ServerChangeEvent.type, () => (this.#workspacePromise = this.#reopenWorkspace()))
    this.addEventListener(ToastEvent.type, (event) => this.#showToast(event))
    // A file dropped outside a drop zone must not replace the page.
    for (const type of ['dragover', 'drop'] as const) {
      window.addEventListener(type, (event) => {
        if (event.dataTransfer?.types.includes('Files')) event.preventDefault()
      })
    }
    window.addEventListener('dragenter', (event) => {
      if (event.dataTransfer?.types.includes('Files')) this.#prepareForFile()
    })
    window.addEventListener('keydown', (event) => this.#onKey(event))
    window.addEventListener('beforeunload', (event) => {
      if (this.#pendingImportCount > 0 || this.workspace?.hasUnstoredWork) event.preventDefault()
    })
    if (this.route.page === 'workflow' || this.route.page === 'new') {
      const left = new Promise((resolve) => this.#router.addEventListener('change', resolve, { once: true }))
      delayElements(Promise.race([left, delay(maxEditorDelayMs)]))
    }
    watchDeclinedReload(() => (this.activateNewVersion = () => location.reload()))
    this.#workspacePromise = this.#openWorkspace()
    void this.#loadPage(this.route)
    void this.#receiveFiles()
    showBrowserNotifications({
      getApi: () => this.workspace?.server?.api,
      getLanguage: getUiLanguage,
      describe: ({ event, workflow_name: name }) => getStrings().runNotifications.message(event, name ?? ''),
      onOpen: (notification) => this.#router.navigate(getNotificationPath(notification)),
    })
  }

  async #openWorkspace(): Promise<Workspace> {
    const workspace = await Workspace.open(this.#openPageServer())
    this.#prepareSession(workspace)
    this.workspace = workspace
    void this.#prepareOffline(workspace)
    return workspace
  }

  /** Opens the session of a workflow while its page is loaded and rendered. If that fails, the page says why. */
  #prepareSession(workspace: Workspace | undefined): void {
    if (this.route.page === 'workflow') void workspace?.prepareSession(this.route.id).catch(() => undefined)
  }

  async #openPageServer(): Promise<PageServer> {
    this.#pageServer = await findPageServer()
    if (this.#pageServer.account) await this.#openAccount(this.#pageServer.account)
    return this.#pageServer
  }

  /** Saves and closes the open sessions, applies a change, and reopens the workspace with the selected server. */
  async #reopenWorkspace(applyChange: () => unknown = () => undefined): Promise<Workspace> {
    this.isReopening = true
    await (await this.#workspacePromise).close()
    await applyChange()
    const workspace = await Workspace.open(this.#pageServer)
    // The page stays open, so that a workflow keeps its selection and undo history.
    await workspace.waitUntilReady()
    this.workspace = workspace
    this.isReopening = false
    return workspace
  }

  /** Uses the server of this page from now on, with or without copying what is in the browser, or works without it. */
  async #answerServerOffer(answer: ServerOfferAnswer): Promise<void> {
    const { pageServer: address } = this.workspace ?? {}
    const { server: strings } = getStrings()
    if (answer !== 'decline' && this.workspace?.isRunning) return this.#showToast(new ToastEvent(strings.runInProgress))
    const isStored = storeChosenServer(answer === 'decline' || address === undefined ? undefined : { address })
    if (!isStored) return this.#showToast(new ToastEvent(`${strings.notStored} ${strings.notStoredHint}`))
    if (answer === 'decline') return this.requestUpdate()
    this.#workspacePromise = this.#reopenWorkspace()
    const workspace = await this.#workspacePromise
    const problem = answer === 'copy' ? await catchProblem(() => workspace.uploadAll()) : undefined
    if (problem) workspace.report(problem)
  }

  /** Shows the sign-in page until the user is signed in and has a workspace. */
  async #openAccount(account: Account): Promise<void> {
    this.account = account
    account.addEventListener('change', () => this.#onAccountChange(account))
    if (!account.isOpen) await import('./accounts/gate-page.ts')
    this.#onAccountChange(account)
    await account.opened
    const { syncLanguage } = await import('./accounts/sync-language.ts')
    void syncLanguage(account)
    watchLanguage(() => void syncLanguage(account))
    if (isAccountLinkPath(readStudioPath())) this.#router.navigate(basePath, { replace: true })
  }

  #onAccountChange(account: Account): void {
    if (account.state === 'ended') void import('./accounts/sign-in-again-dialog.ts')
    this.requestUpdate()
  }

  /** Switches to another workspace after saving all edits. */
  async #selectWorkspace(account: Account, { id, name }: { id: string; name: string }): Promise<void> {
    this.#closeMenus()
    if (id === account.workspace?.id) return
    if (this.workspace?.isRunning) return this.#showToast(new ToastEvent(getStrings().account.runInProgress))
    this.#workspacePromise = this.#reopenWorkspace(() => account.selectWorkspace(id))
    await this.#workspacePromise
    // The URL may refer to an item of the previous workspace.
    if (!isAccountPage(this.route.page)) this.#router.navigate(basePath)
    this.#showToast(new ToastEvent(getStrings().account.switched(name)))
  }

  async #createWorkspace(account: Account): Promise<void> {
    this.#closeMenus()
    const { team: strings } = getStrings()
    const name = await askQuestion({ title: strings.newTitle, label: strings.name, action: strings.create })
    if (name === undefined) return
    const problem = await catchProblem(async () => {
      const { value } = await account.api.call('POST /api/v1/workspaces', { body: { name } })
      await account.loadWorkspaces()
      await this.#selectWorkspace(account, value)
    })
    if (problem) this.workspace?.report(problem)
  }

  async #signOut(account: Account): Promise<void> {
    this.#closeMenus()
    // Otherwise, edits that are being saved would wait until the user signs in again.
    account.session.declineSignIn()
    await (await this.#workspacePromise).close()
    if (await catchProblem(() => account.signOut())) {
      this.#workspacePromise = this.#reopenWorkspace()
      return this.#showToast(new ToastEvent(getStrings().account.notSignedOut))
    }
    location.assign(basePath)
  }

  #closeMenus(): void {
    for (const menu of this.renderRoot.querySelectorAll<HTMLElement>('#more, #account')) menu.hidePopover()
  }

  /**
   * Prepares the studio for offline use. While the page is idle, loads the code of all pages first, because it is small,
   * and then the service worker's files, DuckDB and the code editor.
   *
   * If the server is distant, DuckDB is loaded only when a file is dragged, dropped or chosen, or after a long idle
   * time. If the browser is set to save data, DuckDB is loaded only when it is needed.
   */
  async #prepareOffline(workspace: Workspace): Promise<void> {
    // On two cores, preparing all of this while a page opens or executes a user's first run made both slower by a quarter.
    const isBusy = (): boolean => workspace.isBusy || this.loadedPage !== this.route.page
    const waitForIdle = (): Promise<void> => waitUntilIdle(isBusy)
    await waitForIdle()
    await loadAllPages()
    const idleDelay = isDataSaverOn()
      ? new Promise<never>(() => undefined)
      : delay((await isServerNearby()) ? 0 : idleDelayMs)
    const largeFilesFetched = Promise.race([idleDelay, this.#engineNeeded])
      .then(() => workspace.warmUp())
      .then(waitForIdle)
    void makeAvailableOffline(
      {
        onNewVersion: (activate) => void (this.activateNewVersion = activate),
        onActivationFailed: () => {
          const { updateFailed: message, updateFailedHint: hint } = getStrings().shell
          workspace.report({ code: 'studio.version-refused', severity: 'error', message, hint })
        },
      },
      largeFilesFetched,
    )
    await waitForIdle()
    await preloadCodeEditor().catch(() => undefined)
  }

  /** Loads DuckDB when a file is being dragged over the page or chosen. */
  #prepareForFile(): void {
    this.#resolveEngineNeeded()
    void this.#workspacePromise.then((workspace) => workspace.warmUp())
  }

  /** Loads a page's code on the first visit. Until then, the outlet is empty. */
  async #loadPage({ page }: Route): Promise<void> {
    if (page !== 'missing') {
      try {
        await pageLoaders[page]()
      } catch {
        this.workspace?.report({
          code: 'studio.page-missing',
          severity: 'error',
          message: getStrings().shell.pageNotLoaded,
          hint: getStrings().shell.pageNotLoadedHint,
        })
        return
      }
    }
    if (page === this.route.page) this.loadedPage = page
  }

  protected override willUpdate(): void {
    for (const problem of this.workspace?.queuedProblems.splice(0) ?? []) {
      const { message, hint = '' } = renderProblem(problem, getStrings().editor.renderText)
      if (message === '') {
        // The message catalog is still loading. The element updates when it is loaded.
        this.workspace?.queuedProblems.push(problem)
        continue
      }
      this.notifications = addNotification(this.notifications, {
        text: `${message} ${hint}`.trim(),
        tone: problem.severity,
        problem,
        lang: document.documentElement.lang,
      })
    }
  }

  /** Keeps the notification list above the persistent messages, whatever their height. */
  protected override firstUpdated(): void {
    const observer = new ResizeObserver(([entry]) =>
      this.style.setProperty('--_persistent-height', `${entry?.borderBoxSize[0]?.blockSize ?? 0}px`),
    )
    observer.observe(this.renderRoot.querySelector('.persistent-messages')!)
  }

  protected override updated(): void {
    for (const notify of this.#renderCallbacks.splice(0)) notify()
    document.title =
      this.account?.isOpen === false
        ? `${getStrings().signIn.title} – ${getStrings().shell.appName}`
        : formatTabTitle(this.route, this.workspace?.approvals.length ?? 0)
  }

  protected override render(): TemplateResult {
    const page =
      this.workspace && this.loadedPage === this.route.page && canRender(this.route, this.workspace)
        ? this.#renderPage(this.workspace)
        : undefined
    return html`
      ${this.account && !this.account.isOpen ? html`<studio-gate .account=${this.account}></studio-gate>` : nothing}
      ${
        this.account?.session.needsSignIn
          ? html`<studio-sign-in-again .account=${this.account}></studio-sign-in-again>`
          : nothing
      }
      ${this.#renderRail()}
      <div class="outlet ${page ? '' : 'waiting'}" aria-busy=${page ? 'false' : 'true'} ?inert=${this.isReopening}>
        ${page ?? nothing}
      </div>
      <div class="transient-messages">${renderTasks(this.workspace?.tasks)} ${this.#renderToast()}</div>
      <div class="persistent-messages">
        ${renderProblemToast(this.workspace?.problem, this.workspace?.otherProblemCount ?? 0, () => this.workspace?.report(undefined))}
        ${renderServerOffer(this.workspace, (answer) => void this.#answerServerOffer(answer))}
        ${renderNewVersion(this.activateNewVersion, () => (this.activateNewVersion = undefined))}
        ${this.#renderSignedOut()} ${this.workspace?.canEdit === false ? this.#renderViewOnly() : nothing}
      </div>
      ${this.#renderNotificationList()} ${this.#renderMoreMenu()}
      ${
        this.account?.user
          ? html`<div
              id="account"
              class="notification-list"
              popover
              role="region"
              aria-label=${getStrings().account.menu}
            >
              ${this.#renderAccountMenu(this.account)}
            </div>`
          : nothing
      }
      ${this.workspace ? this.#renderFileInput() : nothing}
    `
  }

  /** Renders the hidden file input once storage is open, so that a chosen file is stored in the same task. */
  #renderFileInput(): TemplateResult {
    return html`<input
      type="file"
      multiple
      tabindex="-1"
      aria-hidden="true"
      class="visually-hidden"
      @change=${this.#onFilesChosen}
    />`
  }

  #renderRail(): TemplateResult {
    const strings = getStrings().shell
    const theme = strings.themes[this.theme]
    const currentPage = parentPages[this.route.page] ?? this.route.page
    const isInMoreMenu = navigationEntries.some(({ page, isMinor }) => isMinor && page === currentPage)
    return html`
      <button class="skip" @click=${this.#skipNavigation}>
        ${this.route.page === 'workflow' || this.route.page === 'new' ? strings.skipToCanvas : strings.skipToContent}
      </button>
      <nav
        class=${this.#isSignInExpected && !this.account ? 'waiting' : ''}
        aria-label=${strings.studio}
        @keydown=${this.#railFocus.onKey}
        @focusin=${this.#railFocus.onFocus}
      >
        <a class="mark" href=${toPath('/')} aria-label=${strings.appName}>
          <img src=${toPath('/mark.svg')} alt="" width="28" height="28" />
        </a>
        ${navigationEntries.map(
          ({ page, path, label, icon: name, isMinor }) => html`
            <a
              class="nav-item ${isMinor ? 'minor' : ''}"
              href=${toPath(path)}
              aria-current=${page === currentPage ? 'page' : nothing}
              data-testid=${page === 'data' ? 'data-manager-link' : nothing}
            >
              <span class="pill">${icon(name, 20)}</span><span class="label">${strings[label]}</span>
            </a>
          `,
        )}
        <button
          class="nav-item more"
          popovertarget="more"
          title=${strings.more}
          aria-current=${isInMoreMenu ? 'true' : nothing}
        >
          <span class="pill">${icon('ellipsis', 20)}</span><span class="label">${strings.more}</span>
        </button>
        <button
          class="nav-item notifications"
          popovertarget="notifications"
          aria-current=${this.route.page === 'notifications' ? 'true' : nothing}
        >
          <span class="pill">${icon('bell', 20)}</span><span class="label">${strings.notifications}</span>
        </button>
        ${this.account?.user ? this.#renderAccountButton(this.account) : nothing}
        <button class="nav-item theme minor" @click=${this.#switchTheme}>
          <span class="pill">${icon(themeIcons[this.theme], 20)}</span
          ><span class="label">${strings.theme(theme)}</span>
        </button>
      </nav>
    `
  }

  #renderAccountButton({ user, workspace }: Account): TemplateResult {
    const { account: strings } = getStrings()
    return html`<button
      class="nav-item minor"
      popovertarget="account"
      title="${strings.menu}: ${workspace?.name ?? ''}"
      data-testid="account-menu"
    >
      <span class="pill">${renderAvatar(user)}</span><span class="label">${strings.menuLabel}</span>
    </button>`
  }

  #renderAccountMenu(account: Account): TemplateResult {
    return renderAccountMenu(account, {
      onSelect: (workspace) => void this.#selectWorkspace(account, workspace),
      onCreate: () => void this.#createWorkspace(account),
      onSignOut: () => void this.#signOut(account),
      onNavigate: () => this.#closeMenus(),
    })
  }

  /** Renders the menu with the navigation entries that do not fit on phones. */
  #renderMoreMenu(): TemplateResult {
    const strings = getStrings().shell
    const theme = strings.themes[this.theme]
    const close = (): void => this.renderRoot.querySelector<HTMLElement>('#more')?.hidePopover()
    return html`<div id="more" class="notification-list" popover role="region" aria-label=${strings.more}>
      <ul>
        ${navigationEntries
          .filter(({ isMinor }) => isMinor)
          .map(
            ({ path, label, icon: name }) =>
              html`<li>
                <a href=${toPath(path)} @click=${close}>${icon(name)} ${strings[label]}</a>
              </li>`,
          )}
        <li>
          <a href=${toPath('/templates')} @click=${close}
            >${icon('layout-template')} ${getStrings().titles.templates}</a
          >
        </li>
        <li>
          <a href=${toPath('/trash')} @click=${close}>${icon('trash')} ${strings.openTrash}</a>
        </li>
      </ul>
      <button @click=${this.#switchTheme}>${icon(themeIcons[this.theme])} ${strings.theme(theme)}</button>
      ${this.account?.user ? this.#renderAccountMenu(this.account) : nothing}
    </div>`
  }

  #renderViewOnly(): TemplateResult {
    const { account: strings } = getStrings()
    return html`<div class="message view-only" data-testid="view-only">
      ${icon('eye')}
      <p>${strings.viewOnly} ${strings.viewOnlyHint}</p>
    </div>`
  }

  /** If the user has closed the sign-in dialog, renders the message that the session has ended. */
  #renderSignedOut(): TemplateResult | typeof nothing {
    const session = this.account?.session
    if (session?.state !== 'ended' || session.needsSignIn) return nothing
    const { signIn: strings } = getStrings()
    return html`<div class="message warning" role="status">
      ${icon('triangle-alert')}
      <p>${strings.signedOutHint}</p>
      <button data-testid="sign-in-again-button" @click=${() => session.offerSignIn()}>${strings.signInAgain}</button>
    </div>`
  }

  #renderPage(workspace: Workspace): TemplateResult {
    const { route, query, theme } = this
    return renderPage({
      route,
      query,
      workspace,
      theme,
      onThemeChange: (selectedTheme) => this.#setTheme(selectedTheme),
    })
  }

  #renderToast(): TemplateResult | typeof nothing {
    const { toast } = this
    if (!toast) return nothing
    const { common } = getStrings()
    return html`
      <div class="message toast" role="status">
        <p>${toast.text}</p>
        ${
          toast.action
            ? html`<button class="quiet" @click=${() => this.#runAction(toast)}>${toast.action.label}</button>`
            : nothing
        }
        <button class="quiet icon" aria-label=${common.close} @click=${() => (this.toast = undefined)}>
          ${icon('x')}
        </button>
      </div>
    `
  }

  /** Renders the notification list, which also contains toasts that are no longer shown. */
  #renderNotificationList(): TemplateResult {
    return html`<div
      id="notifications"
      class="notification-list"
      popover
      role="region"
      aria-label=${getStrings().shell.notificationList}
      @toggle=${(event: ToggleEvent) => (this.isNotificationListOpen = event.newState === 'open')}
    >
      ${
        this.isNotificationListOpen
          ? renderNotifications({
              notifications: this.notifications,
              hasServer: this.workspace?.server !== undefined,
              runAction: (notification) => this.#runAction(notification),
            })
          : nothing
      }
    </div>`
  }

  async #onRouteChange(): Promise<void> {
    this.query = this.#router.query
    if (this.route === this.#router.route) return
    this.route = this.#router.route
    this.#onFiles = undefined
    this.#pageController.abort()
    const leaveSignal = (this.#pageController = new AbortController()).signal
    this.#prepareSession(this.workspace)
    await this.#loadPage(this.route)
    await this.updateComplete
    const page = this.renderRoot.querySelector<LitElement>('.outlet > *')
    await page?.updateComplete
    // Scrolling computes the layout, which moving focus needs as well, so do both together.
    this.renderRoot.querySelector('.outlet')?.scrollTo(0, 0)
    if (page) await focusHeading(page, leaveSignal)
  }

  #chooseFile(event: FileRequestEvent): void {
    const input = this.renderRoot.querySelector('input')
    if (!input) return
    this.#prepareForFile()
    this.#onFiles = event.onFiles
    input.accept = event.accept
    input.multiple = event.multiple
    input.webkitdirectory = event.folder
    input.click()
  }

  #onFilesChosen(event: Event): void {
    const input = event.target as HTMLInputElement
    const files = [...(input.files ?? [])]
    input.value = ''
    input.webkitdirectory = false
    input.multiple = true
    if (files.length === 0) return
    this.#prepareForFile()
    const onFiles = this.#onFiles
    this.#onFiles = undefined
    if (onFiles) onFiles(files)
    else void this.#importFiles(files)
  }

  /**
   * Imports dropped or pasted files. If the page is not ready, stores the files first and passes them to the page once
   * it is.
   */
  async #importFiles(files: File[]): Promise<void> {
    const currentPage = this.renderRoot.querySelector('.outlet > *')
    if (acceptsFiles(currentPage)) return currentPage.importFiles(files)
    this.#pendingImportCount++
    try {
      const workspace = this.workspace ?? (await this.#workspacePromise)
      const discardCallbacks = files.map((file) => workspace.storage.pendingFiles.store(file))
      const page = await this.#waitForRenderedPage()
      if (acceptsFiles(page)) await page.importFiles(files)
      else await addFiles(this, workspace, files)
      await Promise.all(discardCallbacks.map((discard) => discard()))
    } finally {
      this.#pendingImportCount--
    }
  }

  /** Imports the files that the user opens or shares with the installed studio. */
  async #receiveFiles(): Promise<void> {
    const isShared = new URLSearchParams(location.search).has(receivedQuery)
    if (!isShared && !('launchQueue' in globalThis)) return
    // The browser keeps opened files until the studio asks for them.
    if (!isShared) await this.updateComplete.then(() => this.#waitForRenderedPage())
    const { watchOpenedFiles, takeSharedFiles } = await import('./shell/received-files.ts')
    watchOpenedFiles((files) => void this.#importFiles(files))
    const sharedFiles = isShared ? await takeSharedFiles() : []
    if (isShared) this.#router.navigate(basePath, { replace: true })
    if (sharedFiles.length > 0) await this.#importFiles(sharedFiles)
  }

  /** Resolves with the current page once it is rendered. */
  async #waitForRenderedPage(): Promise<Element> {
    for (;;) {
      const page = this.renderRoot.querySelector('.outlet > *')
      if (page) return page
      await new Promise<void>((resolve) => this.#renderCallbacks.push(resolve))
    }
  }

  #showToast(toast: ToastEvent): void {
    clearTimeout(this.#toastTimer)
    this.toast = toast
    this.notifications = addNotification(this.notifications, {
      text: toast.text,
      action: toast.action,
      lang: document.documentElement.lang,
    })
    this.#toastTimer = setTimeout(() => (this.toast = undefined), toastTimeoutMs)
  }

  /** Runs the action of a toast or notification, and removes it so that it cannot run again. */
  #runAction({ text, action }: Pick<NotificationEntry, 'text' | 'action'>): void {
    action?.run()
    if (this.toast?.action === action) this.toast = undefined
    this.notifications = this.notifications.map((item) =>
      item.action === action ? { text, at: item.at, lang: item.lang } : item,
    )
  }

  /** Opens the search page with Ctrl+K. In the editor, the key opens the commands of the editor. */
  #onKey(event: KeyboardEvent): void {
    const isSearch = getKey(event).toLowerCase() === 'k' && (event.ctrlKey || event.metaKey) && !event.shiftKey
    const isInEditor = this.route.page === 'workflow' || this.route.page === 'new'
    if (!isSearch || event.altKey || event.defaultPrevented || isInEditor || !this.workspace) return
    event.preventDefault()
    this.#router.navigate(toPath('/search'))
  }

  /** Moves focus past the navigation to the canvas or the page's heading. */
  #skipNavigation(): void {
    const page = this.renderRoot.querySelector<LitElement>('.outlet > *')
    if (page && 'focusCanvas' in page && typeof page.focusCanvas === 'function') page.focusCanvas()
    else (page?.shadowRoot ?? this.renderRoot).querySelector<HTMLElement>('h1')?.focus()
  }

  #switchTheme(): void {
    this.#setTheme(getNextTheme(this.theme))
  }

  #setTheme(theme: Theme): void {
    this.theme = theme
    applyTheme(theme)
  }
}

/** An editor opens without the server's lists. No list is shown as empty before the server has responded. */
const canRender = (route: Route, workspace: Workspace): boolean => {
  if (route.page === 'workflow') return workspace.canShow(route.id)
  return workspace.isReady && (route.page === 'new' || !workspace.isListing)
}

const acceptsFiles = (page: Element | null): page is Element & { importFiles: (files: File[]) => Promise<void> } =>
  page !== null && 'importFiles' in page && typeof page.importFiles === 'function'

/** Returns the tab title. Pending approvals come first, because tabs show only the beginning of a title. */
function formatTabTitle({ page }: Route, approvalCount: number): string {
  const { shell, titles } = getStrings()
  const title = page === 'home' ? shell.appName : `${titles[page]} – ${shell.appName}`
  return approvalCount === 0 ? title : `(${approvalCount}) ${shell.approvalNeeded} – ${title}`
}

declare global {
  interface HTMLElementTagNameMap {
    'studio-app': StudioApp
  }
}
