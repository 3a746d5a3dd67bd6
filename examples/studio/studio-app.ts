import { fetchCodeEditor, icon, withCode, renderProblem } from '@aw-flow/editor'
import { html, LitElement, nothing, type PropertyDeclarations, type TemplateResult } from 'lit'
import { isNear } from './shell/distance.ts'
import { focusHeading } from './shell/focus-heading.ts'
import { keepOffline, whenStaying } from './shell/keep-offline.ts'
import { say } from './language/speak.ts'
import { loadAllPages, pageLoaders } from './pages/page-loaders.ts'
import { Router, type Route } from './shell/router.ts'
import { showNewVersion } from './shell/show-new-version.ts'
import { showProblem } from './shell/show-problem.ts'
import { showWorks } from './shell/show-works.ts'
import { studioAppStyles } from './studio-app.styles.ts'
import { ChooseFileEvent, GoEvent, ServerEvent, type ThemeEvent, ToastEvent, undoTime } from './shell/studio-events.ts'
import { applyTheme, nextTheme, rememberedTheme, type Theme } from './settings/theme.ts'
import { reportMore, reportedBefore, type Told } from './shell/told-messages.ts'
import { WorkspaceController } from './workspace-controller.ts'
import { Workspace } from './workspace.ts'

interface Place {
  page: Route['page']
  path: string
  word: 'home' | 'data' | 'workflows' | 'runs' | 'validate' | 'settings' | 'help'
  icon: string
  /** Reached from the dashboard where there is little room. */
  isMinor?: true
}

const places: readonly Place[] = [
  { page: 'home', path: '/', word: 'home', icon: 'house' },
  { page: 'data', path: '/data', word: 'data', icon: 'database' },
  { page: 'workflows', path: '/workflows', word: 'workflows', icon: 'workflow' },
  { page: 'runs', path: '/runs', word: 'runs', icon: 'rotate-ccw-clock' },
  { page: 'validation', path: '/validation', word: 'validate', icon: 'shield-check', isMinor: true },
  { page: 'settings', path: '/settings', word: 'settings', icon: 'settings-2' },
  { page: 'help', path: '/help', word: 'help', icon: 'circle-question-mark', isMinor: true },
]

/** The place in which a page stands. */
const placeOf: Partial<Record<Route['page'], Route['page']>> = {
  new: 'workflows',
  workflow: 'workflows',
  templates: 'workflows',
  run: 'runs',
  results: 'runs',
  compare: 'runs',
  trash: 'settings',
  tour: 'help',
}

const themeIcons: Readonly<Record<Theme, string>> = { auto: 'monitor', light: 'sun', dark: 'moon' }

/** After how long a page that nobody gave a file fetches what is large from far away, in ms. */
const quietTime = 30_000

/** The studio: navigation, the page of the current address, messages, and the one file input that all pages share. */
export class StudioApp extends LitElement {
  static override styles = studioAppStyles
  static override properties: PropertyDeclarations = {
    workspace: { state: true },
    route: { state: true },
    query: { state: true },
    toast: { state: true },
    theme: { state: true },
    reported: { state: true },
    reading: { state: true },
    loaded: { state: true },
    newVersion: { state: true },
  }

  declare workspace: Workspace | undefined
  declare route: Route
  /** What the page is asked to show, by its address. */
  declare query: string
  declare toast: ToastEvent | undefined
  declare theme: Theme
  /** What was reported, the latest first. */
  declare reported: readonly Told[]
  /** What was reported is shown again. */
  declare reading: boolean
  /** The page whose code is there. */
  declare loaded: Route['page'] | undefined
  /** Shows a newer version of the studio, where one waits. */
  declare newVersion: (() => void) | undefined

  readonly #router = new Router()
  /** Who asked for files; the page itself where nobody did. */
  #onFiles: ((files: File[]) => void) | undefined
  #toastTimer: ReturnType<typeof setTimeout> | undefined
  #opened: Promise<Workspace>
  /** How many times files came before there was a page for them: who leaves then is asked first. */
  #early = 0
  /** Aborted when the page that is shown is left. */
  #left = new AbortController()
  readonly #onShown: (() => void)[] = []
  #reportWanted: () => void = () => undefined
  readonly #wanted = new Promise<void>((resolve) => (this.#reportWanted = resolve))

  constructor() {
    super()
    this.route = this.#router.route
    this.query = this.#router.query
    this.theme = rememberedTheme()
    this.reported = reportedBefore()
    this.reading = false
    this.addController(new WorkspaceController(this))
    this.#router.addEventListener('change', () => this.#arrive())
    this.addEventListener(GoEvent.type, (event) => {
      if (event.replace === 'name') this.#router.rename(event.path)
      else this.#router.go(event.path, { replace: event.replace })
    })
    this.addEventListener(ChooseFileEvent.type, (event) => this.#chooseFile(event))
    this.addEventListener(ServerEvent.type, () => (this.#opened = this.#openAnew()))
    this.addEventListener(ToastEvent.type, (event) => this.#showToast(event))
    // A file that is dropped beside its place must not replace the page.
    for (const type of ['dragover', 'drop'] as const) {
      window.addEventListener(type, (event) => {
        if (event.dataTransfer?.types.includes('Files')) event.preventDefault()
      })
    }
    window.addEventListener('dragenter', (event) => {
      if (event.dataTransfer?.types.includes('Files')) this.#expectFile()
    })
    window.addEventListener('beforeunload', (event) => {
      if (this.#early > 0 || this.workspace?.takesLargeFile) event.preventDefault()
    })
    whenStaying(() => (this.newVersion = () => location.reload()))
    this.#opened = this.#open()
    void this.#load(this.route)
  }

  async #open(): Promise<Workspace> {
    const workspace = await Workspace.open()
    this.workspace = workspace
    const beReady = (): void => void this.#beReady(workspace)
    // Warm from the first quiet moment on, so that everything works when the network goes; some pages have none.
    if (typeof requestIdleCallback === 'function') requestIdleCallback(beReady, { timeout: 5_000 })
    else setTimeout(beReady, 500)
    return workspace
  }

  /** With the server that is chosen now: what is open is saved before. */
  async #openAnew(): Promise<Workspace> {
    await (await this.#opened).close()
    const workspace = await Workspace.open()
    this.workspace = workspace
    return workspace
  }

  /**
   * The pages first, which are small: with DuckDB, all is there that a page without a network needs. From a server that
   * is far away, DuckDB comes when a file is hovered, dropped or chosen, or after a long time in which nobody did.
   */
  async #beReady(workspace: Workspace): Promise<void> {
    await Promise.allSettled([loadAllPages(), fetchCodeEditor()])
    const isLater = !(await isNear())
    const quiet = new Promise<void>((resolve) => setTimeout(resolve, isLater ? quietTime : 0))
    await keepOffline(
      {
        newVersion: (show) => void (this.newVersion = show),
        refused: () => {
          const { newVersionRefused: message, newVersionRefusedHint: hint } = say().shell
          workspace.report({ code: 'studio.version-refused', severity: 'error', message, hint })
        },
      },
      Promise.race([quiet, this.#wanted]).then(() => workspace.warmUp()),
    )
  }

  /** A file is held over the page, or is being chosen: soon its rows are wanted. */
  #expectFile(): void {
    this.#reportWanted()
    void this.#opened.then((workspace) => workspace.warmUp())
  }

  /** A page's code comes with the first visit; until then its place stands empty, for some ms. */
  async #load({ page }: Route): Promise<void> {
    if (page !== 'missing') {
      try {
        await pageLoaders[page]()
      } catch {
        this.workspace?.report({
          code: 'studio.page-missing',
          severity: 'error',
          message: say().shell.pageGone,
          hint: say().shell.pageGoneHint,
        })
        return
      }
    }
    if (page === this.route.page) this.loaded = page
  }

  protected override willUpdate(): void {
    for (const problem of this.workspace?.reported.splice(0) ?? []) {
      const { message, hint = '' } = renderProblem(problem, say().editor.renderText)
      if (message === '') {
        // Its sentence is being fetched; the page is drawn again when it arrives.
        this.workspace?.reported.push(problem)
        continue
      }
      this.reported = reportMore(this.reported, { text: `${message} ${hint}`.trim(), tone: problem.severity })
    }
  }

  /** The list of messages lies above those that stay, however many lines they have. */
  protected override firstUpdated(): void {
    const observer = new ResizeObserver(([entry]) =>
      this.style.setProperty('--_staying', `${entry?.borderBoxSize[0]?.blockSize ?? 0}px`),
    )
    observer.observe(this.renderRoot.querySelector('.staying')!)
  }

  protected override updated(): void {
    for (const notify of this.#onShown.splice(0)) notify()
    document.title = titleOf(this.route)
  }

  protected override render(): TemplateResult {
    return html`
      ${this.#renderRail()}
      <div class="outlet">
        ${this.workspace?.ready && this.loaded === this.route.page ? this.#renderPage(this.workspace) : nothing}
      </div>
      <div class="below">${showWorks(this.workspace?.works)} ${this.#renderToast()}</div>
      <div class="staying">
        ${showProblem(this.workspace?.problem, () => this.workspace?.report(undefined))}
        ${showNewVersion(this.newVersion, () => (this.newVersion = undefined))}
      </div>
      ${this.#renderTold()}
      <input
        type="file"
        multiple
        tabindex="-1"
        aria-hidden="true"
        class="visually-hidden"
        @change=${this.#filesChosen}
      />
    `
  }

  #renderRail(): TemplateResult {
    const words = say().shell
    const theme = words.themes[this.theme]
    const here = placeOf[this.route.page] ?? this.route.page
    return html`
      <nav aria-label=${words.studio}>
        <a class="mark" href="/" aria-label=${words.mark}>
          <img src="/mark.svg" alt="" width="28" height="28" />
        </a>
        ${places.map(
          ({ page, path, word, icon: name, isMinor }) => html`
            <a
              class="place ${isMinor ? 'minor' : ''}"
              href=${path}
              aria-current=${page === here ? 'page' : nothing}
              data-testid=${page === 'data' ? 'data-manager-link' : nothing}
            >
              <span class="pill">${icon(name, 20)}</span><span class="word">${words[word]}</span>
            </a>
          `,
        )}
        <button class="place told" popovertarget="told" title=${words.reported}>
          <span class="pill">${icon('bell', 20)}</span><span class="word">${words.messages}</span>
        </button>
        <button class="place theme minor" title=${words.theme(theme)} @click=${this.#switchTheme}>
          <span class="pill">${icon(themeIcons[this.theme], 20)}</span><span class="word">${theme}</span>
        </button>
      </nav>
    `
  }

  #renderPage(workspace: Workspace): TemplateResult {
    const { route, query } = this
    switch (route.page) {
      case 'home':
        return html`<studio-home .workspace=${workspace}></studio-home>`
      case 'data':
        return html`<studio-data .workspace=${workspace} .query=${query}></studio-data>`
      case 'workflows':
        return html`<studio-workflows .workspace=${workspace} .query=${query}></studio-workflows>`
      case 'new':
        return html`<studio-workflow .workspace=${workspace}></studio-workflow>`
      case 'workflow':
        return html`<studio-workflow .workspace=${workspace} .workflowId=${route.id}></studio-workflow>`
      case 'runs':
        return html`<studio-runs .workspace=${workspace} .query=${query}></studio-runs>`
      case 'run':
        return html`<studio-run .workspace=${workspace} .query=${query} .runId=${route.id}></studio-run>`
      case 'results':
        return html`<studio-results .workspace=${workspace} .query=${query} .runId=${route.id}></studio-results>`
      case 'compare':
        return html`<studio-compare .workspace=${workspace} .runId=${route.id} .other=${route.with}></studio-compare>`
      case 'validation':
        return html`<studio-validation .workspace=${workspace} .query=${query}></studio-validation>`
      case 'settings':
        return html`<studio-settings
          .workspace=${workspace}
          .theme=${this.theme}
          @studio-theme=${(event: ThemeEvent) => this.#setTheme(event.theme)}
        ></studio-settings>`
      case 'trash':
        return html`<studio-trash .workspace=${workspace}></studio-trash>`
      case 'help':
        return html`<studio-help .workspace=${workspace} .query=${query} .type=${route.type}></studio-help>`
      case 'tour':
        return html`<studio-tour .workspace=${workspace}></studio-tour>`
      case 'templates':
        return html`<studio-templates .workspace=${workspace} .query=${query}></studio-templates>`
      case 'missing':
        return html`
          <main class="missing">
            <h1 tabindex="-1">${say().shell.missing}</h1>
            <p>${say().shell.noPage(route.path)}</p>
            <a href="/">${say().shell.toStart}</a>
          </main>
        `
    }
  }

  #renderToast(): TemplateResult | typeof nothing {
    const { toast } = this
    if (!toast) return nothing
    const { common } = say()
    return html`
      <div class="message toast" role="status">
        <p>${toast.text}</p>
        ${
          toast.action
            ? html`<button class="quiet" @click=${() => this.#answer(toast)}>${toast.action.word}</button>`
            : nothing
        }
        <button class="quiet icon" aria-label=${common.close} @click=${() => (this.toast = undefined)}>
          ${icon('x')}
        </button>
      </div>
    `
  }

  /** Toasts go; what they said can be read again here. */
  #renderTold(): TemplateResult {
    return html`<div
      id="told"
      class="told-list"
      popover
      aria-label=${say().shell.reported}
      @toggle=${(event: ToggleEvent) => (this.reading = event.newState === 'open')}
    >
      ${this.reading ? this.#renderMessages() : nothing}
    </div>`
  }

  #renderMessages(): TemplateResult {
    const { shell: words, common } = say()
    return html`
      <h2>${words.messages}</h2>
      ${
        this.reported.length === 0
          ? html`<p class="muted">${words.noneTold}</p>`
          : html`<ul>
              ${this.reported.map(
                (one) =>
                  html`<li>
                    <span class=${one.tone ?? ''}>${withCode(one.text)}</span>
                    ${
                      one.action && Date.now() < (one.action.until ?? Infinity)
                        ? html`<button class="quiet" @click=${() => this.#answer(one)}>${one.action.word}</button>`
                        : nothing
                    }
                    <time class="muted">${common.ago(one.at, Date.now())}</time>
                  </li>`,
              )}
            </ul>`
      }
      <a href="/trash">${words.lookInTrash}</a>
    `
  }

  async #arrive(): Promise<void> {
    this.query = this.#router.query
    if (this.route === this.#router.route) return
    this.route = this.#router.route
    this.#onFiles = undefined
    this.#left.abort()
    const left = (this.#left = new AbortController()).signal
    await this.#load(this.route)
    await this.updateComplete
    this.renderRoot.querySelector('.outlet')?.scrollTo(0, 0)
    const page = this.renderRoot.querySelector<LitElement>('.outlet > *')
    await page?.updateComplete
    if (page) await focusHeading(page, left)
  }

  #chooseFile(event: ChooseFileEvent): void {
    const input = this.renderRoot.querySelector('input')
    if (!input) return
    this.#expectFile()
    this.#onFiles = event.onFiles
    input.accept = event.accept
    input.multiple = event.multiple
    input.webkitdirectory = event.folder
    input.click()
  }

  #filesChosen(event: Event): void {
    const input = event.target as HTMLInputElement
    const files = [...(input.files ?? [])]
    input.value = ''
    input.webkitdirectory = false
    input.multiple = true
    if (files.length === 0) return
    this.#expectFile()
    const onFiles = this.#onFiles
    this.#onFiles = undefined
    if (onFiles) onFiles(files)
    else void this.#takeFiles(files)
  }

  /** Files that nobody asked for: kept at once, then the page has them, which may have to come first. */
  async #takeFiles(files: File[]): Promise<void> {
    const shown = this.renderRoot.querySelector('.outlet > *')
    if (takesFiles(shown)) return shown.takeFiles(files)
    this.#early++
    try {
      const workspace = this.workspace ?? (await this.#opened)
      const forgets = files.map((file) => workspace.storage.arriving.keep(file))
      const page = await this.#pageShown()
      if (takesFiles(page)) await page.takeFiles(files)
      else await Promise.all(files.map((file) => workspace.addFile(file)))
      await Promise.all(forgets.map((forget) => forget()))
    } finally {
      this.#early--
    }
  }

  /** The page of the current address, as soon as it is drawn. */
  async #pageShown(): Promise<Element> {
    for (;;) {
      const page = this.renderRoot.querySelector('.outlet > *')
      if (page) return page
      await new Promise<void>((resolve) => this.#onShown.push(resolve))
    }
  }

  #showToast(toast: ToastEvent): void {
    clearTimeout(this.#toastTimer)
    this.toast = toast
    this.reported = reportMore(this.reported, { text: toast.text, action: toast.action })
    this.#toastTimer = setTimeout(() => (this.toast = undefined), undoTime)
  }

  /** From the toast or from the list: once. */
  #answer({ text, action }: Pick<Told, 'text' | 'action'>): void {
    action?.run()
    if (this.toast?.action === action) this.toast = undefined
    this.reported = this.reported.map((one) => (one.action === action ? { text, at: one.at } : one))
  }

  #switchTheme(): void {
    this.#setTheme(nextTheme(this.theme))
  }

  #setTheme(theme: Theme): void {
    this.theme = theme
    applyTheme(theme)
  }
}

const takesFiles = (page: Element | null): page is Element & { takeFiles: (files: File[]) => Promise<void> } =>
  page !== null && 'takeFiles' in page && typeof page.takeFiles === 'function'

function titleOf({ page }: Route): string {
  const { shell, titles } = say()
  return page === 'home' ? shell.mark : `${titles[page]} – ${shell.mark}`
}

declare global {
  interface HTMLElementTagNameMap {
    'studio-app': StudioApp
  }
}
