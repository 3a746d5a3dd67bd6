import type { TemplateResult } from 'lit'

/** Popover content other than the column menu and the condition filter form. */
export interface TablePanel {
  /** The accessible name of the popover. */
  readonly label: string
  render(): TemplateResult
}

/** The popover that contains a panel. */
export interface PanelHost {
  requestUpdate(): void
  /** Closes the popover and moves focus back to the rows. */
  close(): void
}
