import { getProblemText } from '@aw-flow/schema'
import { tableFormats, type TableFormat } from '@aw-flow/schema/internal'
import { html, nothing, type TemplateResult } from 'lit'
import type { DownloadEvent } from '../../elements/results/aw-download-menu.ts'
import { toFileName } from '../../elements/files/file-name.ts'
import { saveFile } from '../../elements/files/save-file.ts'
import { toProblem, type TableSource } from '../table-source.ts'
import type { DataTableStrings } from './table-strings.ts'
import { deriveView } from './derive-view.ts'
import { isFullView, type TableView } from './table-view.ts'

interface DownloadHost {
  getLabel(): string
  getStrings(): DataTableStrings
  requestUpdate(): void
  /** Reports an error to the user. An empty string clears it. */
  report(message: string): void
}

/** Downloads the displayed rows in display order, without row numbers. The source creates the file. */
export class TableDownload {
  readonly #host: DownloadHost
  #isBusy = false

  constructor(host: DownloadHost) {
    this.#host = host
  }

  /** Renders the download menu, unless the source cannot write files or the view already displays the entire table. */
  render(source: TableSource | undefined, view: TableView): TemplateResult | typeof nothing {
    if (!source?.derive || !source.write || isFullView(view)) return nothing
    const strings = this.#host.getStrings()
    return html`<aw-download-menu
      exportparts="button: download-button, more: download-more"
      .strings=${{ ...strings.download, download: strings.downloadRows }}
      ?busy=${this.#isBusy}
      @aw-download=${({ format }: DownloadEvent) => void this.#save(source, view, format)}
    ></aw-download-menu>`
  }

  async #save(source: TableSource, view: TableView, format: TableFormat): Promise<void> {
    const strings = this.#host.getStrings()
    this.#isBusy = true
    this.#host.report('')
    this.#host.requestUpdate()
    try {
      const displayedSource = await deriveView(source, view, { isExport: true })
      const file = await displayedSource.write!(format)
      saveFile(file, `${toFileName(this.#host.getLabel(), 'table')}${tableFormats[format].extension}`)
    } catch (cause) {
      this.#host.report(strings.downloadFailed(strings.renderText(getProblemText(toProblem(cause)))))
    } finally {
      this.#isBusy = false
      this.#host.requestUpdate()
    }
  }
}
