import { placeColumn } from '@aw-flow/schema'
import type { TableSource } from '../table-source.ts'
import type { CellPlace } from './cell-range.ts'
import { FoundCells } from './find-cells.ts'
import { isWhole, wholeTable, type TableView } from './table-view.ts'

interface QuestionsHost {
  /** Something that is drawn has changed. */
  requestUpdate(): void
  /** Other rows are to be shown, of the same columns. */
  showRows(source: TableSource | undefined): void
}

/**
 * What a person asks of a table, and the rows that answer it: sorted and filtered where the rows are, found in what is
 * shown. An answer that comes after the next question is dropped.
 */
export class TableQuestions {
  readonly #host: QuestionsHost
  #base: TableSource | undefined
  #asked = 0
  #searched = 0
  #pause: ReturnType<typeof setTimeout> | undefined
  view: TableView = wholeTable
  /** What is paged: the source itself, or what was made of it. */
  shown: TableSource | undefined
  /** The column of `shown` that tells a row's place in the source; -1: rows stand at their places. */
  placeAt = -1
  find: { text: string; found: FoundCells | undefined } | undefined
  isBusy = false
  failure: unknown

  constructor(host: QuestionsHost) {
    this.#host = host
  }

  get canAsk(): boolean {
    return this.#base?.derive !== undefined
  }

  /** Another table: nothing is asked of it yet but `view`. */
  open(source: TableSource | undefined, view: TableView): void {
    this.#base = source
    this.#asked++
    this.find = undefined
    this.view = wholeTable
    this.#show(source)
    if (!isWhole(view)) void this.ask(view)
  }

  async ask(view: TableView): Promise<void> {
    const base = this.#base
    const asked = ++this.#asked
    this.failure = undefined
    this.view = view
    if (!base?.derive || isWhole(view)) {
      this.isBusy = false
      this.#show(base)
      return
    }
    this.isBusy = true
    this.#host.requestUpdate()
    try {
      const { source } = await base.derive({ kind: 'view', sort: [...view.sort], filters: [...view.filters] })
      if (asked !== this.#asked) return
      this.isBusy = false
      this.#show(source)
    } catch (cause) {
      if (asked !== this.#asked) return
      this.isBusy = false
      this.failure = cause ?? new Error('No reason was given.')
      this.#host.requestUpdate()
    }
  }

  openFind(): void {
    if (!this.canAsk) return
    this.find ??= { text: '', found: undefined }
    this.#host.requestUpdate()
  }

  closeFind(): void {
    this.#searched++
    this.find = undefined
    this.#host.requestUpdate()
  }

  /** Looks for a text once a person has stopped writing for a moment; `onFound` goes to the first cell. */
  search(text: string, onFound: () => void): void {
    clearTimeout(this.#pause)
    const searched = ++this.#searched
    this.find = { text, found: undefined }
    this.#host.requestUpdate()
    if (text === '') return
    this.#pause = setTimeout(() => void this.#search(text, searched, onFound), 200)
  }

  async #search(text: string, searched: number, onFound: () => void): Promise<void> {
    const { shown } = this
    // What was made of the table is asked itself, so that rows are found where they stand now.
    if (!shown?.derive) return
    this.isBusy = true
    this.#host.requestUpdate()
    try {
      const found = await FoundCells.find(shown, text)
      if (searched !== this.#searched) return
      this.find = { text, found }
      onFound()
    } catch (cause) {
      if (searched === this.#searched) this.failure = cause ?? new Error('No reason was given.')
    }
    this.isBusy = false
    this.#host.requestUpdate()
  }

  /** The next cell that holds the text, in the columns of the source. */
  async step(by: 1 | -1): Promise<CellPlace | undefined> {
    try {
      const place = await this.find?.found?.step(by)
      // The place column stands behind the others and is no cell that people see.
      return place && this.placeAt === place.column ? await this.find?.found?.step(by) : place
    } catch (cause) {
      this.failure = cause ?? new Error('No reason was given.')
      return undefined
    } finally {
      this.#host.requestUpdate()
    }
  }

  #show(source: TableSource | undefined): void {
    this.shown = source
    this.placeAt = source?.columns.findIndex(({ name }) => name === placeColumn) ?? -1
    if (this.find?.text) {
      // What was found stands elsewhere now.
      this.find = { text: this.find.text, found: undefined }
      void this.#search(this.find.text, ++this.#searched, () => undefined)
    }
    this.#host.showRows(source)
    this.#host.requestUpdate()
  }
}
