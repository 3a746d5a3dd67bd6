import type { StoredRun } from '@aw-flow/client'
import { formatBytes, formatCount, icon, saveFile } from '@aw-flow/editor'
import { html, LitElement, nothing, type PropertyDeclarations, type TemplateResult } from 'lit'
import { live } from 'lit/directives/live.js'
import { chooseLanguage, chosenLanguage, editorLanguages, type EditorLanguage } from '../editor-language.ts'
import '../keys-panel.ts'
import '../models-panel.ts'
import { remember } from '../remembered.ts'
import { retryDefault, retryOfText, retryText } from '../retry-default.ts'
import { storageUse } from '../storage-use.ts'
import { ChooseFileEvent, ThemeEvent, ToastEvent } from '../studio-events.ts'
import type { Theme } from '../theme.ts'
import { exportAll, importAll } from '../whole-export.ts'
import { WorkspaceController } from '../workspace-controller.ts'
import type { Workspace } from '../workspace.ts'
import { settingsPageStyles } from './settings-page.styles.ts'

const themes: readonly { theme: Theme; word: string; icon: string }[] = [
  { theme: 'auto', word: 'As the system', icon: 'monitor' },
  { theme: 'light', word: 'Light', icon: 'sun' },
  { theme: 'dark', word: 'Dark', icon: 'moon' },
]

const keys: readonly [string, string][] = [
  ['Ctrl S', 'Say that a workflow is saved, and keep it'],
  ['Ctrl K', 'Search commands, nodes and notes in the editor'],
  ['Ctrl Z, Ctrl Shift Z', 'Undo, redo'],
  ['?', 'All keys of the canvas, and other ones for them'],
  ['Tab, arrows', 'Through the canvas and every table'],
]

/** What holds for the whole studio in this browser. */
export class SettingsPage extends LitElement {
  static override styles = settingsPageStyles
  static override properties: PropertyDeclarations = {
    workspace: { attribute: false },
    theme: { attribute: false },
    used: { state: true },
    persisted: { state: true },
    offline: { state: true },
    busy: { state: true },
    retry: { state: true },
    retryProblem: { state: true },
    language: { state: true },
  }

  declare workspace: Workspace | undefined
  declare theme: Theme
  declare used: { usage: number; quota: number } | undefined
  /** The browser has promised to throw nothing away by itself. */
  declare persisted: boolean
  declare offline: boolean
  declare busy: boolean
  declare retry: string
  declare retryProblem: string | undefined
  declare language: EditorLanguage

  constructor() {
    super()
    this.persisted = false
    this.offline = false
    this.busy = false
    this.retry = retryText(retryDefault())
    this.language = chosenLanguage()
    this.addController(new WorkspaceController(this))
  }

  override connectedCallback(): void {
    super.connectedCallback()
    void this.#measure()
  }

  protected override render(): TemplateResult | typeof nothing {
    const { workspace } = this
    if (!workspace) return nothing
    return html`
      <main>
        <header><h1 tabindex="-1">Settings</h1></header>
        ${this.#renderAppearance()}
        <studio-models class="panel"></studio-models>
        <studio-keys class="panel" .workspace=${workspace}></studio-keys>
        ${this.#renderRetry()} ${this.#renderStorage(workspace)} ${this.#renderServer()} ${renderKeyboard()}
      </main>
    `
  }

  #renderAppearance(): TemplateResult {
    return html`<section class="panel" aria-labelledby="appearance">
      <h2 id="appearance">Appearance and language</h2>
      <div class="choices" role="group" aria-labelledby="appearance">
        ${themes.map(
          ({ theme, word, icon: name }) =>
            html`<button aria-pressed=${theme === this.theme} @click=${() => this.dispatchEvent(new ThemeEvent(theme))}>
              ${icon(name)} ${word}
            </button>`,
        )}
      </div>
      <label>
        Language of the editor and of runs
        <select
          data-testid="language"
          @change=${(event: Event) => {
            this.language = (event.target as HTMLSelectElement).value as EditorLanguage
            chooseLanguage(this.language)
          }}
        >
          ${Object.entries(editorLanguages).map(
            ([language, word]) =>
              html`<option value=${language} ?selected=${language === this.language}>${word}</option>`,
          )}
        </select>
      </label>
      <p class="muted small">
        The pages around them are English. Numbers and dates are written as your browser’s language writes them
        (${new Intl.DateTimeFormat().resolvedOptions().locale}).
      </p>
    </section>`
  }

  #renderRetry(): TemplateResult {
    return html`<section class="panel" aria-labelledby="retry">
      <h2 id="retry">Retries of new workflows</h2>
      <label>
        Waits before another try, in seconds
        <input
          .value=${live(this.retry)}
          aria-invalid=${this.retryProblem !== undefined}
          aria-describedby="retry-help"
          @change=${(event: Event) => this.#setRetry((event.target as HTMLInputElement).value)}
        />
      </label>
      <p class="muted small" id="retry-help">
        ${
          this.retryProblem
            ? html`<span class="bad">${this.retryProblem}</span>`
            : 'One number a try, such as 5, 30, 120. Each workflow and each node may say otherwise.'
        }
      </p>
    </section>`
  }

  #renderStorage(workspace: Workspace): TemplateResult {
    const { used, persisted } = this
    const { data, trash, runs } = storageUse(workspace, Date.now())
    const share = used ? Math.min(100, (100 * used.usage) / used.quota) : 0
    return html`<section class="panel" aria-labelledby="storage">
      <h2 id="storage">Storage</h2>
      ${
        workspace.storage.kind === 'memory'
          ? html`<p class="warn">
              ${icon('triangle-alert')} This browser stores nothing for this page, so all of it goes with the tab.
              Export what you want to keep.
            </p>`
          : html`<p>
                ${used ? html`${formatBytes(used.usage)} used, ${formatBytes(used.quota - used.usage)} free.` : 'In this browser.'}
                ${persisted ? 'The browser keeps it until you delete it.' : ''}
              </p>
              <meter min="0" max="100" .value=${share} aria-label="Storage used">${Math.round(share)} %</meter>
              ${
                persisted
                  ? nothing
                  : html`<p class="muted small">
                      When the disk is full, a browser may clear what pages have stored. It can be asked not to.
                      <button class="quiet link" @click=${() => void this.#persist()}>Ask it</button>
                    </p>`
              }`
      }
      <p class="muted small">
        ${this.offline ? 'The studio opens without a network, too.' : 'The studio is being kept, so that it opens without a network.'}
      </p>
      <table>
        <caption class="visually-hidden">
          What is kept, and how to free it
        </caption>
        <tbody>
          <tr>
            <th scope="row">${icon('database')} Data</th>
            <td>${countOf(data.count, 'dataset')}, ${formatBytes(data.bytes)}</td>
            <td><a href="/data">Look, delete what is not needed</a></td>
          </tr>
          <tr>
            <th scope="row">${icon('rotate-ccw-clock')} Runs</th>
            <td>${countOf(runs.count, 'record')}</td>
            <td>
              ${
                runs.old.length === 0
                  ? html`<span class="muted">None is older than a month</span>`
                  : html`<button class="quiet link" @click=${() => void this.#removeRuns(workspace, runs.old)}>
                      Delete ${formatCount(runs.old.length)} that ended over a month ago
                    </button>`
              }
            </td>
          </tr>
          <tr>
            <th scope="row">${icon('trash')} Trash</th>
            <td>${countOf(trash.count, 'thing')}, ${formatBytes(trash.bytes)}</td>
            <td><a href="/trash">Look, empty it to free the space</a></td>
          </tr>
        </tbody>
      </table>
      <div class="choices">
        <button data-testid="export-all" ?disabled=${this.busy} @click=${() => void this.#export(workspace)}>
          ${icon('download')} ${this.busy ? 'Gathering it…' : 'Export everything'}
        </button>
        <button data-testid="import-all" ?disabled=${this.busy} @click=${() => this.#import(workspace)}>
          ${icon('upload')} Import an export
        </button>
      </div>
    </section>`
  }

  #renderServer(): TemplateResult {
    return html`<section class="panel" aria-labelledby="server">
      <h2 id="server">Server</h2>
      <p>Runs, data and workflows stay in this browser. Nothing is sent to a server.</p>
      <p class="muted small">
        The server that this page came from has an API of its own, for programs:
        <a href="/docs" target="_blank" rel="noreferrer">read its documentation</a>.
      </p>
    </section>`
  }

  #setRetry(text: string): void {
    const policy = retryOfText(text)
    this.retry = text
    this.retryProblem = policy
      ? undefined
      : 'Write whole or broken numbers of seconds with commas between, at most ten.'
    if (policy && !remember('retry', JSON.stringify(policy))) this.retryProblem = 'The browser does not let it be kept.'
  }

  async #measure(): Promise<void> {
    // Not offered outside secure contexts.
    const estimate = await navigator.storage?.estimate?.().catch(() => undefined)
    if (estimate?.usage !== undefined && estimate.quota) this.used = { usage: estimate.usage, quota: estimate.quota }
    this.persisted = (await navigator.storage?.persisted?.().catch(() => false)) ?? false
    this.offline = navigator.serviceWorker?.controller != null
  }

  /** To the trash: a wrong press costs nothing. */
  async #removeRuns(workspace: Workspace, runs: readonly StoredRun[]): Promise<void> {
    const back: (() => Promise<unknown>)[] = []
    for (const run of runs) {
      const bringBack = await workspace.trashRun(run)
      if (bringBack) back.push(bringBack)
    }
    const run = (): void => void Promise.all(back.map((bring) => bring()))
    if (back.length > 0)
      this.dispatchEvent(new ToastEvent(`${countOf(back.length, 'run')} deleted.`, { word: 'Undo', run }))
  }

  async #persist(): Promise<void> {
    this.persisted = (await navigator.storage?.persist?.().catch(() => false)) ?? false
    if (this.persisted) return
    this.dispatchEvent(new ToastEvent('The browser promises nothing yet. It mostly does for pages that are installed.'))
  }

  async #export(workspace: Workspace): Promise<void> {
    this.busy = true
    const file = await exportAll(workspace.storage, Date.now())
    saveFile(file, `aw-studio-${new Date().toISOString().slice(0, 10)}.awexport`)
    this.busy = false
  }

  #import(workspace: Workspace): void {
    this.dispatchEvent(
      new ChooseFileEvent(([file]) => {
        if (file) void this.#take(workspace, file)
      }),
    )
  }

  async #take(workspace: Workspace, file: File): Promise<void> {
    this.busy = true
    const { workflows, datasets, runs, problems } = await importAll(workspace.storage, file)
    this.busy = false
    await workspace.refresh()
    if (problems[0]) workspace.report(problems[0])
    const count = workflows + datasets + runs
    if (count === 0 && problems.length > 0) return
    this.dispatchEvent(
      new ToastEvent(
        count === 0
          ? 'All of it is here already.'
          : `Taken in: ${workflows} workflows, ${datasets} datasets, ${runs} runs.`,
      ),
    )
    void this.#measure()
  }
}

const countOf = (count: number, word: string): string => `${formatCount(count)} ${word}${count === 1 ? '' : 's'}`

const renderKeyboard = (): TemplateResult =>
  html`<section class="panel" aria-labelledby="keyboard">
    <h2 id="keyboard">Keyboard</h2>
    <dl>
      ${keys.map(
        ([key, does]) =>
          html`<dt><kbd>${key}</kbd></dt>
            <dd>${does}</dd>`,
      )}
    </dl>
  </section>`

declare global {
  interface HTMLElementTagNameMap {
    'studio-settings': SettingsPage
  }
}

customElements.define('studio-settings', SettingsPage)
