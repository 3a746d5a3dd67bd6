import { css } from 'lit'

/** Styles of a panel with a bar above its content: a text that fills the bar, followed by fields and buttons. */
export const panelStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-height: 0;
    background: var(--_surface);
  }

  .bar {
    display: flex;
    flex: none;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--_space-8);
    padding: var(--_space-8) var(--_space-12);
    border-bottom: 1px solid var(--_border);
  }

  .bar p {
    flex: 1 1 calc(200 * var(--_px));
  }

  .bar label {
    display: inline-flex;
    align-items: center;
    gap: 6px;
  }

  .body {
    display: flex;
    flex: 1 1 auto;
    flex-wrap: wrap;
    min-height: 0;
    overflow: auto;
  }
`
