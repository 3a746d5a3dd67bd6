import { css } from 'lit'

export const styles = css`
  :host {
    position: fixed;
    inset: auto;
    min-width: calc(220 * var(--_px));
    max-height: calc(var(--_window-height, 100vh) - 16px);
    margin: 0;
    padding: var(--_space-4);
    overflow-y: auto;
    border: 1px solid var(--_border);
    border-radius: 10px;
    background: var(--_raised);
    color: var(--_text);
    box-shadow: var(--_shadow-high);
  }

  button {
    display: flex;
    gap: var(--_space-24);
    align-items: center;
    justify-content: space-between;
    width: 100%;
    min-height: calc(30 * var(--_px));
    padding: var(--_space-4) 10px;
    border: 0;
    border-radius: 6px;
    background: none;
    box-shadow: none;
    font-weight: 400;
    text-align: start;
  }

  .row {
    display: flex;
    padding-inline: var(--_space-2);
  }

  .row button {
    justify-content: center;
    width: auto;
    min-width: calc(30 * var(--_px));
    flex: 1;
    padding: var(--_space-4);
  }

  button:is(:hover, :focus-visible) {
    background: var(--_wash);
  }

  kbd {
    color: var(--_muted);
    font: inherit;
    font-size: var(--_type-12);
  }

  [role='separator'] {
    height: 1px;
    margin: var(--_space-4) 6px;
    background: var(--_border);
  }
`
