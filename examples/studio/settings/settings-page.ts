import { requests, type StoredRun } from '@aw-flow/client'
import { icon, saveFile } from '@aw-flow/editor'
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { live } from 'lit/directives/live.js'
import { hashFile } from '../shell/hash-in-page.ts'
import './configuration-panel.ts'
import './keys-panel.ts'
import { getLanguageName } from '@aw-flow/messages'
import {
  storeSelectedLanguage,
  getSelectedLanguage,
  selectableLanguages,
  type SelectedLanguage,
} from '../language/chosen-language.ts'
import type { ImportedKind } from '../language/english/settings.ts'
import { getStrings, switchLanguage } from '../language/strings.ts'
import './models-panel.ts'
import './server-panel.ts'
import { storePreference } from './stored-preference.ts'
import { getDefaultRetry, parseRetryDelays, formatRetryDelays } from './retry-default.ts'
import { storeChosenResultsLimit, getChosenResultsLimit, resultLimits, getResultsLimit } from './results-limit.ts'
import { measureStorageUsage } from './storage-usage.ts'
import { FileRequestEvent, ThemeEvent, ToastEvent } from '../shell/studio-events.ts'
import { getStoredTheme, type Theme } from './theme.ts'
import { exportAll, importAll, type ImportResult } from './full-export.ts'
import type { Workspace } from '../workspace.ts'
import { settingsPageStyles } from './settings-page.styles.ts'
import { page } from '../shell/element.ts'
import { toPath } from '../shell/base-path.ts'

const themeIcons: Readonly<Record<Theme, string>> = { auto: 'monitor', light: 'sun', dark: 'moon' }

/** The name of each language in that language. */

/** The settings page. Settings apply to the studio in this browser. */
export class SettingsPage extends page({
  theme: 'auto' as Theme,
  storageUsage: undefined as { usage: number; quota: number } | undefined,
  /** Whether the browser has granted persistent storage. */
  isPersisted: false,
  /** Number of runs with stored results, total size, and size limit. `undefined` until they are measured. */
  results: undefined as { runs: number; bytes: number; limit: number } | undefined,
  isOfflineReady: false,
  isBusy: false,
  retry: '',
  retryProblem: undefined as string | undefined,
  language: 'auto' as SelectedLanguage,
}) {
  static override styles = settingsPageStyles

  constructor() {
    super()
    this.retry = formatRetryDelays(getDefaultRetry())
    this.language = getSelectedLanguage()
  }

  override connectedCallback(): void {
    super.connectedCallback()
    void this.#measureStorage()
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('workspace')) void this.#measureResults()
  }

  protected override render(): TemplateResult | typeof nothing {
    const { workspace } = this
    if (!workspace) return nothing
    return html`
      <main>
        <header><h1 tabindex="-1">${getStrings().settings.title}</h1></header>
        <div class="columns">
          <div>
            ${this.#renderAppearance()}
            <studio-server class="panel" .workspace=${workspace}></studio-server>
            <studio-models
              class="panel"
              .workspace=${workspace}
              @change=${() => {
                this.renderRoot.querySelector('studio-configuration')?.reload()
                this.renderRoot.querySelector('studio-keys')?.reload()
              }}
            ></studio-models>
            <studio-keys class="panel" .workspace=${workspace}></studio-keys>
            ${this.#renderRetry()}
          </div>
          <div>
            ${this.#renderStorage(workspace)}
            ${workspace.server ? html`<studio-configuration class="panel" .workspace=${workspace}></studio-configuration>` : nothing}
            ${renderKeyboardShortcuts()}
          </div>
        </div>
      </main>
    `
  }

  #renderAppearance(): TemplateResult {
    const { settings: strings, formats } = getStrings()
    return html`<section class="panel" aria-labelledby="appearance">
      <h2 id="appearance">${strings.appearance}</h2>
      <div class="bar choices" role="group" aria-labelledby="appearance">
        ${(Object.keys(themeIcons) as Theme[]).map(
          (theme) =>
            html`<button aria-pressed=${theme === this.theme} @click=${() => this.dispatchEvent(new ThemeEvent(theme))}>
              ${icon(themeIcons[theme])} ${strings.themes[theme]}
            </button>`,
        )}
      </div>
      <label>
        ${strings.language}
        <select
          data-testid="language"
          @change=${(event: Event) => {
            this.language = (event.target as HTMLSelectElement).value as SelectedLanguage
            storeSelectedLanguage(this.language)
            void switchLanguage()
          }}
        >
          ${selectableLanguages.map(
            (language) =>
              html`<option value=${language} ?selected=${language === this.language}>
                ${language === 'auto' ? strings.matchBrowser : getLanguageName(language, language)}
              </option>`,
          )}
        </select>
      </label>
      <p class="muted small">
        ${strings.formatNote(new Intl.DisplayNames(formats.locale, { type: 'language' }).of(formats.locale) ?? formats.locale)}
      </p>
    </section>`
  }

  #renderRetry(): TemplateResult {
    const strings = getStrings().settings
    return html`<section class="panel" aria-labelledby="retry">
      <h2 id="retry">${strings.retries}</h2>
      <label>
        ${strings.retryDelays}
        <input
          .value=${live(this.retry)}
          aria-invalid=${this.retryProblem !== undefined}
          aria-describedby="retry-help"
          @change=${(event: Event) => this.#setRetry((event.target as HTMLInputElement).value)}
        />
      </label>
      <p class="muted small" id="retry-help">
        ${this.retryProblem ? html`<span class="bad">${this.retryProblem}</span>` : strings.delaysHelp}
      </p>
    </section>`
  }

  #renderStorage(workspace: Workspace): TemplateResult {
    const { storageUsage, isPersisted } = this
    const { settings: strings, formats } = getStrings()
    const { data, trash, runs } = measureStorageUsage(workspace, Date.now())
    const usedPercent = storageUsage ? Math.min(100, (100 * storageUsage.usage) / storageUsage.quota) : 0
    return html`<section class="panel" aria-labelledby="storage">
      <h2 id="storage">${strings.storage}</h2>
      ${
        workspace.storage.kind === 'memory'
          ? html`<p class="warn">${icon('triangle-alert')} ${strings.notPersistent}</p>`
          : html`<p>
                ${storageUsage ? strings.used(formats.bytes(storageUsage.usage), formats.bytes(storageUsage.quota - storageUsage.usage)) : strings.inBrowser}
                ${isPersisted ? strings.persisted : ''}
              </p>
              <meter min="0" max="100" .value=${usedPercent} aria-label=${strings.usedLabel}>
                ${formats.percent(usedPercent / 100)}
              </meter>
              ${
                isPersisted
                  ? nothing
                  : html`<p class="muted small">
                      ${strings.mayEvict}
                      <button class="quiet link" @click=${() => void this.#persist()}>${strings.persist}</button>
                    </p>`
              }`
      }
      <p class="muted small">${this.isOfflineReady ? strings.offline : strings.offlineNotReady}</p>
      <table>
        <caption class="visually-hidden">
          ${strings.storedData}
        </caption>
        <tbody>
          <tr>
            <th scope="row">${icon('database')} ${strings.data}</th>
            <td>${strings.dataUsage(data.count, formats.bytes(data.bytes))}</td>
            <td><a href=${toPath('/data')}>${strings.manageData}</a></td>
          </tr>
          <tr>
            <th scope="row">${icon('rotate-ccw-clock')} ${strings.runs}</th>
            <td>${strings.storedRuns(runs.count)}</td>
            <td>
              ${
                runs.oldRuns.length === 0
                  ? html`<span class="muted">${strings.noOldRuns}</span>`
                  : html`<button class="quiet link" @click=${() => void this.#removeRuns(workspace, runs.oldRuns)}>
                      ${strings.deleteOldRuns(runs.oldRuns.length)}
                    </button>`
              }
            </td>
          </tr>
          <tr>
            <th scope="row">${icon('table-2')} ${strings.results}</th>
            <td data-testid="results-use">
              ${
                this.results === undefined
                  ? nothing
                  : this.results.limit === 0
                    ? strings.resultsNotStored
                    : strings.resultsUsage(
                        this.results.runs,
                        formats.bytes(this.results.bytes),
                        formats.bytes(this.results.limit),
                      )
              }
            </td>
            <td>
              ${
                this.results && this.results.bytes > 0
                  ? html`<button class="quiet link" @click=${() => void this.#limitResults(workspace, 0)}>
                      ${strings.removeStoredResults}
                    </button>`
                  : nothing
              }
            </td>
          </tr>
          <tr>
            <th scope="row">${icon('trash')} ${strings.trash}</th>
            <td>${strings.trashUsage(trash.count, formats.bytes(trash.bytes))}</td>
            <td><a href=${toPath('/trash')}>${strings.reviewTrash}</a></td>
          </tr>
        </tbody>
      </table>
      <label>
        ${strings.resultsLimit}
        <select
          data-testid="results-limit"
          aria-describedby="results-help"
          @change=${(event: Event) => void this.#selectLimit(workspace, (event.target as HTMLSelectElement).value)}
        >
          ${this.#listLimitOptions().map(
            ([value, label]) =>
              html`<option value=${value} ?selected=${value === String(getChosenResultsLimit() ?? '')}>
                ${label}
              </option>`,
          )}
        </select>
      </label>
      <p class="muted small" id="results-help">${strings.resultsHelp}</p>
      <div class="bar choices">
        <button data-testid="export-all" ?disabled=${this.isBusy} @click=${() => void this.#export(workspace)}>
          ${icon('download')} ${this.isBusy ? strings.exportingAll : strings.export}
        </button>
        <button data-testid="import-all" ?disabled=${this.isBusy} @click=${() => this.#chooseImportFile(workspace)}>
          ${icon('upload')} ${strings.import}
        </button>
      </div>
      <p class="muted small">${strings.exportHelp}</p>
    </section>`
  }

  /** Lists the values and labels of the selectable limits. */
  #listLimitOptions(): [string, string][] {
    const { settings: strings, formats } = getStrings()
    const selectedLimit = getChosenResultsLimit()
    const limits =
      selectedLimit === undefined || resultLimits.includes(selectedLimit)
        ? resultLimits
        : [...resultLimits, selectedLimit]
    return [
      ['', strings.automatic],
      ...limits.map((bytes): [string, string] => [
        String(bytes),
        bytes === 0 ? strings.storeNoResults : formats.bytes(bytes),
      ]),
    ]
  }

  async #selectLimit(workspace: Workspace, value: string): Promise<void> {
    const isStored = storeChosenResultsLimit(value === '' ? undefined : Number(value))
    if (!isStored) this.dispatchEvent(new ToastEvent(getStrings().settings.notStored))
    await this.#limitResults(workspace, await getResultsLimit())
  }

  /** Evicts the oldest results until the remaining ones are within the limit. */
  async #limitResults(workspace: Workspace, maxBytes: number): Promise<void> {
    await workspace.engine.ask(requests.evictResults({ maxBytes }))
    await Promise.all([this.#measureStorage(), this.#measureResults()])
  }

  #setRetry(text: string): void {
    const { policy, invalidDelay, delayCount } = parseRetryDelays(text)
    this.retry = text
    const strings = getStrings().settings
    this.retryProblem = policy
      ? undefined
      : invalidDelay === undefined
        ? strings.tooManyDelays(delayCount)
        : strings.invalidDelay(invalidDelay)
    if (policy && !storePreference('retry', JSON.stringify(policy))) this.retryProblem = strings.notStored
  }

  async #measureStorage(): Promise<void> {
    // The API is unavailable outside secure contexts.
    const estimate = await navigator.storage?.estimate?.().catch(() => undefined)
    if (estimate?.usage !== undefined && estimate.quota)
      this.storageUsage = { usage: estimate.usage, quota: estimate.quota }
    this.isPersisted = (await navigator.storage?.persisted?.().catch(() => false)) ?? false
    this.isOfflineReady = navigator.serviceWorker?.controller != null
  }

  async #measureResults(): Promise<void> {
    const limit = await getResultsLimit()
    const results = await this.workspace?.engine.ask(requests.measureResults({}))
    if (results?.ok) this.results = { ...results.value, limit }
  }

  /** Moves runs to the trash, so that the user can undo this. */
  async #removeRuns(workspace: Workspace, runs: readonly StoredRun[]): Promise<void> {
    const restoreCallbacks: (() => Promise<unknown>)[] = []
    for (const run of runs) {
      const restore = await workspace.trashRun(run)
      if (restore) restoreCallbacks.push(restore)
    }
    const undo = (): void => void Promise.all(restoreCallbacks.map((restoreRun) => restoreRun()))
    const { settings: strings, common } = getStrings()
    if (restoreCallbacks.length > 0) {
      this.dispatchEvent(
        new ToastEvent(strings.runsDeleted(restoreCallbacks.length), { label: common.undo, run: undo }),
      )
    }
  }

  async #persist(): Promise<void> {
    this.isPersisted = (await navigator.storage?.persist?.().catch(() => false)) ?? false
    if (this.isPersisted) return
    this.dispatchEvent(new ToastEvent(getStrings().settings.notGranted))
  }

  async #export(workspace: Workspace): Promise<void> {
    this.isBusy = true
    try {
      const file = await workspace.tasks.run(getStrings().settings.exportingAll, (options) =>
        exportAll(workspace.storage, Date.now(), { ...options, server: workspace.server }),
      )
      if (file) saveFile(file, `aw-studio-${new Date().toISOString().slice(0, 10)}.awexport`)
    } finally {
      this.isBusy = false
    }
  }

  #chooseImportFile(workspace: Workspace): void {
    this.dispatchEvent(
      new FileRequestEvent(([file]) => {
        if (file) void this.#importFile(workspace, file)
      }),
    )
  }

  /** Applies imported settings immediately. */
  async #applyImportedSettings(): Promise<void> {
    this.retry = formatRetryDelays(getDefaultRetry())
    this.language = getSelectedLanguage()
    this.dispatchEvent(new ThemeEvent(getStoredTheme()))
    await switchLanguage()
  }

  async #importFile(workspace: Workspace, file: File): Promise<void> {
    this.isBusy = true
    const hash = async (bytes: Blob, onProgress: (bytesRead: number) => void): Promise<string | undefined> => {
      const result = await hashFile(bytes, workspace.engine, { onProgress: ({ done }) => onProgress(done) })
      return result.ok ? result.value : undefined
    }
    let importResult: ImportResult | undefined
    try {
      importResult = await workspace.tasks.run(getStrings().shell.importing(file.name), (options) =>
        importAll(workspace.storage, file, { ...options, hash, server: workspace.server }),
      )
    } finally {
      this.isBusy = false
      await workspace.refresh()
    }
    if (!importResult) return
    const { problems, ...counts } = importResult
    workspace.reportAll(problems, 'import-all')
    const count = Object.values(counts).reduce((sum, item) => sum + item)
    if (counts.settings > 0) await this.#applyImportedSettings()
    if (count === 0 && problems.length > 0) return
    const strings = getStrings().settings
    const contents = Object.entries(strings.importedCounts).flatMap(([kind, format]) => {
      const importedCount = counts[kind as ImportedKind]
      return importedCount > 0 ? [format(importedCount)] : []
    })
    this.dispatchEvent(new ToastEvent(count === 0 ? strings.alreadyImported : strings.imported(contents.join(', '))))
    void this.#measureStorage()
  }
}

const renderKeyboardShortcuts = (): TemplateResult =>
  html`<section class="panel" aria-labelledby="keyboard">
    <h2 id="keyboard">${getStrings().settings.keyboard}</h2>
    <dl>
      ${getStrings().settings.keys.map(
        ({ key, action }) =>
          html`<dt><kbd>${key}</kbd></dt>
            <dd>${action}</dd>`,
      )}
    </dl>
  </section>`

customElements.define('studio-settings', SettingsPage)
