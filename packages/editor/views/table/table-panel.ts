import type { ReactiveControllerHost, TemplateResult } from 'lit'

/** Popover content other than the column menu and the condition filter form. */
export interface TablePanel {
  /** The accessible name of the popover. */
  readonly label: string
  render(): TemplateResult
}

/** The popover that contains a panel. */
export interface PanelHost extends ReactiveControllerHost {
  /** Closes the popover and moves focus back to the rows. */
  close(): void
}

/** Creates the host of a panel. Panels start their tasks themselves, so the host need not keep controllers. */
export const createPanelHost = (requestUpdate: () => void, close: () => void): PanelHost => ({
  addController: () => undefined,
  removeController: () => undefined,
  updateComplete: Promise.resolve(true),
  requestUpdate,
  close,
})
