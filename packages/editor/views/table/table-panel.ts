import type { TemplateResult } from 'lit'

/** The content of a popover of the table, other than a column's menu and its filter form. */
export interface TablePanel {
  /** Accessible name of the popover. */
  readonly label: string
  render(): TemplateResult
}

/** The popover that contains a panel. */
export interface PanelHost {
  requestUpdate(): void
  /** Closes the popover and returns focus to the rows. */
  close(): void
}
