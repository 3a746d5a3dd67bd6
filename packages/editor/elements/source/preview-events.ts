import { defineEvent, localEventInit } from '../../define-event.ts'

/** Fired when the user opens a column's settings. @public */
export class ColumnOpenEvent extends defineEvent<{
  /** Index of the column, starting at 0. */
  readonly column: number
  /** The button in the column header, next to which the settings open. */
  readonly anchor: HTMLElement
}>('aw-column-open', localEventInit) {}

/** Fired when the user selects a row. @public */
export class RowChooseEvent extends defineEvent<{
  /** Index of the row, starting at 0. */
  readonly row: number
}>('aw-row-choose', localEventInit) {}

declare global {
  interface HTMLElementEventMap {
    'aw-column-open': ColumnOpenEvent
    'aw-row-choose': RowChooseEvent
  }
}
