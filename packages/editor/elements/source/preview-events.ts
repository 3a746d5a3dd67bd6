import { defineEvent, localEventInit } from '../../define-event.ts'

/** The user asked to open a column's settings; `anchor` is its header's button. @public */
export class ColumnOpenEvent extends defineEvent<{
  /** The index of the column, from 0. */
  readonly column: number
  /** The button in the header of the column. */
  readonly anchor: HTMLElement
}>('aw-column-open', localEventInit) {}

/** A row was chosen, from 0. @public */
export class RowChooseEvent extends defineEvent<{
  /** The index of the row, from 0. */
  readonly row: number
}>('aw-row-choose', localEventInit) {}

declare global {
  interface HTMLElementEventMap {
    'aw-column-open': ColumnOpenEvent
    'aw-row-choose': RowChooseEvent
  }
}
