import { icon, withCode } from '@aw-flow/editor'
import { html, LitElement, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit'
import { DataPage } from './pages/data-page.ts'
import { HomePage } from './pages/home-page.ts'
import { RunPage } from './pages/run-page.ts'
import { WorkflowPage } from './pages/workflow-page.ts'
import { WorkflowsPage } from './pages/workflows-page.ts'
import { Router, type Route } from './router.ts'
import { studioAppStyles } from './studio-app.styles.ts'
import { ChooseFileEvent, GoEvent, ToastEvent } from './studio-events.ts'
import { applyTheme, nextTheme, rememberedTheme, type Theme } from './theme.ts'
import { WorkspaceController } from './workspace-controller.ts'
import { Workspace } from './workspace.ts'

const places = [
  { page: 'home', path: '/', word: 'Home', icon: 'house' },
  { page: 'data', path: '/data', word: 'Data', icon: 'database' },
  { page: 'workflows', path: '/workflows', word: 'Workflows', icon: 'workflow' },
] as const

const themeLook: Record<Theme, { icon: string; word: string }> = {
  auto: { icon: 'monitor', word: 'Auto' },
  light: { icon: 'sun', word: 'Light' },
  dark: { icon: 'moon', word: 'Dark' },
}

/** How long a toast can be answered, in ms. */
const toastTime = 10_000

/** The studio: navigation, the page of the current address, messages, and the one file input that all pages share. */
export class StudioApp extends LitElement {
  static override styles = studioAppStyles
  static override properties: PropertyDeclarations = {
    workspace: { state: true },
    route: { state: true },
    toast: { state: true },
    theme: { state: true },
  }

  declare workspace: Workspace | undefined
  declare route: Route
  declare toast: ToastEvent | undefined
  declare theme: Theme

  readonly #router = new Router()
  /** Who asked for files; the page itself where nobody did. */
  #onFiles: ((files: File[]) => void) | undefined
  #toastTimer: ReturnType<typeof setTimeout> | undefined

  constructor() {
    super()
    this.route = this.#router.route
    this.theme = rememberedTheme()
    this.addController(new WorkspaceController(this))
    this.#router.addEventListener('change', () => this.#arrive())
    this.addEventListener(GoEvent.type, (event) => {
      if (event.replace === 'name') this.#router.rename(event.path)
      else this.#router.go(event.path, { replace: event.replace })
    })
    this.addEventListener(ChooseFileEvent.type, (event) => this.#chooseFile(event))
    this.addEventListener(ToastEvent.type, (event) => this.#showToast(event))
    // A file that is dropped beside its place must not replace the page.
    for (const type of ['dragover', 'drop'] as const) {
      window.addEventListener(type, (event) => {
        if (event.dataTransfer?.types.includes('Files')) event.preventDefault()
      })
    }
    void this.#open()
  }

  async #open(): Promise<void> {
    const workspace = await Workspace.open()
    this.workspace = workspace
    const idle = globalThis.requestIdleCallback ?? ((callback: () => void) => setTimeout(callback, 500))
    // Warm from the first quiet moment on, so that everything works when the network goes.
    idle(() => void workspace.engine.warmUp())
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('route')) document.title = titleOf(this.route)
  }

  protected override render(): TemplateResult {
    return html`
      ${this.#renderRail()}
      <div class="outlet">${this.workspace ? this.#renderPage(this.workspace) : nothing}</div>
      ${this.#renderProblem()} ${this.#renderToast()}
      <input type="file" tabindex="-1" aria-hidden="true" class="visually-hidden" @change=${this.#filesChosen} />
    `
  }

  get #editing(): boolean {
    return this.route.page === 'workflow' || this.route.page === 'new'
  }

  #renderRail(): TemplateResult {
    const { icon: themeIcon, word } = themeLook[this.theme]
    const here = this.#editing || this.route.page === 'run' ? 'workflows' : this.route.page
    return html`
      <nav aria-label="Studio">
        <a class="mark" href="/" aria-label="aw studio">
          <img src="/mark.svg" alt="" width="28" height="28" />
        </a>
        ${places.map(
          ({ page, path, word, icon: name }) => html`
            <a
              class="place"
              href=${path}
              aria-current=${page === here ? 'page' : nothing}
              data-testid=${page === 'data' ? 'data-manager-link' : nothing}
            >
              <span class="pill">${icon(name, 20)}</span>${word}
            </a>
          `,
        )}
        <button class="place theme" title="Theme: ${word}" @click=${this.#switchTheme}>
          <span class="pill">${icon(themeIcon, 20)}</span>${word}
        </button>
      </nav>
    `
  }

  #renderPage(workspace: Workspace): TemplateResult {
    switch (this.route.page) {
      case 'home':
        return html`<studio-home .workspace=${workspace}></studio-home>`
      case 'data':
        return html`<studio-data .workspace=${workspace}></studio-data>`
      case 'workflows':
        return html`<studio-workflows .workspace=${workspace}></studio-workflows>`
      case 'new':
        return html`<studio-workflow .workspace=${workspace}></studio-workflow>`
      case 'workflow':
        return html`<studio-workflow .workspace=${workspace} .workflowId=${this.route.id}></studio-workflow>`
      case 'run':
        return html`<studio-run .workspace=${workspace} .runId=${this.route.id}></studio-run>`
      case 'missing':
        return html`
          <main class="missing">
            <h1 tabindex="-1">Nothing here</h1>
            <p>There is no page at ${this.route.path}.</p>
            <a href="/">Go to the start</a>
          </main>
        `
    }
  }

  #renderProblem(): TemplateResult | typeof nothing {
    const problem = this.workspace?.problem
    if (!problem) return nothing
    return html`
      <div class="message ${problem.severity}" role=${problem.severity === 'info' ? 'status' : 'alert'}>
        ${icon(problem.severity === 'error' ? 'circle-x' : problem.severity === 'warning' ? 'triangle-alert' : 'info')}
        <p>${withCode(problem.message)} <span class="muted">${withCode(problem.hint ?? '')}</span></p>
        <button class="quiet icon" aria-label="Close" @click=${() => this.workspace?.report(undefined)}>
          ${icon('x')}
        </button>
      </div>
    `
  }

  #renderToast(): TemplateResult | typeof nothing {
    const { toast } = this
    if (!toast) return nothing
    return html`
      <div class="message toast" role="status">
        <p>${toast.text}</p>
        ${
          toast.action
            ? html`<button
                class="quiet"
                @click=${() => {
                  toast.action?.run()
                  this.toast = undefined
                }}
              >
                ${toast.action.word}
              </button>`
            : nothing
        }
        <button class="quiet icon" aria-label="Close" @click=${() => (this.toast = undefined)}>${icon('x')}</button>
      </div>
    `
  }

  async #arrive(): Promise<void> {
    this.route = this.#router.route
    this.#onFiles = undefined
    await this.updateComplete
    const page = this.renderRoot.querySelector<LitElement>('.outlet > *')
    await page?.updateComplete
    this.renderRoot.querySelector('.outlet')?.scrollTo(0, 0)
    // Screen readers hear the new page; the heading takes the focus as a link's target would.
    const heading = (page?.shadowRoot ?? page)?.querySelector<HTMLElement>('h1')
    heading?.focus({ preventScroll: true })
  }

  #chooseFile(event: ChooseFileEvent): void {
    const input = this.renderRoot.querySelector('input')
    if (!input) return
    this.#onFiles = event.onFiles
    input.accept = event.accept
    input.multiple = event.multiple
    input.click()
  }

  #filesChosen(event: Event): void {
    const input = event.target as HTMLInputElement
    const files = [...(input.files ?? [])]
    input.value = ''
    if (files.length === 0) return
    const page = this.renderRoot.querySelector('.outlet > *')
    const onFiles = this.#onFiles
    this.#onFiles = undefined
    if (onFiles) onFiles(files)
    else if (page instanceof HomePage || page instanceof DataPage || page instanceof WorkflowPage) page.takeFiles(files)
  }

  #showToast(toast: ToastEvent): void {
    clearTimeout(this.#toastTimer)
    this.toast = toast
    this.#toastTimer = setTimeout(() => (this.toast = undefined), toastTime)
  }

  #switchTheme(): void {
    this.theme = nextTheme(this.theme)
    applyTheme(this.theme)
  }
}

function titleOf(route: Route): string {
  const words: Record<Route['page'], string> = {
    home: 'aw studio',
    data: 'Data – aw studio',
    workflows: 'Workflows – aw studio',
    new: 'New workflow – aw studio',
    workflow: 'Workflow – aw studio',
    run: 'Run – aw studio',
    missing: 'Nothing here – aw studio',
  }
  return words[route.page]
}

customElements.define('studio-home', HomePage)
customElements.define('studio-data', DataPage)
customElements.define('studio-workflows', WorkflowsPage)
customElements.define('studio-workflow', WorkflowPage)
customElements.define('studio-run', RunPage)

declare global {
  interface HTMLElementTagNameMap {
    'studio-app': StudioApp
  }
}
