import { tableFormats, type TableFormat, textOf } from '@aw-flow/schema'
import { html, nothing, type TemplateResult } from 'lit'
import type { DownloadEvent } from '../../elements/results/aw-download-menu.ts'
import { fileName } from '../../elements/files/file-name.ts'
import { saveFile } from '../../elements/files/save-file.ts'
import { problemOf, type TableSource } from '../table-source.ts'
import type { DataTableStrings } from './table-strings.ts'
import { isWhole, type TableView } from './table-view.ts'

interface DownloadHost {
  label(): string
  strings(): DataTableStrings
  requestUpdate(): void
  /** Reports an error; `undefined`: success. */
  reported(words: string): void
}

/** Downloads the displayed rows in their order, computed where the rows are, without row numbers. */
export class TableDownload {
  readonly #host: DownloadHost
  #isBusy = false

  constructor(host: DownloadHost) {
    this.#host = host
  }

  /** A button with a menu of formats; nothing if the source writes no files, or if the complete table is shown. */
  view(source: TableSource | undefined, view: TableView): TemplateResult | typeof nothing {
    if (!source?.derive || !source.write || isWhole(view)) return nothing
    const strings = this.#host.strings()
    return html`<aw-download-menu
      exportparts="button: download-button, more: download-more"
      .strings=${{ ...strings.download, download: strings.downloadRows }}
      ?busy=${this.#isBusy}
      @aw-download=${({ format }: DownloadEvent) => void this.#save(source, view, format)}
    ></aw-download-menu>`
  }

  async #save(source: TableSource, { sort, filters }: TableView, format: TableFormat): Promise<void> {
    const strings = this.#host.strings()
    this.#isBusy = true
    this.#host.reported('')
    this.#host.requestUpdate()
    try {
      const made = await source.derive!({ kind: 'view', sort: [...sort], filters: [...filters], places: false })
      const file = await made.source.write!(format)
      saveFile(file, `${fileName(this.#host.label(), 'table')}${tableFormats[format].ending}`)
    } catch (cause) {
      this.#host.reported(strings.downloadFailed(strings.renderText(textOf(problemOf(cause)))))
    } finally {
      this.#isBusy = false
      this.#host.requestUpdate()
    }
  }
}
